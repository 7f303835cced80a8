import type { Member, RoomEvent } from '@hongyan/protocol';
import sharp from 'sharp';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

let app: TestApp;
let owner: TestUser;
let admin: TestUser;
let member: TestUser;
let outsider: TestUser;
let count = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  count += 1;
  const names = ['群主', '管理员', '成员', '路人'].map((name) => `${name}${count}`);
  [owner, admin, member, outsider] = (await app.users(names)) as [TestUser, TestUser, TestUser, TestUser];
});

async function group(kind: 'group' | 'channel' = 'group', name = '读书会'): Promise<string> {
  const id = uuidv7();
  await owner.call('room.create', { id, kind, name, topic: '每周一本', userIds: [admin.id, member.id] });
  await owner.call('member.setRole', { roomId: id, userId: admin.id, role: 'admin' });
  return id;
}

const say = (user: TestUser, roomId: string, text: string) => user.call('message.send', { roomId, id: uuidv7(), text });

/** The room once the read marks of those who did something are in: they move it too, a moment later. */
async function roomOf(roomId: string) {
  await app.app.drain();
  const { changes } = await owner.call('sync', { me: 0, rooms: [] });
  const { room } = changes.find(({ scope }) => scope === roomId)!;
  return room!;
}

async function membersOf(roomId: string): Promise<Record<string, Member['role']>> {
  const { members } = await owner.call('member.list', { roomId });
  return Object.fromEntries(members.map(({ userId, role }) => [userId, role]));
}

async function eventsOf(roomId: string): Promise<(RoomEvent & { by: string; rev: number })[]> {
  const { messages } = await owner.call('message.page', { roomId, limit: 100 });
  return messages.flatMap(({ event, authorId, rev }) => (event ? [{ ...event, by: authorId, rev }] : []));
}

async function seatOf(user: TestUser, roomId: string) {
  const { changes } = await user.call('sync', { me: 0, rooms: [] });
  return changes[0]!.subscriptions!.find((subscription) => subscription.roomId === roomId);
}

describe('making a room', () => {
  test('makes its maker the owner and adds the others', async () => {
    const id = uuidv7();
    const args = {
      id,
      kind: 'group' as const,
      name: '  读书\n会 ',
      topic: '',
      userIds: [member.id, member.id, owner.id],
    };
    const { room } = await owner.call('room.create', args);
    expect(room).toMatchObject({ id, kind: 'group', name: '读书 会', memberCount: 2, archivedAt: null });
    expect(await membersOf(id)).toEqual({ [owner.id]: 'owner', [member.id]: 'member' });
    expect(await eventsOf(id)).toMatchObject([
      { type: 'created', by: owner.id, userIds: [member.id], text: '读书 会' },
    ]);
  });

  test('leaves the room read for its maker and unread for those who were added', async () => {
    const id = await group();
    const { lastSeq } = await roomOf(id);
    const fresh = await seatOf(member, id);
    expect(fresh?.readSeq).toBe(0);
    expect(lastSeq).toBe(2);
    await expect.poll(async () => (await seatOf(owner, id))?.readSeq).toBe(2);
  });

  test('gives the same answer to the same request, also after a rename', async () => {
    const args = { id: uuidv7(), kind: 'group' as const, name: '一组', topic: '甲', userIds: [member.id] };
    const first = await owner.call('room.create', args);
    expect(await owner.call('room.create', args)).toEqual(first);
    await owner.call('room.update', { roomId: args.id, name: '二组', topic: '乙' });
    const later = await owner.call('room.create', args);
    expect(later.room).toMatchObject({ id: args.id, name: '二组', memberCount: 2 });
    expect((await eventsOf(args.id)).map(({ type }) => type)).toEqual(['created', 'renamed', 'topic']);
  });

  test('refuses another request with the same id', async () => {
    const args = { id: uuidv7(), kind: 'group' as const, name: '一组', topic: '', userIds: [member.id] };
    await owner.call('room.create', args);
    expect(await codeOf(owner.call('room.create', { ...args, name: '二组' }))).toBe('conflict');
    expect(await codeOf(owner.call('room.create', { ...args, kind: 'channel' }))).toBe('conflict');
    expect(await codeOf(owner.call('room.create', { ...args, userIds: [] }))).toBe('conflict');
    expect(await codeOf(member.call('room.create', args))).toBe('conflict');
    expect(await codeOf(outsider.call('room.create', args))).toBe('conflict');
    const { room } = await owner.call('room.direct', { userId: member.id });
    expect(await codeOf(owner.call('room.create', { ...args, id: room.id }))).toBe('conflict');
  });

  test('is done once when the same is asked ten times at once', async () => {
    const args = { id: uuidv7(), kind: 'group' as const, name: '一组', topic: '', userIds: [member.id] };
    const answers = await Promise.all(Array.from({ length: 10 }, () => owner.call('room.create', args)));
    expect(new Set(answers.map(({ room }) => room.rev)).size).toBe(1);
    expect(await eventsOf(args.id)).toHaveLength(1);
  });

  test('adds nobody who cannot be added, and then makes nothing', async () => {
    const args = { id: uuidv7(), kind: 'group' as const, name: '一组', topic: '', userIds: [member.id, uuidv7()] };
    expect(await codeOf(owner.call('room.create', args))).toBe('user_not_found');
    expect(await codeOf(owner.call('message.page', { roomId: args.id, limit: 1 }))).toBe('room_not_found');
    expect(await codeOf(owner.call('room.create', { ...args, userIds: [] }))).toBe('ok');
  });

  test.each(['', '   ', '\u200b', '\n\t', '字'.repeat(81)])('refuses the name %j', async (name) => {
    const args = { id: uuidv7(), kind: 'group' as const, name, topic: '', userIds: [] };
    expect(await codeOf(owner.call('room.create', args))).toBe('invalid');
  });

  test('takes 80 characters of any kind as a name', async () => {
    const name = '𠮷'.repeat(80);
    const { room } = await owner.call('room.create', { id: uuidv7(), kind: 'group', name, topic: '', userIds: [] });
    expect(room.name).toBe(name);
  });
});

describe('changing a room', () => {
  test('renames it, changes its topic, and says both in its history', async () => {
    const roomId = await group();
    const before = await roomOf(roomId);
    await admin.call('room.update', { roomId, name: '观鸟会', topic: '每月一次' });
    const after = await roomOf(roomId);
    expect(after).toMatchObject({
      name: '观鸟会',
      topic: '每月一次',
      lastSeq: before.lastSeq + 2,
    });
    expect((await eventsOf(roomId)).slice(-2)).toMatchObject([
      { type: 'renamed', text: '观鸟会', by: admin.id },
      { type: 'topic', text: '每月一次', by: admin.id },
    ]);
  });

  test('does not move when nothing changes', async () => {
    const roomId = await group();
    const before = await roomOf(roomId);
    await owner.call('room.update', { roomId, name: before.name });
    await owner.call('room.update', { roomId });
    await owner.call('room.archive', { roomId, archived: false });
    await owner.call('room.setAvatar', { roomId, image: null });
    await owner.call('member.setRole', { roomId, userId: member.id, role: 'member' });
    await owner.call('member.add', { roomId, userIds: [member.id, admin.id, owner.id] });
    expect(await roomOf(roomId)).toEqual(before);
  });

  test('takes a picture and makes it small', async () => {
    const roomId = await group();
    const red = { width: 900, height: 300, channels: 3 as const, background: 'red' };
    const image = (await sharp({ create: red }).png().toBuffer()).toString('base64');
    await owner.call('room.setAvatar', { roomId, image });
    const { avatar } = await roomOf(roomId);
    const stored = await fetch(app.url + avatar);
    expect(stored.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(await stored.arrayBuffer()).metadata()).toMatchObject({ width: 256, height: 256 });
    await owner.call('room.setAvatar', { roomId, image: null });
    expect((await roomOf(roomId)).avatar).toBeNull();
    expect((await fetch(app.url + avatar)).status).toBe(404);
    expect(await codeOf(owner.call('room.setAvatar', { roomId, image: 'bm90IGEgcGljdHVyZQ==' }))).toBe('image_invalid');
  });

  test('ten renames at once leave ten revisions and ten lines', async () => {
    const roomId = await group();
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => owner.call('room.update', { roomId, name: `名字 ${index}` })),
    );
    const renames = (await eventsOf(roomId)).slice(-10);
    const revs = renames.map(({ rev }) => rev);
    expect(revs).toEqual([...new Set(revs)].sort((a, b) => a - b));
    expect(renames.map(({ type }) => type)).toEqual(Array(10).fill('renamed'));
    expect((await roomOf(roomId)).name).toBe(renames.at(-1)?.text);
  });
});

describe('archiving a room', () => {
  test('stops all writing; it can be read, left, and opened again', async () => {
    const roomId = await group();
    const id = uuidv7();
    await member.call('message.send', { roomId, id, text: '最后一句' });
    const { room: thread } = await member.call('thread.open', { roomId, messageId: id });
    await admin.call('room.archive', { roomId, archived: true });
    expect((await roomOf(roomId)).archivedAt).not.toBeNull();
    const codes = await Promise.all([
      codeOf(say(owner, roomId, '喂')),
      codeOf(say(owner, thread.id, '喂')),
      codeOf(member.call('message.edit', { roomId, id, text: '改' })),
      codeOf(member.call('message.react', { roomId, id, emoji: '👍', on: true })),
      codeOf(member.call('room.type', { roomId, typing: true })),
      codeOf(owner.call('message.pin', { roomId, id, on: true })),
      codeOf(owner.call('room.update', { roomId, name: '新' })),
      codeOf(owner.call('member.add', { roomId, userIds: [outsider.id] })),
      codeOf(owner.call('invite.create', { roomId, hours: 0, maxUses: 0 })),
    ]);
    expect(codes).toEqual(Array(9).fill('room_archived'));
    expect(await codeOf(member.call('message.page', { roomId, limit: 10 }))).toBe('ok');
    expect(await codeOf(member.call('room.read', { roomId, seq: 1 }))).toBe('ok');
    expect(await codeOf(member.call('message.save', { roomId, id, on: true }))).toBe('ok');
    await member.call('room.leave', { roomId });
    await owner.call('room.archive', { roomId, archived: false });
    expect(await codeOf(say(owner, roomId, '又开了'))).toBe('ok');
    expect((await eventsOf(roomId)).map(({ type }) => type)).toEqual([
      'created',
      'role',
      'archived',
      'left',
      'unarchived',
    ]);
  });
});

describe('adding people', () => {
  test('shows them the room, unread by one line, and the others who came', async () => {
    const roomId = await group();
    await say(owner, roomId, '旧话');
    const [inside, outside] = [await member.socket(), await outsider.socket()];
    await member.call('member.add', { roomId, userIds: [outsider.id, admin.id] });
    const news = await inside.untilChanges(roomId, 'members');
    expect(news).toMatchObject({
      room: { memberCount: 4 },
      members: [{ userId: outsider.id, role: 'member', left: false }],
      messages: [{ event: { type: 'added', userIds: [outsider.id] }, authorId: member.id }],
      users: [{ id: outsider.id, displayName: outsider.name }],
    });
    const me = await outside.untilChanges('me', 'subscriptions');
    const { lastSeq } = await roomOf(roomId);
    expect(me.subscriptions).toMatchObject([{ roomId, readSeq: lastSeq - 1, markedUnread: false, left: false }]);
    await say(owner, roomId, '新话');
    expect((await outside.untilChanges(roomId, 'messages')).messages).toMatchObject([{ text: '新话' }]);
    inside.close();
    outside.close();
  });

  test('asks what they allow: contacts only, or everybody', async () => {
    const roomId = await group();
    await outsider.call('settings.update', { groupsFrom: 'contacts' });
    const add = () => owner.call('member.add', { roomId, userIds: [outsider.id] });
    await expect(add()).rejects.toMatchObject({ code: 'groups_closed', params: { name: outsider.name } });
    const create = { id: uuidv7(), kind: 'channel' as const, name: '频道', topic: '', userIds: [outsider.id] };
    expect(await codeOf(owner.call('room.create', create))).toBe('groups_closed');

    const id = uuidv7();
    await owner.call('contact.request', { id, userId: outsider.id, note: '' });
    await outsider.call('contact.accept', { requestId: id });
    expect(await codeOf(add())).toBe('ok');
  });

  test('adds all or none', async () => {
    const roomId = await group();
    const [other] = await app.users([`另一位${count}`]);
    await outsider.call('contact.block', { userId: owner.id });
    expect(await codeOf(owner.call('member.add', { roomId, userIds: [other!.id, outsider.id] }))).toBe('blocked');
    expect(Object.keys(await membersOf(roomId))).toHaveLength(3);
  });

  test('counts everybody once when the same are added many times at once', async () => {
    const roomId = await group();
    const crowd = await app.users(Array.from({ length: 20 }, (_, index) => `群众${count}-${index}`));
    const userIds = crowd.map(({ id }) => id);
    await Promise.all(Array.from({ length: 8 }, () => owner.call('member.add', { roomId, userIds })));
    expect((await roomOf(roomId)).memberCount).toBe(23);
    expect(Object.keys(await membersOf(roomId))).toHaveLength(23);
    expect((await eventsOf(roomId)).filter(({ type }) => type === 'added')).toHaveLength(1);
  });

  test('is bounded', async () => {
    const roomId = await group();
    const userIds = Array.from({ length: 101 }, () => uuidv7());
    expect(await codeOf(owner.call('member.add', { roomId, userIds }))).toBe('invalid');
  });
});

describe('removing people', () => {
  test('takes the room away from them, with its threads, and tells the others', async () => {
    const roomId = await group();
    const messageId = uuidv7();
    await member.call('message.send', { roomId, id: messageId, text: '话题' });
    const { room: thread } = await member.call('thread.open', { roomId, messageId });
    await say(member, thread.id, '我先说');
    await say(owner, thread.id, '我也说');

    await admin.call('member.remove', { roomId, userId: member.id });
    expect(await membersOf(roomId)).toEqual({ [owner.id]: 'owner', [admin.id]: 'admin' });
    expect(await membersOf(thread.id)).toEqual({ [owner.id]: 'member' });
    expect((await roomOf(roomId)).memberCount).toBe(2);
    expect((await eventsOf(roomId)).at(-1)).toMatchObject({ type: 'removed', userIds: [member.id], by: admin.id });
    for (const scope of [roomId, thread.id]) {
      expect(await codeOf(member.call('changes', { scope, after: 0 }))).toBe('room_not_found');
      expect(await codeOf(member.call('message.page', { roomId: scope, limit: 1 }))).toBe('room_not_found');
      expect(await codeOf(say(member, scope, '还在'))).toBe('room_not_found');
    }
    const { changes } = await member.call('sync', {
      me: 0,
      rooms: [
        [roomId, 1],
        [thread.id, 1],
      ],
    });
    expect(changes.map(({ scope }) => scope)).toEqual(['me']);
  });

  test('respects the ranks', async () => {
    const roomId = await group();
    const remove = (by: TestUser, whom: TestUser) => codeOf(by.call('member.remove', { roomId, userId: whom.id }));
    expect(await remove(member, admin)).toBe('forbidden');
    expect(await remove(member, member)).toBe('forbidden');
    expect(await remove(admin, owner)).toBe('forbidden');
    expect(await remove(admin, admin)).toBe('not_yourself');
    expect(await remove(owner, owner)).toBe('not_yourself');
    expect(await remove(owner, outsider)).toBe('member_not_found');
    await owner.call('member.setRole', { roomId, userId: member.id, role: 'admin' });
    expect(await remove(admin, member)).toBe('forbidden');
    expect(await remove(owner, admin)).toBe('ok');
    expect(await remove(owner, admin)).toBe('member_not_found');
  });

  test('lets them be added again, as plain members who start afresh', async () => {
    const roomId = await group();
    await admin.call('subscription.update', { roomId, muted: true, pinned: true });
    await owner.call('member.remove', { roomId, userId: admin.id });
    await say(owner, roomId, '没有你的时候');
    await owner.call('member.add', { roomId, userIds: [admin.id] });
    expect((await membersOf(roomId))[admin.id]).toBe('member');
    const { lastSeq } = await roomOf(roomId);
    expect(await seatOf(admin, roomId)).toMatchObject({
      muted: false,
      pinned: false,
      readSeq: lastSeq - 1,
      left: false,
    });
  });
});

describe('leaving', () => {
  test('is said in a group, and makes no line in a channel', async () => {
    const [aGroup, aChannel] = [await group('group'), await group('channel')];
    for (const roomId of [aGroup, aChannel]) await member.call('room.leave', { roomId });
    expect((await eventsOf(aGroup)).at(-1)).toMatchObject({ type: 'left', userIds: [member.id], by: member.id });
    expect((await eventsOf(aChannel)).map(({ type }) => type)).toEqual(['created', 'role']);
    expect(await codeOf(member.call('room.leave', { roomId: aGroup }))).toBe('room_not_found');
  });

  test('waits for the owner to hand over, unless nobody else is there: then the room closes', async () => {
    const roomId = await group();
    expect(await codeOf(owner.call('room.leave', { roomId }))).toBe('owner_stays');
    await owner.call('member.remove', { roomId, userId: member.id });
    await admin.call('room.leave', { roomId });
    await owner.call('room.leave', { roomId });
    const row = await app.db.selectFrom('rooms').selectAll().where('id', '=', roomId).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ member_count: 0, archived_at: expect.any(Number) });
  });

  test('a thread only stops following it', async () => {
    const roomId = await group();
    const messageId = uuidv7();
    await member.call('message.send', { roomId, id: messageId, text: '话题' });
    const { room: thread } = await member.call('thread.open', { roomId, messageId });
    await say(member, thread.id, '一');
    await member.call('room.leave', { roomId: thread.id });
    expect(await membersOf(thread.id)).toEqual({});
    expect(await codeOf(member.call('message.page', { roomId: thread.id, limit: 1 }))).toBe('ok');
    expect(await codeOf(say(member, thread.id, '二'))).toBe('ok');
    expect(await membersOf(thread.id)).toEqual({ [member.id]: 'member' });
  });
});

describe('roles', () => {
  test('the owner makes and unmakes admins', async () => {
    const roomId = await group();
    const set = (by: TestUser, whom: TestUser, role: 'admin' | 'member') =>
      codeOf(by.call('member.setRole', { roomId, userId: whom.id, role }));
    expect(await set(admin, member, 'admin')).toBe('forbidden');
    expect(await set(owner, member, 'admin')).toBe('ok');
    expect(await set(owner, admin, 'member')).toBe('ok');
    expect(await set(owner, owner, 'member')).toBe('not_yourself');
    expect(await set(owner, outsider, 'admin')).toBe('member_not_found');
    expect(await membersOf(roomId)).toEqual({ [owner.id]: 'owner', [admin.id]: 'member', [member.id]: 'admin' });
    expect(await codeOf(admin.call('room.update', { roomId, name: '新' }))).toBe('forbidden');
  });

  test('a room is handed over, and its owner stays as an admin', async () => {
    const roomId = await group();
    expect(await codeOf(owner.call('room.transfer', { roomId, userId: outsider.id }))).toBe('member_not_found');
    expect(await codeOf(owner.call('room.transfer', { roomId, userId: owner.id }))).toBe('not_yourself');
    await owner.call('room.transfer', { roomId, userId: member.id });
    expect(await membersOf(roomId)).toEqual({ [owner.id]: 'admin', [admin.id]: 'admin', [member.id]: 'owner' });
    expect((await eventsOf(roomId)).at(-1)).toMatchObject({ type: 'owner', userIds: [member.id], by: owner.id });
    expect(await codeOf(owner.call('room.transfer', { roomId, userId: admin.id }))).toBe('forbidden');
    expect(await codeOf(owner.call('room.leave', { roomId }))).toBe('ok');
  });

  test('two who are handed the room at once: one of them has it', async () => {
    const roomId = await group();
    const codes = await Promise.all([
      codeOf(owner.call('room.transfer', { roomId, userId: member.id })),
      codeOf(owner.call('room.transfer', { roomId, userId: admin.id })),
    ]);
    expect(codes.sort()).toEqual(['forbidden', 'ok']);
    expect(Object.values(await membersOf(roomId)).filter((role) => role === 'owner')).toHaveLength(1);
  });
});

describe('what is for me alone', () => {
  test('mutes, pins and marks unread, on all my devices and nobody else’s', async () => {
    const roomId = await group();
    const [mine, theirs] = [await member.socket(), await owner.socket()];
    await member.call('subscription.update', { roomId, muted: true, markedUnread: true });
    await member.call('subscription.update', { roomId, pinned: true });
    await mine.untilChanges('me', (me) => me.subscriptions?.[0]?.pinned === true);
    expect(await seatOf(member, roomId)).toMatchObject({ muted: true, pinned: true, markedUnread: true });
    await member.call('room.read', { roomId, seq: 0 });
    expect(await seatOf(member, roomId)).toMatchObject({ muted: true, pinned: true, markedUnread: false });
    await theirs.settle();
    expect(theirs.changesOf(roomId).flatMap(({ members = [] }) => members)).toEqual([]);
    mine.close();
    theirs.close();
  });

  test('is not there for a room that I am not in', async () => {
    const roomId = await group('channel');
    expect(await codeOf(outsider.call('subscription.update', { roomId, muted: true }))).toBe('room_not_found');
  });
});

describe('a changed profile', () => {
  test('is shown in rooms at once, and later to those who were away', async () => {
    const roomId = await group();
    const { rev } = await roomOf(roomId);
    const socket = await owner.socket();
    await member.call('account.updateProfile', { displayName: '换名的人' });
    const news = await socket.untilChanges(roomId, 'members');
    expect(news).toMatchObject({ from: rev, to: rev + 1, users: [{ id: member.id, displayName: '换名的人' }] });
    const later = await admin.call('changes', { scope: roomId, after: rev });
    expect(later.users).toMatchObject([{ id: member.id, displayName: '换名的人' }]);
    socket.close();
  });
});

describe('deleting an account', () => {
  test('waits until rooms with others are handed over or archived', async () => {
    const leaver = await app.signUp(`离开者${count}`);
    const id = uuidv7();
    const create = { id, kind: 'group' as const, name: '组', topic: '', userIds: [member.id] };
    await leaver.call('room.create', create);
    await leaver.call('room.create', { ...create, id: uuidv7(), userIds: [] });
    const remove = () => codeOf(leaver.call('account.delete', { password: leaver.password }));
    expect(await remove()).toBe('owns_rooms');
    await leaver.call('room.archive', { roomId: id, archived: true });
    const socket = await member.socket();
    expect(await remove()).toBe('ok');
    const news = await socket.untilChanges(id, 'members');
    expect(news).toMatchObject({
      room: { memberCount: 1 },
      members: [{ userId: leaver.id, left: true }],
      users: [{ id: leaver.id, deleted: true, displayName: '' }],
    });
    socket.close();
  });
});
