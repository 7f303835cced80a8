/** How often the kill test kills. `npm run test:faults` kills more often than `npm test`. */
export const rounds = Number(process.env['HONGYAN_TEST_ROUNDS'] ?? 5);

/** Whether the tests may take their time. */
export const isLong = rounds > 10;
