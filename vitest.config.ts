import { defineConfig } from 'vitest/config';

const browserTests = 'tests/e2e/**/*.test.ts';
const faultTests = 'tests/faults/**/*.test.ts';
/** What `npm run test:faults` has the time for, and `npm test` has not. */
const longFaultTests = Number(process.env['HONGYAN_TEST_ROUNDS']) > 10 ? ['tests/faults/**/*.long.ts'] : [];

/** Tests that have the whole machine to themselves: one file at a time, and with the time that takes. */
const oneAtATime = { fileParallelism: false, testTimeout: 300_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // Two cores: more workers would only wait for each other.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,tests,tools,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**', browserTests, faultTests],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'browser', include: [browserTests], ...oneAtATime } },
      { test: { name: 'soak', include: ['tests/faults/**/*.soak.ts'], ...oneAtATime } },
      { test: { name: 'faults', include: [faultTests, ...longFaultTests], ...oneAtATime } },
    ],
  },
});
