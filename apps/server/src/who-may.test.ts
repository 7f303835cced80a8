import { type CommandArgs, type CommandName, commands } from '@hongyan/protocol';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, codeOf, startTestApp, type TestApp, type TestUser } from './testing/index.ts';

/**
 * Who may do what. One line a command; a command without a line fails. The room is a group, to which the columns from
 * `outsider` to `owner` stand as they say; `reader` stands outside too, but the room is a channel. `administrator` is
 * the server's, and is not in the room. Messages that a command is about are another member's.
 *
 * `-` not_signed_in · `none` room_not_found · `no` forbidden · `admin` administrator_only
 */
const table = `
                             nobody          outsider          former            reader            member            admin             owner             administrator
  server.info                ok              ok                ok                ok                ok                ok                ok                ok
  setup.check                setup_done      setup_done        setup_done        setup_done        setup_done        setup_done        setup_done        setup_done
  setup.claim                setup_done      setup_done        setup_done        setup_done        setup_done        setup_done        setup_done        setup_done
  account.register           ok              ok                ok                ok                ok                ok                ok                ok
  account.verify             link_invalid    link_invalid      link_invalid      link_invalid      link_invalid      link_invalid      link_invalid      link_invalid
  account.resendVerification ok              ok                ok                ok                ok                ok                ok                ok
  account.correctEmail       sign_in_failed  sign_in_failed    sign_in_failed    sign_in_failed    sign_in_failed    sign_in_failed    sign_in_failed    sign_in_failed
  account.requestReset       ok              ok                ok                ok                ok                ok                ok                ok
  account.checkReset         link_invalid    link_invalid      link_invalid      link_invalid      link_invalid      link_invalid      link_invalid      link_invalid
  account.reset              link_invalid    link_invalid      link_invalid      link_invalid      link_invalid      link_invalid      link_invalid      link_invalid
  account.confirmEmail       link_invalid    link_invalid      link_invalid      link_invalid      link_invalid      link_invalid      link_invalid      link_invalid
  account.signIn             sign_in_failed  sign_in_failed    sign_in_failed    sign_in_failed    sign_in_failed    sign_in_failed    sign_in_failed    sign_in_failed
  account.signOut            -               ok                ok                ok                ok                ok                ok                ok
  account.session            -               ok                ok                ok                ok                ok                ok                ok
  account.changePassword     -               password_wrong    password_wrong    password_wrong    password_wrong    password_wrong    password_wrong    password_wrong
  account.changeEmail        -               password_wrong    password_wrong    password_wrong    password_wrong    password_wrong    password_wrong    password_wrong
  account.delete             -               password_wrong    password_wrong    password_wrong    password_wrong    password_wrong    password_wrong    password_wrong
  account.updateProfile      -               ok                ok                ok                ok                ok                ok                ok
  account.setAvatar          -               ok                ok                ok                ok                ok                ok                ok
  session.end                -               invalid           invalid           invalid           invalid           invalid           invalid           invalid
  session.endOthers          -               ok                ok                ok                ok                ok                ok                ok
  settings.update            -               ok                ok                ok                ok                ok                ok                ok
  status.set                 -               ok                ok                ok                ok                ok                ok                ok
  admin.mails                -               admin             admin             admin             admin             admin             admin             ok
  admin.removeMail           -               admin             admin             admin             admin             admin             admin             ok
  admin.accounts             -               admin             admin             admin             admin             admin             admin             ok
  admin.setDisabled          -               admin             admin             admin             admin             admin             admin             ok
  admin.setRole              -               admin             admin             admin             admin             admin             admin             ok

  user.find                  -               ok                ok                ok                ok                ok                ok                ok
  user.get                   -               ok                ok                ok                ok                ok                ok                ok
  contact.request            -               ok                ok                ok                ok                ok                ok                ok
  contact.accept             -               request_not_found request_not_found request_not_found request_not_found request_not_found request_not_found request_not_found
  contact.decline            -               request_not_found request_not_found request_not_found request_not_found request_not_found request_not_found request_not_found
  contact.withdraw           -               request_not_found request_not_found request_not_found request_not_found request_not_found request_not_found request_not_found
  contact.update             -               not_contact       not_contact       not_contact       not_contact       not_contact       not_contact       not_contact
  contact.remove             -               ok                ok                ok                ok                ok                ok                ok
  contact.block              -               ok                ok                ok                ok                ok                ok                ok
  contact.unblock            -               ok                ok                ok                ok                ok                ok                ok
  presence.watch             -               ok                ok                ok                ok                ok                ok                ok
  presence.idle              -               ok                ok                ok                ok                ok                ok                ok

  room.direct                -               ok                ok                ok                ok                ok                ok                ok
  room.create                -               ok                ok                ok                ok                ok                ok                ok
  room.list                  -               ok                ok                ok                ok                ok                ok                ok
  room.join                  -               none              none              ok                ok                ok                ok                none
  room.watch                 -               none              none              ok                ok                ok                ok                none
  room.read                  -               none              none              ok                ok                ok                ok                none
  room.type                  -               none              none              none              ok                ok                ok                none
  room.update                -               none              none              none              no                ok                ok                none
  room.setAvatar             -               none              none              none              no                ok                ok                none
  room.archive               -               none              none              none              no                ok                ok                none
  room.transfer              -               none              none              none              no                no                ok                none
  room.leave                 -               none              none              none              ok                ok                owner_stays       none
  member.list                -               none              none              ok                ok                ok                ok                none
  member.add                 -               none              none              none              ok                ok                ok                none
  member.remove              -               none              none              none              no                ok                ok                none
  member.setRole             -               none              none              none              no                no                ok                none
  invite.create              -               none              none              none              no                ok                ok                none
  invite.list                -               none              none              none              no                ok                ok                none
  invite.revoke              -               none              none              none              no                ok                ok                none
  invite.preview             -               ok                ok                ok                ok                ok                ok                ok
  invite.accept              -               ok                ok                ok                ok                ok                ok                ok
  subscription.update        -               none              none              none              ok                ok                ok                none

  thread.open                -               none              none              none              ok                ok                ok                none
  message.send               -               none              none              none              ok                ok                ok                none
  message.forward            -               none              none              none              ok                ok                ok                none
  message.edit               -               none              none              none              no                no                no                none
  message.recall             -               none              none              none              no                ok                ok                none
  message.react              -               none              none              none              ok                ok                ok                none
  message.pin                -               none              none              none              no                ok                ok                none
  message.save               -               none              none              ok                ok                ok                ok                none
  message.history            -               none              none              ok                ok                ok                ok                none
  message.page               -               none              none              ok                ok                ok                ok                none
  message.get                -               none              none              ok                ok                ok                ok                none
  draft.set                  -               none              none              ok                ok                ok                ok                none
  sync                       -               ok                ok                ok                ok                ok                ok                ok
  changes                    -               none              none              ok                ok                ok                ok                none
`;

const words: Record<string, string> = {
  '-': 'not_signed_in',
  none: 'room_not_found',
  no: 'forbidden',
  admin: 'administrator_only',
};

const [head, ...lines] = table
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
  .filter(([first]) => first !== '');
const columns = head!;
const rows = lines.map(([name, ...cells]) => ({
  name: name as CommandName,
  expected: Object.fromEntries(columns.map((column, index) => [column, words[cells[index]!] ?? cells[index]])),
}));

/** What a command is tried on: a room with a message of `author`, one who may be acted upon, an invite. */
interface Scene {
  roomId: string;
  messageId: string;
  newMember(): Promise<TestUser>;
  newMessage(): Promise<string>;
  newInvite(): Promise<string>;
  newPerson(): Promise<TestUser>;
}

type Try<N extends CommandName> = (scene: Scene) => CommandArgs<N> | Promise<CommandArgs<N>>;

const secret = 'not-the-password';
const email = () => `${uuidv7()}@example.org`;
const at = async (scene: Scene) => ({ roomId: scene.roomId, id: await scene.newMessage() });

/** How each command is tried. */
const tries: { [N in CommandName]: Try<N> } = {
  'server.info': () => ({}),
  'setup.check': () => ({ token: secret }),
  'setup.claim': () => ({ token: secret, name: '篡位者', email: email(), password: secret }),
  'account.register': () => ({
    name: `新人${uuidv7().slice(-12)}`,
    email: email(),
    password: '月落乌啼霜满天江枫',
    locale: 'zh-CN',
  }),
  'account.verify': () => ({ token: secret }),
  'account.resendVerification': () => ({ login: email(), locale: 'en' }),
  'account.correctEmail': () => ({
    name: `无名${uuidv7().slice(-12)}`,
    password: secret,
    email: email(),
    locale: 'en',
  }),
  'account.requestReset': () => ({ login: email(), locale: 'en' }),
  'account.checkReset': () => ({ token: secret }),
  'account.reset': () => ({ token: secret, password: '月落乌啼霜满天江枫' }),
  'account.confirmEmail': () => ({ token: secret }),
  'account.signIn': () => ({ login: email(), password: secret }),
  'account.signOut': () => ({}),
  'account.session': () => ({}),
  'account.changePassword': () => ({ password: secret, newPassword: '月落乌啼霜满天江枫' }),
  'account.changeEmail': () => ({ password: secret, email: email(), locale: 'en' }),
  'account.delete': () => ({ password: secret }),
  'account.updateProfile': () => ({ bio: '新的简介' }),
  'account.setAvatar': () => ({ image: null }),
  'session.end': () => ({ sessionId: uuidv7() }),
  'session.endOthers': () => ({}),
  'settings.update': () => ({ theme: 'dark' }),
  'status.set': () => ({ status: null }),
  'admin.mails': () => ({}),
  'admin.removeMail': () => ({ mailId: uuidv7() }),
  'admin.accounts': () => ({}),
  'admin.setDisabled': async (scene) => ({ userId: (await scene.newPerson()).id, disabled: true }),
  'admin.setRole': async (scene) => ({ userId: (await scene.newPerson()).id, role: 'administrator' }),
  'user.find': () => ({ query: 'nobody' }),
  'user.get': () => ({ userIds: [uuidv7()] }),
  'contact.request': async (scene) => ({ id: uuidv7(), userId: (await scene.newPerson()).id, note: '' }),
  'contact.accept': () => ({ requestId: uuidv7() }),
  'contact.decline': () => ({ requestId: uuidv7() }),
  'contact.withdraw': () => ({ requestId: uuidv7() }),
  'contact.update': async (scene) => ({ userId: (await scene.newPerson()).id, remark: '他' }),
  'contact.remove': async (scene) => ({ userId: (await scene.newPerson()).id }),
  'contact.block': async (scene) => ({ userId: (await scene.newPerson()).id }),
  'contact.unblock': async (scene) => ({ userId: (await scene.newPerson()).id }),
  'presence.watch': () => ({ userIds: [] }),
  'presence.idle': () => ({ idle: true }),
  'room.direct': async (scene) => ({ userId: (await scene.newPerson()).id }),
  'room.create': () => ({ id: uuidv7(), kind: 'group', name: '新组', topic: '', userIds: [] }),
  'room.list': () => ({ query: '' }),
  'room.join': ({ roomId }) => ({ roomId }),
  'room.watch': ({ roomId }) => ({ roomId, watch: true }),
  'room.read': ({ roomId }) => ({ roomId, seq: 1 }),
  'room.type': ({ roomId }) => ({ roomId, typing: true }),
  'room.update': ({ roomId }) => ({ roomId, name: '新名' }),
  'room.setAvatar': ({ roomId }) => ({ roomId, image: null }),
  'room.archive': ({ roomId }) => ({ roomId, archived: true }),
  'room.transfer': async (scene) => ({ roomId: scene.roomId, userId: (await scene.newMember()).id }),
  'room.leave': ({ roomId }) => ({ roomId }),
  'member.list': ({ roomId }) => ({ roomId }),
  'member.add': async (scene) => ({ roomId: scene.roomId, userIds: [(await scene.newPerson()).id] }),
  'member.remove': async (scene) => ({ roomId: scene.roomId, userId: (await scene.newMember()).id }),
  'member.setRole': async (scene) => ({ roomId: scene.roomId, userId: (await scene.newMember()).id, role: 'admin' }),
  'invite.create': ({ roomId }) => ({ roomId, hours: 0, maxUses: 0 }),
  'invite.list': ({ roomId }) => ({ roomId }),
  'invite.revoke': async (scene) => ({ code: await scene.newInvite() }),
  'invite.preview': async (scene) => ({ code: await scene.newInvite() }),
  'invite.accept': async (scene) => ({ code: await scene.newInvite() }),
  'subscription.update': ({ roomId }) => ({ roomId, muted: true }),
  'thread.open': async (scene) => ({ roomId: scene.roomId, messageId: await scene.newMessage() }),
  'message.send': ({ roomId }) => ({ roomId, id: uuidv7(), text: '话' }),
  'message.forward': ({ roomId, messageId }) => ({ roomId, id: uuidv7(), from: { roomId, messageIds: [messageId] } }),
  'message.edit': async (scene) => ({ ...(await at(scene)), text: '改' }),
  'message.recall': at,
  'message.react': async (scene) => ({ ...(await at(scene)), emoji: '👍', on: true }),
  'message.pin': async (scene) => ({ ...(await at(scene)), on: true }),
  'message.save': async (scene) => ({ ...(await at(scene)), on: true }),
  'message.history': at,
  'message.page': ({ roomId }) => ({ roomId, limit: 10 }),
  'message.get': ({ roomId, messageId }) => ({ roomId, ids: [messageId] }),
  'draft.set': ({ roomId }) => ({ roomId, text: '草稿', replyTo: null }),
  sync: ({ roomId }) => ({ me: 0, rooms: [[roomId, 0]] }),
  changes: ({ roomId }) => ({ scope: roomId, after: 0 }),
};

async function argsOf(name: CommandName, scene: Scene): Promise<CommandArgs<CommandName>> {
  return tries[name](scene);
}

let app: TestApp;
let people = 0;

beforeAll(async () => {
  app = await startTestApp();
  await app.user('系统管理员', { role: 'administrator' });
});
afterAll(() => app.close());

async function newPerson(): Promise<TestUser> {
  people += 1;
  return app.user(`某人${people}`);
}

/** People of one line, and the two rooms to which they stand. */
async function setTheScene() {
  people += 1;
  const names = ['路人', '旧人', '读者', '成员', '管理员', '群主', '作者'].map((name) => `${name}${people}`);
  const [outsider, former, reader, member, admin, owner, author] = (await app.users(names)) as [
    TestUser,
    TestUser,
    TestUser,
    TestUser,
    TestUser,
    TestUser,
    TestUser,
  ];
  const administrator = await app.user(`系统${people}`, { role: 'administrator' });
  const make = async (kind: 'group' | 'channel', userIds: string[]): Promise<Scene> => {
    const roomId = uuidv7();
    await owner.call('room.create', { id: roomId, kind, name: '房间', topic: '', userIds });
    const newMessage = async () => {
      const id = uuidv7();
      await author.call('message.send', { roomId, id, text: '作者的话' });
      return id;
    };
    const newMember = async () => {
      const person = await newPerson();
      await owner.call('member.add', { roomId, userIds: [person.id] });
      return person;
    };
    const newInvite = async () => {
      const { invite } = await owner.call('invite.create', { roomId, hours: 0, maxUses: 0 });
      return invite.code;
    };
    return { roomId, messageId: await newMessage(), newMember, newMessage, newInvite, newPerson };
  };
  const group = await make('group', [former.id, member.id, admin.id, author.id]);
  await owner.call('member.setRole', { roomId: group.roomId, userId: admin.id, role: 'admin' });
  await owner.call('member.remove', { roomId: group.roomId, userId: former.id });
  const channel = await make('channel', [author.id]);
  const callers: Record<string, Call> = {
    nobody: app.call,
    outsider: outsider.call,
    former: former.call,
    reader: reader.call,
    administrator: administrator.call,
    member: member.call,
    admin: admin.call,
    owner: owner.call,
  };
  return { callers, group, channel, owner };
}

describe('who may', () => {
  test('is said of every command', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(commands).sort());
    for (const { name, expected } of rows) expect([name, ...Object.keys(expected)]).toEqual([name, ...columns]);
  });

  test.each(rows)('$name', async ({ name, expected }) => {
    const { callers, group, channel, owner } = await setTheScene();
    const codes: Record<string, string> = {};
    // Those who may least come first, so that what one changes does not stand in the way of the next.
    for (const [column, call] of Object.entries(callers)) {
      const scene = column === 'reader' ? channel : group;
      const args = await argsOf(name, scene);
      codes[column] = await codeOf(call(name, args));
      if (name === 'room.archive' && codes[column] === 'ok') {
        await owner.call('room.archive', { roomId: scene.roomId, archived: false });
      }
    }
    expect(codes).toEqual(expected);
  });

  test('nobody is told more by a room that they may not see than by one that is not there', async () => {
    const { callers, group } = await setTheScene();
    const problemOf = async (name: CommandName, args: object) => {
      const answer = callers['outsider']!(name, args as never);
      return answer.then(
        () => 'ok',
        ({ code, params }: { code: string; params: object }) => ({ code, params }),
      );
    };
    for (const { name, expected } of rows.filter((row) => row.expected['outsider'] === 'room_not_found')) {
      const args = await argsOf(name, group);
      // The code of a link is known to whoever tries it, and names no room.
      if (name === 'invite.revoke') continue;
      const missing = JSON.parse(JSON.stringify(args).replaceAll(group.roomId, uuidv7())) as object;
      expect([name, await problemOf(name, missing)]).toEqual([name, { code: expected['outsider'], params: {} }]);
    }
  });
});
