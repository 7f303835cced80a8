import type { Invite, Member, Receipt, Room, Subscription } from '@hongyan/protocol';
import type { Selectable } from 'kysely';
import type { Database } from '../../platform/db/index.ts';

export type RoomRow = Selectable<Database['rooms']>;
type MemberRow = Selectable<Database['members']>;
type SubscriptionRow = Selectable<Database['subscriptions']>;
type ReceiptRow = Selectable<Database['receipts']>;
export type InviteRow = Selectable<Database['invites']>;

export function toRoom(row: RoomRow): Room {
  const { pair_a, pair_b, parent_room_id, parent_message_id } = row;
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    topic: row.topic,
    avatar: row.avatar,
    pair: pair_a === null || pair_b === null ? null : [pair_a, pair_b],
    parent:
      parent_room_id === null || parent_message_id === null
        ? null
        : { roomId: parent_room_id, messageId: parent_message_id },
    createdAt: row.created_at,
    archivedAt: row.archived_at,
    memberCount: row.member_count,
    lastSeq: row.last_seq,
    lastAt: row.last_at,
    allMentions: row.all_mentions,
    pins: row.pins,
    rev: row.rev,
  };
}

export function toMember(row: MemberRow): Member {
  return {
    roomId: row.room_id,
    userId: row.user_id,
    role: row.role,
    joinedAt: row.joined_at,
    left: row.left_at !== null,
    rev: row.rev,
  };
}

export function toReceipt(row: ReceiptRow): Receipt {
  const { room_id: roomId, user_id: userId, read_seq: readSeq, read_at: readAt, rev } = row;
  return { roomId, userId, readSeq, readAt, rev };
}

export function toSubscription(row: SubscriptionRow): Subscription {
  return {
    roomId: row.room_id,
    readSeq: row.read_seq,
    markedUnread: row.marked_unread,
    muted: row.muted,
    pinned: row.pinned,
    mentions: row.mentions,
    joinedAt: row.joined_at,
    left: row.left_at !== null,
    rev: row.rev,
  };
}

export function toInvite(row: InviteRow): Invite {
  return {
    code: row.code,
    roomId: row.room_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    maxUses: row.max_uses,
    uses: row.uses,
  };
}
