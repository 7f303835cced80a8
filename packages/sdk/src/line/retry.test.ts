import { type ErrorCode, errors, fromProblem, ProblemError } from '@hongyan/protocol';
import { describe, expect, test } from 'vitest';
import { asProblem, isPassing } from './retry.ts';

const unknown = (status: number) =>
  fromProblem({ type: 'urn:hongyan:error:newer', title: 'Newer', status, code: 'newer', params: {} });

describe('an error passes', () => {
  test('if it says nothing about the request', () => {
    const codes = (Object.keys(errors) as ErrorCode[]).filter((code) => isPassing(new ProblemError(code)));
    expect(codes.sort()).toEqual(['internal', 'offline', 'overloaded', 'rate_limited']);
    expect(isPassing(asProblem(new TypeError('anything')))).toBe(true);
  });

  test.each([400, 403, 404, 409, 410, 413])(
    'not if a newer server refuses with %i and a code unknown here',
    (status) => {
      expect(isPassing(unknown(status))).toBe(false);
    },
  );

  test.each([429, 500, 503])('if a newer server says %i with a code unknown here', (status) => {
    expect(isPassing(unknown(status))).toBe(true);
  });
});
