import { type ErrorCode, ProblemError } from '@hongyan/protocol';

/** How a command ended: `ok`, or the code of its error. Anything else that is thrown goes on. */
export async function codeOf(command: Promise<unknown>): Promise<ErrorCode | 'ok'> {
  try {
    await command;
    return 'ok';
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    throw error;
  }
}
