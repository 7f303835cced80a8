import { ProblemError } from '@hongyan/protocol';
import type { Outgoing } from '../api.ts';
import type { StoredOutgoing } from '../storage/storage.ts';

export function toStored(outgoing: Outgoing): StoredOutgoing {
  const { error } = outgoing;
  return { ...outgoing, error: error && { code: error.code, params: error.params } };
}

/** What was under way elsewhere, or when the page ended, waits. */
export function fromStored(stored: StoredOutgoing): Outgoing {
  const state = stored.state === 'failed' ? 'failed' : 'waiting';
  return { ...stored, state, error: stored.error && new ProblemError(stored.error.code, stored.error.params) };
}
