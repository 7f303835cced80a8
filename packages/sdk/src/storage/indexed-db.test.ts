import 'fake-indexeddb/auto';
import type { Changes } from '@hongyan/protocol';
import { Dexie } from 'dexie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aMember, aMessage, aRoom, aSubscription, idOf } from '../testing/rows.ts';
import { indexedDbStorage } from './indexed-db.ts';
import type { AppliedChanges, Storage, StoredOutgoing } from './storage.ts';

const userId = idOf('user', 1);
const roomId = idOf('room', 1);
const message = (seq: number, rev = seq) => aMessage({ roomId, seq, rev });
const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index));

function applied(changes: Partial<Changes> & { from: number; to: number }, rollback = false): AppliedChanges {
  const lastSeq = changes.messages?.at(-1)?.seq ?? 0;
  const room = aRoom({ id: roomId, lastSeq, rev: changes.to });
  return { changes: { scope: roomId, ...changes }, room, newest: changes.messages?.at(-1) ?? null, rollback };
}

const unsent: StoredOutgoing = {
  id: idOf('message', 99),
  roomId,
  text: 'unsent',
  replyTo: null,
  mentions: [],
  mentionsAll: false,
  from: null,
  createdAt: 1,
  state: 'waiting',
  error: null,
};

const opened: Storage[] = [];
async function open(): Promise<Storage> {
  const storage = indexedDbStorage(userId);
  await storage.open();
  opened.push(storage);
  return storage;
}

/** What somebody who opens the page now would find. */
async function look() {
  const storage = indexedDbStorage(userId);
  const start = (await storage.open())!;
  const history = await storage.readHistory(roomId);
  await storage.close();
  return { start, head: start.rooms[0]?.head, history, seqs: history?.messages.map((one) => one.seq) };
}

async function settle(): Promise<void> {
  for (const storage of opened) await storage.readUsers([]);
}

afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close();
  await Dexie.delete(`hongyan.${userId}`);
});

describe('indexedDbStorage', () => {
  it('is empty at first, and keeps what was written', async () => {
    const storage = await open();
    expect(storage.state()).toBe('persistent');
    const subscription = aSubscription({ roomId, rev: 3 });
    storage.saveSession('a session');
    storage.saveChanges([
      {
        changes: { scope: 'me', from: 0, to: 3, subscriptions: [subscription] },
        room: null,
        newest: null,
        rollback: false,
      },
      applied({ from: 0, to: 5, messages: messages(4, 5), members: [aMember({ roomId, userId, rev: 2 })] }),
    ]);
    storage.saveIntent({ kind: 'read', roomId, value: 5 });
    await settle();
    const { start, history } = await look();
    expect(start).toMatchObject({ sessionId: 'a session', me: { head: 3 }, intents: [{ kind: 'read', value: 5 }] });
    expect(start.me.subscriptions.get(roomId)).toEqual(subscription);
    expect(start.rooms).toMatchObject([{ head: 5, room: { id: roomId }, newest: { seq: 5 } }]);
    expect(history).toMatchObject({ head: 5, messages: [{ seq: 4 }, { seq: 5 }], members: [{ userId }] });
  });

  it('never lowers a head or puts an older row over a newer one, whichever tab writes last', async () => {
    const [ahead, behind] = [await open(), await open()];
    ahead.saveChanges([applied({ from: 0, to: 10, messages: messages(1, 10) })]);
    await settle();
    ahead.saveChanges([applied({ from: 10, to: 12, messages: [message(10, 11), message(11, 12)] })]);
    await settle();
    behind.saveChanges([applied({ from: 0, to: 10, messages: messages(1, 10) })]);
    behind.saveChanges([applied({ from: 0, to: 10, reset: true, messages: [message(10)] })]);
    await settle();
    const { head, history } = await look();
    expect(head).toBe(12);
    expect(history?.messages.map(({ seq, rev }) => [seq, rev]).slice(-2)).toEqual([
      [10, 11],
      [11, 12],
    ]);
  });

  it('does not let a head promise what is missing', async () => {
    const storage = await open();
    storage.saveChanges([applied({ from: 0, to: 10, messages: [message(10)] })]);
    storage.saveChanges([applied({ from: 12, to: 13, messages: [message(13)] })]);
    await settle();
    expect((await look()).head).toBe(10);
  });

  it('takes pages only from a tab that is not behind', async () => {
    const storage = await open();
    storage.saveChanges([applied({ from: 0, to: 10, messages: messages(9, 10) })]);
    storage.savePart({ roomId, head: 10, messages: messages(7, 8) });
    storage.savePart({ roomId, head: 9, messages: messages(5, 6) });
    await settle();
    expect((await look()).seqs).toEqual([7, 8, 9, 10]);
  });

  it('reads the newest messages up to the first hole', async () => {
    const storage = await open();
    storage.saveChanges([applied({ from: 0, to: 10, messages: [...messages(1, 5), ...messages(8, 10)] })]);
    await settle();
    expect((await look()).seqs).toEqual([8, 9, 10]);
  });

  it('begins a room anew with a snapshot, and goes back with a server that was restored', async () => {
    const storage = await open();
    storage.saveChanges([applied({ from: 0, to: 10, messages: messages(1, 10) })]);
    storage.saveChanges([applied({ from: 0, to: 700, reset: true, messages: [message(600, 700)] })]);
    await settle();
    expect(await look()).toMatchObject({ head: 700, seqs: [600] });
    storage.saveChanges([applied({ from: 0, to: 5, reset: true, messages: [message(5)] }, true)]);
    await settle();
    expect(await look()).toMatchObject({ head: 5, seqs: [5] });
  });

  it('forgets a room, and everything', async () => {
    const storage = await open();
    storage.saveChanges([applied({ from: 0, to: 10, messages: messages(1, 10) })]);
    storage.forgetRoom(roomId);
    await settle();
    expect(await look()).toMatchObject({ start: { rooms: [] }, history: null });
    await storage.destroy();
    expect(await Dexie.exists(`hongyan.${userId}`)).toBe(false);
  });

  it('throws copies of another form away, and keeps what only this device has', async () => {
    const storage = await open();
    storage.saveChanges([applied({ from: 0, to: 10, messages: messages(1, 10) })]);
    const outgoing = { id: idOf('message', 99), roomId, text: 'unsent', createdAt: 1, state: 'waiting' as const };
    await storage.saveOutgoing({
      ...outgoing,
      replyTo: null,
      mentions: [],
      mentionsAll: false,
      from: null,
      error: null,
    });
    await storage.close();
    const raw = await new Dexie(`hongyan.${userId}`).open();
    await raw.table('facts').put({ name: 'form', value: -1 });
    raw.close();
    const { start } = await look();
    expect(start.rooms).toEqual([]);
    expect(start.outgoing.map((one) => one.text)).toEqual(['unsent']);
  });

  it('lets go when another tab signs out, and does not make the database again', async () => {
    const [here, there] = [await open(), await open()];
    await there.destroy();
    await here.saveOutgoing(unsent);
    expect(here.state()).toBe('memory');
    expect(await here.readHistory(roomId)).toBeNull();
    expect(await Dexie.exists(`hongyan.${userId}`)).toBe(false);
  });

  it('goes over to memory when nothing more can be written, and tells', async () => {
    const storage = await open();
    let told = 0;
    storage.onState(() => {
      told += 1;
    });
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError');
    });
    await storage.saveOutgoing(unsent);
    put.mockRestore();
    expect(storage.state()).toBe('memory');
    expect(told).toBe(1);
  });

  it('is memory from the start where there is no IndexedDB', async () => {
    const { indexedDB: real } = globalThis;
    Reflect.set(globalThis, 'indexedDB', undefined);
    const storage = indexedDbStorage(userId);
    expect(storage.state()).toBe('opening');
    expect(await storage.open()).toBeNull();
    expect(storage.state()).toBe('memory');
    await storage.close();
    Reflect.set(globalThis, 'indexedDB', real);
  });
});
