import type { MemberRole } from '@hongyan/protocol';
import type { Client } from '@hongyan/sdk';
import { useEffect, useState } from 'react';
import { useClient, useMyId, useStore } from '../../app/client.tsx';

/** My role in a room; null while it is not known and where I am not in. */
export function useMyRole(roomId: string): MemberRole | null {
  const client = useClient();
  const myId = useMyId();
  const { members, whole } = useStore(`members:${roomId}`, (store) => store.members(roomId));
  const mine = useStore(`room:${roomId}`, (store) => store.room(roomId)?.subscription) ?? null;
  const [asked, setAsked] = useState<{ roomId: string; role: MemberRole } | null>(null);
  const held = members.find((member) => member.userId === myId)?.role;
  const inside = mine !== null && !mine.left;
  const missing = inside && !held && !whole;

  useEffect(() => {
    if (!missing) return;
    let current = true;
    void askMyRole(client, roomId, myId).then((role) => {
      if (current && role) setAsked({ roomId, role });
    });
    return () => {
      current = false;
    };
  }, [client, roomId, myId, missing]);

  if (!inside) return null;
  return held ?? (asked?.roomId === roomId ? asked.role : null);
}

/** Loads the members, of which a big room hands out only some; then the page that begins with me. */
async function askMyRole(client: Client, roomId: string, myId: string): Promise<MemberRole | null> {
  try {
    await client.loadMembers(roomId);
    const { members, whole } = client.store.members(roomId);
    const held = members.find((member) => member.userId === myId);
    if (held || whole) return held?.role ?? null;
    const page = await client.call('member.list', { roomId, after: idBefore(myId) });
    return page.members.find((member) => member.userId === myId)?.role ?? null;
  } catch {
    // Without a line it stays unknown, and what needs a role stays out of sight.
    return null;
  }
}

/** The id that comes just before another one, in the order in which the server lists them. */
export function idBefore(id: string): string {
  const before = (BigInt(`0x${id.replaceAll('-', '')}`) - 1n).toString(16).padStart(32, '0');
  return before.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
