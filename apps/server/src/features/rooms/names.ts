import { isBlank, ProblemError } from '@hongyan/protocol';

/** A room's name on one line. @throws ProblemError `invalid` when nothing can be seen of it */
export function roomName(text: string): string {
  if (isBlank(text)) throw new ProblemError('invalid', { field: 'name' });
  return text.replace(/\s+/g, ' ').trim();
}

export function roomTopic(text: string): string {
  return text.trim();
}
