import { isStalePlan } from './prepared.ts';

/**
 * Classes of PostgreSQL's errors that say nothing about what was asked, only that it could not be done now: connection
 * lost or not taken now, out of resources, the server stops or starts, and waiting too long for a lock or an answer.
 */
const passing = /^(08...|53...|57P0[1-5]|57014|55000|55P03|25P03)$/;
const network = /^(ECONN(REFUSED|RESET)|EPIPE|ENOENT|ETIMEDOUT)$/;
/** What the pool itself says, which has no codes. */
const poolWords = /timeout exceeded when trying to connect|Connection terminated|is not queryable/;

/** Whether the database could not be asked, or not in time: the same may work in a moment. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isStalePlan(error)) return true;
  const code = 'code' in error ? String(error.code) : '';
  return passing.test(code) || network.test(code) || poolWords.test(error.message);
}
