import type { Block, Contact, ContactRequest } from '@hongyan/protocol';
import type { Selectable } from 'kysely';
import type { Database } from '../../platform/db/index.ts';

export type ContactRow = Selectable<Database['contacts']>;
export type RequestRow = Selectable<Database['contact_requests']>;
export type BlockRow = Selectable<Database['blocks']>;

export function toContact(row: ContactRow): Contact {
  return {
    userId: row.contact_id,
    remark: row.remark,
    phone: row.phone,
    address: row.address,
    notes: row.notes,
    group: row.group_name,
    starred: row.starred,
    createdAt: row.created_at,
    deleted: row.deleted,
    rev: row.rev,
  };
}

/** A request as one of its two people sees it: who asked is never told of a no. */
export function toRequest(row: RequestRow, viewerId: string): ContactRequest {
  const isAsker = row.from_id === viewerId;
  const isHidden = isAsker && row.state === 'declined';
  return {
    id: row.id,
    fromId: row.from_id,
    toId: row.to_id,
    note: row.note,
    state: isHidden ? 'pending' : row.state,
    createdAt: row.created_at,
    decidedAt: isHidden ? null : row.decided_at,
    rev: isAsker ? row.from_rev : row.to_rev,
  };
}

export function toBlock(row: BlockRow): Block {
  return { userId: row.blocked_id, createdAt: row.created_at, deleted: row.deleted, rev: row.rev };
}
