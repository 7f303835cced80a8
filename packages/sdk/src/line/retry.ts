import { ProblemError } from '@hongyan/protocol';

/** Whatever was thrown, as an error of the catalogue. */
export function asProblem(error: unknown): ProblemError {
  return error instanceof ProblemError ? error : new ProblemError('internal');
}

/**
 * Whether an error says nothing about the request itself, so that the same may work a moment later. The status
 * decides: it holds for codes of newer servers too.
 */
export function isPassing(error: ProblemError): boolean {
  return error.status >= 500 || error.status === 429;
}

/** How long the server asks to wait (`Retry-After`), in milliseconds; 0 if it does not say. */
export function askedWaitMs(error: ProblemError): number {
  const seconds = Number(error.params['seconds']);
  return seconds > 0 ? seconds * 1_000 : 0;
}
