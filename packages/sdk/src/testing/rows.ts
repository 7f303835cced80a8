import type { Draft, Member, Message, Receipt, Room, Subscription } from '@hongyan/protocol';

/** An id that is the same in every run: the kind's letter and a number. */
export function idOf(kind: string, number: number): string {
  return `${kind.charCodeAt(0).toString(16).padStart(8, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export function aRoom(part: Partial<Room> & { id: string }): Room {
  return {
    kind: 'group',
    name: '',
    topic: '',
    avatar: null,
    pair: null,
    parent: null,
    createdAt: 1,
    archivedAt: null,
    memberCount: 1,
    lastSeq: 0,
    lastAt: 1,
    allMentions: [],
    pins: [],
    rev: 1,
    ...part,
  };
}

export function aMessage(part: Partial<Message> & { roomId: string; seq: number; rev: number }): Message {
  return {
    id: idOf('message', part.seq),
    authorId: idOf('user', 1),
    text: `message ${part.seq}`,
    createdAt: 1_000 + part.seq,
    editedAt: null,
    recalledAt: null,
    replyTo: null,
    mentions: [],
    mentionsAll: false,
    forwarded: [],
    reactions: [],
    event: null,
    thread: null,
    ...part,
  };
}

export function aMember(part: Partial<Member> & { roomId: string; userId: string; rev: number }): Member {
  return { role: 'member', joinedAt: 1, left: false, ...part };
}

export function aReceipt(part: Partial<Receipt> & { roomId: string; userId: string; rev: number }): Receipt {
  return { readSeq: 0, readAt: 1, ...part };
}

export function aSubscription(part: Partial<Subscription> & { roomId: string; rev: number }): Subscription {
  return {
    readSeq: 0,
    markedUnread: false,
    muted: false,
    pinned: false,
    mentions: [],
    joinedAt: 1,
    left: false,
    ...part,
  };
}

export function aDraft(part: Partial<Draft> & { roomId: string; rev: number }): Draft {
  return { text: '', replyTo: null, updatedAt: 1, ...part };
}
