import { createClient } from '@hongyan/sdk';
import { afterAll, beforeAll, it } from 'vitest';
import { Proxy } from './proxy.ts';
import { type Actor, Stage, until } from './stage.ts';

let stage: Stage;
let anna: Actor;

beforeAll(async () => {
  stage = await Stage.open();
  [anna] = (await stage.cast('anna')) as [Actor];
});
afterAll(() => stage.close());

it('200 clients that come back at once all come back', async () => {
  const users = await stage.app.users(Array.from({ length: 200 }, (_, index) => `many-${index}`));
  const proxy = await Proxy.before(stage.app.url);
  const clients = users.map((user) => createClient({ url: proxy.url, token: user.token }));
  const id = crypto.randomUUID();
  await anna.call('room.create', { id, kind: 'group', name: 'many', topic: '', userIds: [] });
  for (const part of [users.slice(0, 100), users.slice(100)]) {
    await anna.call('member.add', { roomId: id, userIds: part.map((user) => user.id) });
  }
  for (const client of clients) client.start();
  await Promise.all(clients.map((client) => client.synced()));
  proxy.cut();
  const state = (name: string) => clients.filter((client) => client.connection.get().state === name).length;
  await until('all are offline', () => state('offline') + state('connecting') === 200);
  const missed = await anna.says(id, 'while you were away');
  proxy.mend();
  await until('all are back', () => state('online') === 200);
  const live = await anna.says(id, 'welcome back');
  for (const message of [missed, live]) {
    await until('all have it', () => clients.every((client) => client.store.message(id, message.id)));
  }
  for (const client of clients) client.stop();
  await proxy.close();
});
