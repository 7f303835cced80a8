import { ProblemError } from '@hongyan/protocol';
import { type Client, createClient } from '@hongyan/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf } from '../../apps/server/src/testing/code-of.ts';
import { pause, until } from '../conformance/stage.ts';
import { Cluster, type Person } from './cluster.ts';

let cluster: Cluster;
let anna: Person;
let bao: Person;
let chen: Person;
/** Each at a node of their own. */
let annas: Client;
let baos: Client;
let chens: Client;

beforeAll(async () => {
  // Longer messages than usual: a batch of them is more than the bus takes.
  cluster = await Cluster.open(3, { HONGYAN_MESSAGE_LENGTH: '40000' });
  [anna, bao, chen] = (await cluster.people('anna', '包包', 'chen')) as [Person, Person, Person];
  [annas, baos, chens] = await Promise.all([cluster.client(anna, 0), cluster.client(bao, 1), cluster.client(chen, 2)]);
});
afterAll(() => cluster?.close());

async function group(others: Person[] = [bao, chen]): Promise<string> {
  const id = crypto.randomUUID();
  const userIds = others.map((other) => other.id);
  await annas.call('room.create', { id, kind: 'group', name: '组', topic: '', userIds });
  return id;
}

const texts = (client: Client, roomId: string) =>
  client.store
    .timeline(roomId)
    .messages.filter(({ event }) => !event)
    .map(({ text }) => text);

async function shows(client: Client, roomId: string, wanted: readonly string[]): Promise<void> {
  const isRight = (seen: string[]) => JSON.stringify(seen) === JSON.stringify(wanted);
  await until(`the messages are ${wanted.join()}`, () => texts(client, roomId), isRight);
}

describe('people on different nodes', () => {
  test('are in one room, and read what each says', async () => {
    const roomId = await group();
    for (const client of [annas, baos, chens]) await until('it is in the list', () => client.store.room(roomId));
    for (const client of [annas, baos, chens]) await client.history.open(roomId);
    annas.send(roomId, { text: 'one' });
    await shows(chens, roomId, ['one']);
    baos.send(roomId, { text: '二' });
    await shows(annas, roomId, ['one', '二']);
    chens.send(roomId, { text: 'three' });
    for (const client of [annas, baos, chens]) await shows(client, roomId, ['one', '二', 'three']);
  });

  test('find what is too much at once for the bus', async () => {
    const roomId = await group();
    await until('it is in the list', () => chens.store.room(roomId));
    const text = '长'.repeat(40_000);
    const count = 40;
    const send = () => annas.call('message.send', { roomId, id: crypto.randomUUID(), text });
    await Promise.all(Array.from({ length: count }, send));
    await until('all of it has come', () => chens.store.room(roomId)!.unread >= count);
  });

  test('see who types, who comes and who goes', async () => {
    const roomId = await group();
    for (const client of [annas, baos]) await until('it is in the list', () => client.store.room(roomId));
    const endWatch = chens.watchPresence([anna.id]);
    const stateOf = () => chens.store.presence(anna.id)?.state;
    await until('anna is here', () => stateOf() === 'online');
    baos.setTyping(roomId, true);
    await until('bao types', () => annas.store.typing(roomId).includes(bao.id));
    annas.setIdle(true);
    await until('anna is away', () => stateOf() === 'away');
    const second = await cluster.client(anna, 1);
    await until('anna is here on another node', () => stateOf() === 'online');
    second.stop();
    await until('anna is away again', () => stateOf() === 'away');
    annas.setIdle(false);
    await until('anna is here again', () => stateOf() === 'online');
    endWatch();
  });

  test('hide from each other once one blocks the other', async () => {
    const endWatch = baos.watchPresence([anna.id]);
    const presence = () => baos.store.presence(anna.id);
    await until('anna is here', () => presence()?.state === 'online');
    await annas.call('contact.block', { userId: bao.id });
    await until('anna is hidden', () => presence()?.state === 'offline' && presence()?.lastSeenAt === null);
    await annas.call('contact.unblock', { userId: bao.id });
    await until('anna is here again', () => presence()?.state === 'online');
    await annas.call('settings.update', { presence: 'busy' });
    await until('anna is busy', () => presence()?.state === 'busy');
    await annas.call('settings.update', { presence: 'auto' });
    endWatch();
  });

  test('are taken in and out wherever they are', async () => {
    const roomId = await group([bao]);
    await annas.call('member.add', { roomId, userIds: [chen.id] });
    await until('chen has the room', () => chens.store.room(roomId));
    const heard: string[] = [];
    const endListening = chens.on('message', (message) => heard.push(message.text));
    await baos.call('message.send', { roomId, id: crypto.randomUUID(), text: 'welcome' });
    await until('chen hears', () => heard.includes('welcome'));
    await annas.call('member.remove', { roomId, userId: chen.id });
    await baos.call('message.send', { roomId, id: crypto.randomUUID(), text: 'behind the back' });
    await until('the room is gone', () => !chens.store.room(roomId) || chens.store.room(roomId)!.subscription?.left);
    // A message that must come, to know that nothing came before it.
    const other = await group();
    await until('chen has the other room', () => chens.store.room(other));
    await baos.call('message.send', { roomId: other, id: crypto.randomUUID(), text: 'and this' });
    await until('chen hears', () => heard.includes('and this'));
    expect(heard).not.toContain('behind the back');
    endListening();
  });

  test('are signed out wherever they are', async () => {
    const [dora] = (await cluster.people('dora')) as [Person];
    const [here, there] = [await cluster.client(dora, 0), await cluster.client(await cluster.device(dora), 2)];
    const ended = new Promise((resolve) => there.on('ended', resolve));
    await here.call('session.endOthers', {});
    expect(await ended).toBe('signed-out');
  });
});

describe('what may be done so often', () => {
  test('is counted over all nodes, and everyone says rightly when to come again', async () => {
    const [emil] = (await cluster.people('emil')) as [Person];
    const clients = await Promise.all([0, 1, 2].map((node) => cluster.client(emil, node)));
    const refusals: number[] = [];
    let done = 0;
    // Sixty in an hour; in turns, so that a node that does not hear of the others lets all of them pass.
    for (let round = 0; round < 30; round += 1) {
      for (const client of clients) {
        try {
          await client.call('account.updateProfile', { bio: `${done}` });
          done += 1;
        } catch (error) {
          if (!(error instanceof ProblemError) || error.code !== 'rate_limited') throw error;
          refusals.push(Number(error.params['seconds']));
        }
      }
      await pause(100);
    }
    expect(done).toBeGreaterThanOrEqual(60);
    expect(done).toBeLessThanOrEqual(75);
    // There is one more every minute.
    for (const seconds of refusals) expect(seconds).toBeLessThanOrEqual(60 * 7);
    expect(refusals.length).toBe(90 - done);
  });

  test('is counted for logins, too: five wrong passwords at three nodes lock it at all', async () => {
    const nobodies = [0, 1, 2].map((node) => createClient({ url: cluster.urlOf(node) }));
    const login = 'frida';
    const codes: string[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      codes.push(await codeOf(nobodies[attempt % 3]!.signIn(login, 'wrong password')));
    }
    expect(codes).toEqual([...Array<string>(5).fill('sign_in_failed'), 'account_locked']);
  });
});
