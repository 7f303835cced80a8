import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{ status: string, assertionResults: unknown[] }} FileReport
 */

/** @param {boolean} ok @returns {Count} */
export function countOne(ok) {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * What a run of vitest did, from its JSON report. A file that could not be loaded counts as a failed test, and so does
 * a run that failed otherwise, or that left no report.
 * @param {string} reportPath
 * @param {number} exitCode
 * @returns {Count}
 */
export function countReport(reportPath, exitCode) {
  if (!existsSync(reportPath)) return countOne(false);
  const report = JSON.parse(readFileSync(reportPath, 'utf8'));
  /** @type {FileReport[]} */
  const files = report.testResults;
  const notLoaded = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = report.numFailedTests + notLoaded;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/** @param {Count[]} counts @returns {Count} */
export function sum(counts) {
  const add = (/** @type {Count} */ a, /** @type {Count} */ b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
  });
  return counts.reduce(add, { passed: 0, failed: 0 });
}
