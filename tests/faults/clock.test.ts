import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startTestApp } from '../../apps/server/src/testing/index.ts';
import { none, report } from './count.ts';
import { Ledger } from './ledger.ts';

const hour = 3_600_000;
const jumps = [1, -1, -1, 1, 0.5, -2, 1.5, 1, -1];

test('while the clock jumps an hour to and fro, places go on and times never go back', async () => {
  const app = await startTestApp();
  const people = await app.users(['anna', '包包', 'chen', 'dora']);
  const roomId = crypto.randomUUID();
  const userIds = people.slice(1).map(({ id }) => id);
  await people[0]!.call('room.create', { id: roomId, kind: 'group', name: '钟', topic: '', userIds });
  const sockets = await Promise.all(people.map((person) => person.socket()));
  const ledger = new Ledger();
  let isSending = true;
  const sending = sockets.map(async (socket, index) => {
    while (isSending) {
      const id = crypto.randomUUID();
      await ledger.note(people[index]!.name, roomId, id, () => socket.call('message.send', { roomId, id, text: id }));
    }
  });
  for (const hours of jumps) {
    await pause(60);
    app.clock.advance(hours * hour);
  }
  isSending = false;
  await Promise.all(sending);

  const rows = await app.db
    .selectFrom('messages')
    .select(['seq', 'created_at'])
    .where('room_id', '=', roomId)
    .orderBy('seq')
    .execute();
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
  const times = rows.map(({ created_at }) => created_at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.at(-1)! - times[0]!).toBeGreaterThan(hour / 2);
  expect(ledger.refusals).toEqual({});
  const count = await ledger.count(app.db);
  for (const socket of sockets) {
    await socket.settle();
    const heard = socket.changesOf(roomId).flatMap(({ messages = [] }) => messages.map(({ seq }) => seq));
    if (
      heard.join() !==
      rows
        .slice(1)
        .map(({ seq }) => seq)
        .join()
    )
      count.undetected += 1;
    socket.close();
  }
  await app.close();
  expect(report('clock jumps', count)).toEqual(none);
});
