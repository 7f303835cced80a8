import 'fake-indexeddb/auto';
import { createClient, indexedDbStorage } from '@hongyan/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../apps/server/src/testing/index.ts';
import { type Actor, pause, Stage, until } from './stage.ts';

let stage: Stage;
let anna: Actor;
let bao: Actor;

beforeAll(async () => {
  stage = await Stage.open();
  [anna, bao] = (await stage.cast('anna', '包包')) as [Actor, Actor];
});
afterAll(() => stage.close());

describe('two devices of one person', () => {
  it('share drafts', async () => {
    const room = await stage.direct(anna, bao);
    const phone = await stage.device(anna.user);
    anna.client.setDraft(room, '未完', null);
    expect(anna.client.store.draft(room).text).toBe('未完');
    expect(anna.room(room).draft).toBe('未完');
    await until('the phone has it', () => phone.client.store.draft(room).text === '未完');
    phone.client.setDraft(room, '未完待续', null);
    await until('it comes back', () => anna.client.store.draft(room).text === '未完待续');
    anna.client.setDraft(room, '', null);
    await until('it is gone on both', () => phone.client.store.draft(room).text === '');
  });

  it('keep what is being written here when the other one writes too', async () => {
    const room = await stage.group(anna, 'drafts', []);
    const phone = await stage.device(anna.user);
    await phone.goesOffline();
    phone.client.setDraft(room, 'from the phone', null);
    anna.client.setDraft(room, 'from the desk', null);
    await pause(1_500);
    await phone.comesBack();
    expect(phone.client.store.draft(room).text).toBe('from the phone');
    await until('the last writer wins', () => anna.client.store.draft(room).text === 'from the phone');
  });

  it('share saved messages, settings, and the list of rooms', async () => {
    const room = await stage.group(anna, 'shared', [bao]);
    const phone = await stage.device(anna.user);
    const message = await bao.says(room, 'keep this');
    await until('anna has it', () => anna.client.store.message(room, message.id));
    await anna.call('message.save', { roomId: room, id: message.id, on: true });
    await until('it is saved', () => phone.client.store.saved()[0]?.messageId === message.id);
    await anna.call('message.save', { roomId: room, id: message.id, on: false });
    await until('it is not', () => phone.client.store.saved().length === 0);
    await phone.call('settings.update', { theme: 'dark' });
    await until('the theme follows', () => anna.client.store.settings().theme === 'dark');
    await phone.call('subscription.update', { roomId: room, pinned: true, muted: true });
    await until('the room is on top', () => anna.client.store.rooms()[0]?.room.id === room);
    expect(anna.room(room).subscription?.muted).toBe(true);
    await phone.call('subscription.update', { roomId: room, markedUnread: true });
    await until('it is marked', () => anna.room(room).subscription?.markedUnread);
    anna.client.markRead(room, anna.room(room).room.lastSeq);
    await until('it is not any more', () => phone.room(room).subscription?.markedUnread === false);
  });

  it('that send the same message at once make it once', async () => {
    const room = await stage.group(anna, 'twice', [bao]);
    const phone = await stage.device(anna.user);
    const args = { roomId: room, id: crypto.randomUUID(), text: 'the same' };
    const answers = await Promise.all([anna.call('message.send', args), phone.call('message.send', args)]);
    expect(answers[0]).toEqual(answers[1]);
    await bao.shows(room, ['the same']);
    expect(await codeOf(phone.call('message.send', { ...args, text: 'another' }))).toBe('conflict');
  });

  it('see a message that was sent on the other one leave the list of what waits', async () => {
    const room = await stage.group(anna, 'own', [bao]);
    const phone = await stage.device(anna.user);
    await anna.says(room, 'from here');
    await phone.shows(room, ['from here']);
    expect(phone.room(room).unread).toBe(0);
  });
});

describe('a device that is signed out', () => {
  it('by another one stops at once and forgets', async () => {
    const person = await stage.app.signUp('登出');
    const desk = await stage.device(person);
    const { token, sessionId } = await stage.app.call('account.signIn', { login: '登出', password: person.password });
    const storage = indexedDbStorage(person.id);
    const phone = await stage.device({ ...person, token: token!, sessionId }, { storage });
    await until('both are listed', () => desk.client.store.sessions().length === 2);
    await desk.call('session.end', { sessionId });
    await until('the phone stops', () => phone.ended === 'signed-out');
    expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(`hongyan.${person.id}`);
    await until('one is listed', () => desk.client.store.sessions().length === 1);
  });

  it('while it was away learns it when it tries to come back', async () => {
    const person = await stage.app.signUp('远方');
    const desk = await stage.device(person);
    const { token, sessionId } = await stage.app.call('account.signIn', { login: '远方', password: person.password });
    const phone = await stage.device({ ...person, token: token!, sessionId });
    await phone.goesOffline();
    await desk.call('session.end', { sessionId });
    phone.proxy.mend();
    phone.client.reconnect();
    await until('the phone stops', () => phone.ended === 'signed-out');
  });

  it('by itself ends its session, and without a line ends it later', async () => {
    const person = await stage.app.signUp('later');
    const desk = await stage.device(person);
    const { token, sessionId } = await stage.app.call('account.signIn', { login: 'later', password: person.password });
    const storage = indexedDbStorage(person.id);
    const phone = await stage.device({ ...person, token: token!, sessionId }, { storage });
    await until('both are listed', () => desk.client.store.sessions().length === 2);
    await phone.goesOffline();
    await phone.client.signOut();
    expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(`hongyan.${person.id}`);
    expect(desk.client.store.sessions()).toHaveLength(2);
    phone.proxy.mend();
    await until('the session has ended', () => desk.client.store.sessions().length === 1);
    // What is left on the device is nothing but an empty list of sessions to end.
    const next = createClient({ url: phone.proxy.url });
    expect(await codeOf(next.call('account.session', {}))).toBe('not_signed_in');
  });
});
