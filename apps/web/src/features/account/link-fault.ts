import { ProblemError } from '@hongyan/protocol';

export type LinkFault = 'invalid' | 'expired' | 'used';

/**
 * What is wrong with a link; null if something else went wrong. A token that is too long to be one is refused as
 * `invalid`, before it is looked up.
 */
export function linkFault(error: unknown): LinkFault | null {
  if (!(error instanceof ProblemError)) return null;
  if (error.code === 'link_expired') return 'expired';
  if (error.code === 'link_used') return 'used';
  return error.code === 'link_invalid' || error.code === 'invalid' ? 'invalid' : null;
}
