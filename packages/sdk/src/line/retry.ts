import { type ErrorCode, ProblemError } from '@hongyan/protocol';

/** Errors that say nothing about the request itself: the same may work a moment later. */
const passing: readonly ErrorCode[] = ['offline', 'overloaded', 'rate_limited', 'internal'];

/** Whatever was thrown, as an error of the catalogue. */
export function asProblem(error: unknown): ProblemError {
  return error instanceof ProblemError ? error : new ProblemError('internal');
}

export function isPassing(error: ProblemError): boolean {
  return passing.includes(error.code);
}

/** How long the server asks to wait (`Retry-After`), in milliseconds; 0 if it does not say. */
export function askedWaitMs(error: ProblemError): number {
  const seconds = Number(error.params['seconds']);
  return seconds > 0 ? seconds * 1_000 : 0;
}
