import { limits } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, startTestApp, type TestApp, type TestUser } from '../../testing/index.ts';

const hourMs = 3_600_000;
let app: TestApp;
let owner: TestUser;
let admin: TestUser;
let member: TestUser;
let guest: TestUser;
let roomId: string;
let count = 0;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  count += 1;
  const names = ['群主', '管理员', '成员', '客人'].map((name) => `${name}${count}`);
  [owner, admin, member, guest] = (await app.users(names)) as [TestUser, TestUser, TestUser, TestUser];
  roomId = uuidv7();
  const userIds = [admin.id, member.id];
  await owner.call('room.create', { id: roomId, kind: 'group', name: '读书会', topic: '每周一本', userIds });
  await owner.call('member.setRole', { roomId, userId: admin.id, role: 'admin' });
});

async function invite(options: { hours?: number; maxUses?: number } = {}, by = owner): Promise<string> {
  const { hours = 0, maxUses = 0 } = options;
  const made = await by.call('invite.create', { roomId, hours, maxUses });
  return made.invite.code;
}

const accept = (user: TestUser, code: string) => codeOf(user.call('invite.accept', { code }));
const preview = (user: TestUser, code: string) => codeOf(user.call('invite.preview', { code }));

async function usesOf(code: string): Promise<number | undefined> {
  const { invites } = await owner.call('invite.list', { roomId });
  return invites.find((one) => one.code === code)?.uses;
}

describe('an invite link', () => {
  test('shows where it leads, and lets in', async () => {
    const code = await invite();
    expect(await guest.call('invite.preview', { code })).toEqual({
      roomId,
      name: '读书会',
      topic: '每周一本',
      avatar: null,
      memberCount: 3,
      expiresAt: null,
      member: false,
    });
    const { room } = await guest.call('invite.accept', { code });
    expect(room).toMatchObject({ id: roomId, memberCount: 4 });
    expect(await guest.call('invite.preview', { code })).toMatchObject({ member: true });
    const { messages } = await guest.call('message.page', { roomId, limit: 1 });
    expect(messages).toMatchObject([{ event: { type: 'joined', userIds: [guest.id] }, authorId: guest.id }]);
    const { changes } = await guest.call('sync', { me: 0, rooms: [] });
    expect(changes[0]?.subscriptions).toMatchObject([{ roomId, readSeq: room.lastSeq, markedUnread: false }]);
  });

  test('is used up once by each person, however often they follow it', async () => {
    const code = await invite({ maxUses: 5 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(guest, code)));
    expect(answers).toEqual(Array(6).fill('ok'));
    expect(await accept(member, code)).toBe('ok');
    expect(await usesOf(code)).toBe(1);
  });

  test('lets in as many as it may when many come at once', async () => {
    const code = await invite({ maxUses: 3 });
    const crowd = await app.users(Array.from({ length: 10 }, (_, index) => `人群${count}-${index}`));
    const answers = await Promise.all(crowd.map((user) => accept(user, code)));
    expect(answers.sort()).toEqual([...Array(7).fill('invite_invalid'), ...Array(3).fill('ok')]);
    const { members } = await owner.call('member.list', { roomId });
    expect(members).toHaveLength(6);
    expect(await preview(guest, code)).toBe('invite_invalid');
  });

  test('ends at its time', async () => {
    const code = await invite({ hours: 2 });
    app.clock.advance(2 * hourMs - 60_000);
    expect(await preview(guest, code)).toBe('ok');
    app.clock.advance(60_000);
    expect(await preview(guest, code)).toBe('invite_invalid');
    expect(await accept(guest, code)).toBe('invite_invalid');
    expect(await usesOf(code)).toBeUndefined();
    expect(await preview(member, code)).toBe('ok');
  });

  test('ends when it is revoked', async () => {
    const code = await invite({}, admin);
    await owner.call('invite.revoke', { code });
    expect(await accept(guest, code)).toBe('invite_invalid');
    expect(await codeOf(owner.call('invite.revoke', { code }))).toBe('ok');
  });

  test('goes with whoever made it, once they are removed', async () => {
    const code = await invite({}, admin);
    const other = await invite({}, owner);
    await owner.call('member.remove', { roomId, userId: admin.id });
    expect(await accept(admin, code)).toBe('invite_invalid');
    expect(await accept(guest, code)).toBe('invite_invalid');
    expect(await accept(guest, other)).toBe('ok');
  });

  test('does not open an archived room', async () => {
    const code = await invite();
    await owner.call('room.archive', { roomId, archived: true });
    expect(await preview(guest, code)).toBe('invite_invalid');
    expect(await accept(guest, code)).toBe('room_archived');
    await owner.call('room.archive', { roomId, archived: false });
    expect(await usesOf(code)).toBe(0);
    expect(await accept(guest, code)).toBe('ok');
  });

  test.each(['', 'nothing', '%', '\u0000', 'x'.repeat(33)])('made up as %j leads nowhere', async (code) => {
    const refused = ['invite_invalid', 'invalid'];
    expect(refused).toContain(await preview(guest, code));
    expect(refused).toContain(await accept(guest, code));
    expect(refused).toContain(await codeOf(guest.call('invite.revoke', { code })));
  });
});

describe('the links of a room', () => {
  test('are for its admins, newest first', async () => {
    const codes = [await invite({}, owner)];
    app.clock.advance(1);
    codes.unshift(await invite({ hours: 1, maxUses: 2 }, admin));
    const { invites } = await admin.call('invite.list', { roomId });
    expect(invites.map(({ code }) => code)).toEqual(codes);
    expect(invites[0]).toMatchObject({ roomId, createdBy: admin.id, maxUses: 2, uses: 0 });
    expect(invites[0]!.expiresAt).toBe(invites[0]!.createdAt + hourMs);
    for (const command of [
      () => member.call('invite.list', { roomId }),
      () => member.call('invite.create', { roomId, hours: 0, maxUses: 0 }),
      () => member.call('invite.revoke', { code: codes[0]! }),
    ]) {
      expect(await codeOf(command())).toBe('forbidden');
    }
    expect(await codeOf(guest.call('invite.revoke', { code: codes[0]! }))).toBe('room_not_found');
  });

  test('are bounded in number, not counting those that ended', async () => {
    const codes = [];
    for (let made = 0; made < limits.invitesPerRoom; made += 1) codes.push(await invite());
    await expect(invite()).rejects.toMatchObject({ code: 'too_many', params: { limit: limits.invitesPerRoom } });
    await owner.call('invite.revoke', { code: codes[0]! });
    expect(await codeOf(invite())).toBe('ok');
  });
});
