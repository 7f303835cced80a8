import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startTestApp } from '../../apps/server/src/testing/index.ts';
import { none, report } from './count.ts';
import { Ledger } from './ledger.ts';

test('while a room is archived and opened again and many post, each post is in the history or was refused', async () => {
  const app = await startTestApp();
  const people = await app.users(Array.from({ length: 10 }, (_, index) => `众${index}`));
  const owner = people[0]!;
  const roomId = crypto.randomUUID();
  const userIds = people.slice(1).map(({ id }) => id);
  await owner.call('room.create', { id: roomId, kind: 'group', name: '档', topic: '', userIds });
  const sockets = await Promise.all(people.map((person) => person.socket()));
  const ledger = new Ledger();
  let isSending = true;
  const sending = sockets.map(async (socket, index) => {
    while (isSending) {
      const id = crypto.randomUUID();
      await ledger.note(people[index]!.name, roomId, id, () => socket.call('message.send', { roomId, id, text: id }));
    }
  });
  for (let turn = 0; turn < 20; turn += 1) {
    await pause(40);
    await owner.call('room.archive', { roomId, archived: turn % 2 === 0 });
  }
  isSending = false;
  await Promise.all(sending);

  const { accepted, refusals } = ledger;
  expect(accepted).toBeGreaterThan(0);
  expect(Object.keys(refusals)).toEqual(['room_archived']);
  const rows = await app.db
    .selectFrom('messages')
    .select(['seq', 'event'])
    .where('room_id', '=', roomId)
    .orderBy('seq')
    .execute();
  const count = await ledger.count(app.db);
  let isArchived = false;
  for (const { event } of rows) {
    if (event?.type === 'archived') isArchived = true;
    else if (event?.type === 'unarchived') isArchived = false;
    // Written into a closed room.
    else if (isArchived) count.undetected += 1;
  }
  for (const socket of sockets) socket.close();
  await app.close();
  expect(report('archived while posting', count, { accepted, refusals })).toEqual(none);
});
