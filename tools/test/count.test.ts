import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { root } from '../setup/paths.mjs';
import { countReport, sum } from './count.mjs';

// Each runs vitest itself.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hongyan-count-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is counted of a run of vitest on one test file. */
function countOf(name: string, text: string) {
  writeFileSync(join(folder, `${name}.test.mjs`), `import { expect, it } from 'vitest';\n${text}`);
  const report = join(folder, `${name}.json`);
  const args = ['run', '--root', folder, '--reporter=json', `--outputFile=${report}`, `${name}.test.mjs`];
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args]);
  return countReport(report, status ?? 1);
}

describe('the counts of a run', () => {
  it('are those of its tests', () => {
    const text = "it('a', () => {}); it('b', () => {}); it('c', () => expect(1).toBe(2));";
    expect(countOf('some', text)).toEqual({ passed: 2, failed: 1 });
  });

  it('have a failure for a file that cannot be loaded', () => {
    expect(countOf('broken', "throw new Error('broken');")).toEqual({ passed: 0, failed: 1 });
  });

  it('have a failure for an error that no test owns', () => {
    const text =
      "it('a', async () => { Promise.reject(new Error('stray')); await new Promise((r) => setTimeout(r, 50)); });";
    expect(countOf('stray', text)).toEqual({ passed: 1, failed: 1 });
  });

  it('have a failure for a run without any test', () => {
    expect(countOf('empty', '')).toEqual({ passed: 0, failed: 1 });
  });

  it('have a failure for a run that left no report', () => {
    expect(countReport(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1 });
  });

  it('add up', () => {
    expect(
      sum([
        { passed: 2, failed: 1 },
        { passed: 3, failed: 0 },
      ]),
    ).toEqual({ passed: 5, failed: 1 });
    expect(sum([])).toEqual({ passed: 0, failed: 0 });
  });
});
