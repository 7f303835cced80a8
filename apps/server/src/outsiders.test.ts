import { Changes } from '@hongyan/protocol';
import sharp from 'sharp';
import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp, type TestSocket, type TestUser } from './testing/index.ts';

let app: TestApp;
let owner: TestUser;
let member: TestUser;
let outsider: TestUser;
let former: TestUser;
let roomId: string;
let messageId: string;
let threadId: string;
let inside: TestSocket[];
let outside: TestSocket[];
let count = 0;
/** What kinds of rows the insiders were told of, over all tests. */
const seen = new Set<string>();

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

beforeEach(async () => {
  count += 1;
  const names = ['群主', '成员', '路人', '旧人'].map((name) => `${name}${count}`);
  [owner, member, outsider, former] = (await app.users(names)) as [TestUser, TestUser, TestUser, TestUser];
  roomId = uuidv7();
  messageId = uuidv7();
  const userIds = [member.id, former.id];
  await owner.call('room.create', { id: roomId, kind: 'group', name: '组', topic: '', userIds });
  await member.call('message.send', { roomId, id: messageId, text: '话题' });
  threadId = (await owner.call('thread.open', { roomId, messageId })).room.id;
  await former.call('message.send', { roomId: threadId, id: uuidv7(), text: '我来过' });
  // The one who was removed was connected while they were in, and stays connected.
  const lines = await Promise.all([owner, member, outsider, former].map((user) => user.socket()));
  await owner.call('member.remove', { roomId, userId: former.id });
  await app.app.drain();
  inside = lines.slice(0, 2);
  outside = lines.slice(2);
  for (const line of lines) {
    await line.settle();
    line.pushes.length = 0;
  }
});
afterEach(() => {
  for (const line of [...inside, ...outside]) line.close();
});

const at = () => ({ roomId, id: messageId });
const picture = async () => {
  const green = { width: 8, height: 8, channels: 3 as const, background: 'green' };
  return (await sharp({ create: green }).png().toBuffer()).toString('base64');
};
const befriend = async () => {
  const id = uuidv7();
  await owner.call('contact.request', { id, userId: member.id, note: '' });
  await member.call('contact.accept', { requestId: id });
};

/** What came over lines, but for the heartbeats that name nothing. */
const newsOf = (lines: readonly TestSocket[]) =>
  lines.flatMap(({ pushes }) => pushes.filter((push) => push.push !== 'heads' || push.heads.length > 0));

/** Every kind of thing that one can do and others may see. */
const happenings: Record<string, () => Promise<unknown>> = {
  'a message': () => owner.call('message.send', { roomId, id: uuidv7(), text: '话' }),
  'a mention': () => owner.call('message.send', { roomId, id: uuidv7(), text: '@', mentions: [member.id] }),
  'a mention of all': () => owner.call('message.send', { roomId, id: uuidv7(), text: '@', mentionsAll: true }),
  'a reply': () => owner.call('message.send', { roomId, id: uuidv7(), text: '回', replyTo: messageId }),
  'a forward': () => owner.call('message.forward', { roomId, id: uuidv7(), from: { roomId, messageIds: [messageId] } }),
  'an edit': () => member.call('message.edit', { ...at(), text: '改' }),
  'a recall': () => member.call('message.recall', at()),
  'a reaction': () => owner.call('message.react', { ...at(), emoji: '👍', on: true }),
  'a pin': () => owner.call('message.pin', { ...at(), on: true }),
  'a message in a thread': () => owner.call('message.send', { roomId: threadId, id: uuidv7(), text: '回答' }),
  typing: () => owner.call('room.type', { roomId, typing: true }),
  'typing in a thread': async () => {
    await owner.call('message.send', { roomId: threadId, id: uuidv7(), text: '回答' });
    await owner.call('room.type', { roomId: threadId, typing: true });
  },
  'a read mark': () => member.call('room.read', { roomId, seq: 3 }),
  'a new name and topic': () => owner.call('room.update', { roomId, name: '新名', topic: '新题' }),
  'a new picture of a room': async () => owner.call('room.setAvatar', { roomId, image: await picture() }),
  'archiving a room': () => owner.call('room.archive', { roomId, archived: true }),
  'a new room': () =>
    owner.call('room.create', { id: uuidv7(), kind: 'group', name: '新', topic: '', userIds: [member.id] }),
  'a new channel': () =>
    owner.call('room.create', { id: uuidv7(), kind: 'channel', name: '台', topic: '', userIds: [] }),
  'a direct room': async () => {
    const { room } = await owner.call('room.direct', { userId: member.id });
    await owner.call('message.send', { roomId: room.id, id: uuidv7(), text: '悄悄话' });
  },
  'a person added': async () => owner.call('member.add', { roomId, userIds: [(await app.user(`新人${count}`)).id] }),
  'a person removed': () => owner.call('member.remove', { roomId, userId: member.id }),
  'a person who left': () => member.call('room.leave', { roomId }),
  'a person who came by a link': async () => {
    const { invite } = await owner.call('invite.create', { roomId, hours: 0, maxUses: 0 });
    await (await app.user(`来客${count}`)).call('invite.accept', { code: invite.code });
  },
  'a role': () => owner.call('member.setRole', { roomId, userId: member.id, role: 'admin' }),
  'a room handed over': () => owner.call('room.transfer', { roomId, userId: member.id }),
  'a room muted': () => owner.call('subscription.update', { roomId, muted: true }),
  'a draft': () => owner.call('draft.set', { roomId, text: '草稿', replyTo: null }),
  'a saved message': () => owner.call('message.save', { ...at(), on: true }),
  'a new display name': () => owner.call('account.updateProfile', { displayName: '新名' }),
  'a new picture of a person': async () => owner.call('account.setAvatar', { image: await picture() }),
  'a setting': () => owner.call('settings.update', { theme: 'dark' }),
  'a status': () => owner.call('status.set', { status: { emoji: '🌴', text: '休假', until: null } }),
  'a device signed out': async () => {
    const { sessionId } = await app.device(owner);
    await owner.call('session.end', { sessionId });
  },
  'a contact request': () => owner.call('contact.request', { id: uuidv7(), userId: member.id, note: '你好' }),
  'a new contact': befriend,
  'notes about a contact': async () => {
    await befriend();
    await owner.call('contact.update', { userId: member.id, remark: '老友' });
  },
  'a block': () => owner.call('contact.block', { userId: member.id }),
};

describe('outsiders and those who were removed get not one byte of', () => {
  test.each(Object.entries(happenings))('%s', async (_, happen) => {
    await inside[1]!.call('presence.watch', { userIds: [owner.id] });
    await happen();
    await app.app.drain();
    await expect.poll(() => newsOf(inside)).not.toEqual([]);
    for (const line of [...inside, ...outside]) await line.settle();
    for (const push of newsOf(inside)) {
      if (push.push === 'changes') for (const kind of Object.keys(push.changes)) seen.add(kind);
      else seen.add(push.push);
    }
    expect(newsOf(outside)).toEqual([]);
  });

  test('every kind of row that there is', () => {
    const rows = Object.keys(Changes.properties).filter((kind) => !['scope', 'from', 'to', 'reset'].includes(kind));
    expect(rows.filter((kind) => !seen.has(kind))).toEqual([]);
    expect(seen).toContain('typing');
    expect(seen).toContain('presence');
  });
});
