import type { Message } from '@hongyan/protocol';
import type { Client } from '@hongyan/sdk';
import { useEffect, useState } from 'react';
import { useClient, useStore } from '../../../app/client.tsx';
import { useOnline } from '../room/online.ts';

/**
 * A message that may lie anywhere in a room: from what is known, else from the server. Null while it is being loaded,
 * undefined if there is none or it cannot be reached.
 */
export function useMessage(roomId: string, messageId: string): Message | null | undefined {
  const client = useClient();
  const known = useStore(`message:${roomId}/${messageId}`, (store) => store.message(roomId, messageId));
  const [asked, setAsked] = useState<{ id: string; message: Message | undefined } | null>(null);
  const missing = known === null && messageId !== '';
  const online = useOnline();
  useEffect(() => {
    if (!missing) return;
    let gone = false;
    void load(client, roomId, messageId).then((message) => {
      if (!gone) setAsked({ id: messageId, message });
    });
    return () => {
      gone = true;
    };
    // When the line is back, what failed may succeed.
  }, [client, roomId, messageId, missing, online]);
  return known ?? (asked?.id === messageId ? asked.message : null);
}

/** Messages that are asked for in one turn go out as one request. */
const waiting = new WeakMap<Client, Map<string, { ids: Set<string>; answer: Promise<readonly Message[]> }>>();

async function load(client: Client, roomId: string, messageId: string): Promise<Message | undefined> {
  let rooms = waiting.get(client);
  if (!rooms) {
    rooms = new Map();
    waiting.set(client, rooms);
  }
  let batch = rooms.get(roomId);
  if (!batch || batch.ids.size >= 100) {
    const ids = new Set<string>();
    const turn = rooms;
    const answer = Promise.resolve().then(async () => {
      turn.delete(roomId);
      const { messages } = await client.call('message.get', { roomId, ids: [...ids] });
      return messages;
    });
    batch = { ids, answer };
    rooms.set(roomId, batch);
  }
  batch.ids.add(messageId);
  try {
    return (await batch.answer).find((message) => message.id === messageId);
  } catch {
    return undefined;
  }
}
