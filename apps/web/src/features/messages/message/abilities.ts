import { can, type Message } from '@hongyan/protocol';
import type { MessageRules } from '../../../app/server-info.ts';
import type { RoomAccess } from '../room/access.ts';

/** What I may do with a message. */
export interface Abilities {
  react: boolean;
  reply: boolean;
  /** Open the thread under it, or begin one. */
  thread: boolean;
  edit: boolean;
  recall: boolean;
  pin: boolean;
  /** Copy its text, forward it, save it: whoever sees it may. */
  take: boolean;
  history: boolean;
}

/** Decided as the server decides, so that nothing is offered that would be refused. */
export function abilitiesOf(
  message: Message,
  reader: { access: RoomAccess; rules: MessageRules; myId: string; now: number },
): Abilities {
  const { access, rules, myId, now } = reader;
  const { room, role } = access;
  const stands = message.event === null && message.recalledAt === null;
  const writes = stands && access.closed === null;
  const mine = message.authorId === myId;
  // It only takes away, so authors may also where nobody writes any more, as long as they are in.
  const recallsOwn = stands && mine && access.closed !== 'outside';
  const inTime = rules.recallMinutes === 0 || now - message.createdAt <= rules.recallMinutes * 60_000;
  return {
    react: writes,
    reply: writes,
    thread: stands && room.kind !== 'thread' && (message.thread !== null || access.closed === null),
    edit: writes && mine && message.forwarded.length === 0,
    recall: (recallsOwn && (inTime || can(role, 'recall'))) || (writes && can(role, 'recall')),
    pin: writes && (room.kind === 'direct' || can(role, 'pin')),
    take: stands,
    history: stands && message.editedAt !== null,
  };
}
