import { type Changes, limits } from '@hongyan/protocol';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, holdLock, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

let app: TestApp;
let ming: TestUser;
let hua: TestUser;
let outsider: TestUser;
let count = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  count += 1;
  [ming, hua, outsider] = (await app.users([`小明${count}`, `小华${count}`, `路人${count}`])) as [
    TestUser,
    TestUser,
    TestUser,
  ];
});

async function room(kind: 'group' | 'channel' = 'group'): Promise<string> {
  const id = uuidv7();
  await ming.call('room.create', { id, kind, name: `组${count}`, topic: '', userIds: [hua.id] });
  return id;
}

async function say(roomId: string, text = '话', user = ming): Promise<string> {
  const id = uuidv7();
  await user.call('message.send', { roomId, id, text });
  return id;
}

/** What a client that holds these revisions is told. */
async function syncOf(user: TestUser, me: number, rooms: [string, number][] = []): Promise<Map<string, Changes>> {
  await app.app.drain();
  const { changes, more } = await user.call('sync', { me, rooms });
  expect(more).toBe(false);
  return new Map(changes.map((one) => [one.scope, one]));
}

describe('a first load', () => {
  test('is a snapshot of everything of mine, each room with its newest message', async () => {
    const roomId = await room();
    await say(roomId, '旧话');
    const newest = await say(roomId, '新话');
    const changes = await syncOf(hua, 0);
    expect([...changes.keys()].sort()).toEqual(['me', roomId].sort());
    expect(changes.get('me')).toMatchObject({
      from: 0,
      reset: true,
      self: { id: hua.id, email: hua.email },
      sessions: [{ id: hua.sessionId, ended: false }],
      subscriptions: [{ roomId }],
      users: [{ id: hua.id, name: hua.name }],
    });
    expect(changes.get(roomId)).toMatchObject({
      from: 0,
      reset: true,
      room: { id: roomId, lastSeq: 3 },
      messages: [{ id: newest, text: '新话' }],
      users: [{ id: ming.id }],
    });
    expect(changes.get(roomId)?.to).toBe(changes.get(roomId)?.room?.rev);
  });

  test('followed by nothing is followed by nothing', async () => {
    const roomId = await room();
    const changes = await syncOf(hua, 0);
    const held = [roomId, changes.get(roomId)!.to] as [string, number];
    expect(await syncOf(hua, changes.get('me')!.to, [held])).toEqual(new Map());
  });

  test('of a thousand rooms comes in parts, the liveliest first, without a room twice or none', async () => {
    await sql`
      with r as (
        insert into rooms (id, kind, name, created_by, created_at, last_at, member_count, rev)
        select gen_random_uuid(), 'group', 'r' || n, ${ming.id}::uuid, n, n, 1, 1 from generate_series(1, 1000) n
        returning id
      ), m as (
        insert into members (room_id, user_id, role, joined_at, left_at, rev)
        select id, ${ming.id}::uuid, 'owner', 1, null, 1 from r
      )
      insert into subscriptions (user_id, room_id, joined_at, left_at, rev)
      select ${ming.id}::uuid, id, 1, null, 1 from r`.execute(app.db);
    const held = new Map<string, number>();
    let me = 0;
    let answers = 0;
    let lastAt = Number.POSITIVE_INFINITY;
    for (let more = true; more; answers += 1) {
      const answer = await ming.call('sync', { me, rooms: [...held] });
      for (const changes of answer.changes) {
        if (changes.scope === 'me') {
          me = changes.to;
          continue;
        }
        expect(held.has(changes.scope)).toBe(false);
        expect(changes.room!.lastAt).toBeLessThanOrEqual(lastAt);
        lastAt = changes.room!.lastAt;
        held.set(changes.scope, changes.to);
      }
      more = answer.more;
    }
    expect(held.size).toBe(1000);
    expect(answers).toBe(2);
  });
});

describe('catching up', () => {
  test('brings what moved after the held revision and nothing else', async () => {
    const roomId = await room();
    const [first, second] = [await say(roomId, '一'), await say(roomId, '二')];
    const before = (await syncOf(hua, 0)).get(roomId)!.to;
    await ming.call('message.edit', { roomId, id: first, text: '一改' });
    const third = await say(roomId, '三');
    await ming.call('room.update', { roomId, name: '新名' });
    await ming.call('member.add', { roomId, userIds: [outsider.id] });
    const me = (await syncOf(hua, 0)).get('me')!.to;
    const changes = (await syncOf(hua, me, [[roomId, before]])).get(roomId)!;
    expect(changes).toMatchObject({ from: before, room: { name: '新名' }, members: [{ userId: outsider.id }] });
    expect(changes.reset).toBeUndefined();
    const ids = changes.messages!.filter(({ event }) => !event).map(({ id }) => id);
    expect(ids.sort()).toEqual([first, third].sort());
    expect(ids).not.toContain(second);
    expect(changes.users!.map(({ id }) => id).sort()).toEqual([ming.id, outsider.id].sort());
    expect(await hua.call('changes', { scope: roomId, after: before })).toEqual(changes);
  });

  test('brings a new room whole beside the delta of an old one', async () => {
    const old = await room();
    const held = (await syncOf(hua, 0)).get(old)!;
    const me = (await syncOf(hua, 0)).get('me')!.to;
    await say(old, '旧房新话');
    const fresh = await room();
    const changes = await syncOf(hua, me, [[old, held.to]]);
    expect(changes.get('me')).toMatchObject({ from: me, subscriptions: [{ roomId: fresh }] });
    expect(changes.get('me')?.reset).toBeUndefined();
    expect(changes.get(old)).toMatchObject({ from: held.to });
    expect(changes.get(fresh)).toMatchObject({ from: 0, reset: true });
  });

  test('of a room that I left brings its tombstone and nothing of the room', async () => {
    const roomId = await room();
    const state = await syncOf(hua, 0);
    await hua.call('room.leave', { roomId });
    await say(roomId, '背后的话');
    const changes = await syncOf(hua, state.get('me')!.to, [[roomId, state.get(roomId)!.to]]);
    expect([...changes.keys()]).toEqual(['me']);
    expect(changes.get('me')?.subscriptions).toMatchObject([{ roomId, left: true }]);
  });

  test('brings a channel that is only looked at, when it is named', async () => {
    const channel = await room('channel');
    await say(channel, '广播');
    expect((await syncOf(outsider, 0)).has(channel)).toBe(false);
    expect((await syncOf(outsider, 0, [[channel, 0]])).get(channel)).toMatchObject({ reset: true });
  });

  test('names rooms that are not mine in vain', async () => {
    const roomId = await room();
    expect(
      (
        await syncOf(outsider, 0, [
          [roomId, 1],
          [uuidv7(), 5],
        ])
      ).size,
    ).toBe(1);
    expect(await codeOf(outsider.call('changes', { scope: roomId, after: 0 }))).toBe('room_not_found');
    expect(await codeOf(outsider.call('changes', { scope: uuidv7(), after: 0 }))).toBe('room_not_found');
  });

  test('of only the rooms that are named leaves the others out', async () => {
    const [first, second] = [await room(), await room()];
    const { changes } = await hua.call('sync', { me: 0, rooms: [[first, 0]], only: true });
    expect(changes.map(({ scope }) => scope)).toContain(first);
    expect(changes.map(({ scope }) => scope)).not.toContain(second);
  });
});

describe('a client that cannot be caught up starts anew', () => {
  test('because it is ahead of a restored backup', async () => {
    const roomId = await room();
    const changes = await syncOf(hua, 1_000_000, [[roomId, 1_000_000]]);
    expect(changes.get('me')).toMatchObject({ from: 0, reset: true });
    expect(changes.get(roomId)).toMatchObject({ from: 0, reset: true, messages: { length: 1 } });
    expect(await hua.call('changes', { scope: roomId, after: 1_000_000 })).toMatchObject({ reset: true });
    expect(await hua.call('changes', { scope: 'me', after: 1_000_000 })).toMatchObject({ reset: true });
  });

  test('because more happened than a delta may hold', async () => {
    const roomId = await room();
    const held = (await syncOf(hua, 0)).get(roomId)!.to;
    const socket = await ming.socket();
    const send = () => socket.call('message.send', { roomId, id: uuidv7(), text: '快' });
    await Promise.all(Array.from({ length: limits.changesRows - 2 }, send));
    const me = (await syncOf(hua, 0)).get('me')!.to;
    const delta = (await syncOf(hua, me, [[roomId, held]])).get(roomId)!;
    expect(delta.reset).toBeUndefined();
    expect(delta.messages).toHaveLength(limits.changesRows - 2);
    await Promise.all(Array.from({ length: 3 }, send));
    const snapshot = (await syncOf(hua, me, [[roomId, held]])).get(roomId)!;
    expect(snapshot).toMatchObject({ from: 0, reset: true, messages: { length: 1 } });
    socket.close();
  });

  test('because more of its own changed than a delta may hold', async () => {
    const roomId = await room();
    const me = (await syncOf(hua, 0)).get('me')!.to;
    await sql`
      insert into saved_messages (user_id, room_id, message_id, saved_at, rev)
      select ${hua.id}::uuid, ${roomId}::uuid, gen_random_uuid(), n, ${me} + n
      from generate_series(1, ${limits.changesRows + 1}::int) n`.execute(app.db);
    await sql`update user_scopes set rev = rev + ${limits.changesRows + 1} where user_id = ${hua.id}`.execute(app.db);
    const changes = (await syncOf(hua, me)).get('me')!;
    expect(changes).toMatchObject({ from: 0, reset: true, saved: { length: limits.changesRows + 1 } });
  });
});

describe('a hostile cursor', () => {
  const id = uuidv7();
  test.each([
    { me: -1, rooms: [] },
    { me: 1.5, rooms: [] },
    { me: 2 ** 53, rooms: [] },
    { me: '0', rooms: [] },
    { me: 0, rooms: [[id]] },
    { me: 0, rooms: [[id, -1]] },
    { me: 0, rooms: [[id, 1, 2]] },
    { me: 0, rooms: [['me', 1]] },
    { me: 0, rooms: [["'; drop table rooms; --", 1]] },
    { me: 0, rooms: Array.from({ length: limits.syncRooms + 1 }, () => [id, 1]) },
    { me: 0, rooms: {} },
    { me: 0 },
  ])('is refused (%#)', async (args) => {
    expect(await codeOf(hua.call('sync', args as never))).toBe('invalid');
  });

  test('that names a room twice gets it once', async () => {
    const roomId = await room();
    const { changes } = await hua.call('sync', {
      me: 0,
      rooms: [
        [roomId, 0],
        [roomId, 9],
        [roomId, 1],
      ],
    });
    expect(changes.filter(({ scope }) => scope === roomId)).toHaveLength(1);
  });
});

test('all is of one moment: whoever is taken out meanwhile is told of the room as it was, or that they are out', async () => {
  const roomId = await room();
  await say(roomId, '之前');
  // A sync that has read the room list waits for the drafts.
  const answer = await holdLock(app.db, sql`lock table drafts in access exclusive mode`, async (waiting) => {
    const syncing = hua.call('sync', { me: 0, rooms: [] });
    await waiting(1);
    await ming.call('member.remove', { roomId, userId: hua.id });
    await say(roomId, '之后');
    return { syncing };
  });
  const { changes } = await answer.syncing;
  expect(changes[0]?.subscriptions).toMatchObject([{ roomId, left: false }]);
  expect(changes.find(({ scope }) => scope === roomId)?.messages).toMatchObject([{ text: '之前' }]);
});
