import type { Message, RoomEvent } from '@hongyan/protocol';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import { en } from '../../i18n/en/index.ts';
import { zh } from '../../i18n/zh-CN/index.ts';
import { eventText, messagePreview, type SentenceContext } from './preview.ts';

const names: Record<string, string> = { yan: '小雁', li: '李雷', han: '韩梅梅', ming: '小明', bob: 'Bob', eve: 'Eve' };

function context(locale: 'en' | 'zh-CN', kind: SentenceContext['kind'] = 'group'): SentenceContext {
  const i18n = i18next.createInstance();
  void i18n.init({
    lng: locale,
    resources: { en, 'zh-CN': zh },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return { t: i18n.getFixedT(locale, 'messages'), locale, kind, myId: 'li', nameOf: (id) => names[id] ?? '' };
}

const event = (type: RoomEvent['type'], userIds: string[] = [], text = ''): RoomEvent => ({ type, userIds, text });

test('an event names who did it and to whom, and calls the reader "you"', () => {
  const english = context('en');
  const chinese = context('zh-CN');
  expect(eventText(event('added', ['li', 'han']), 'yan', english)).toBe('小雁 added you and 韩梅梅');
  expect(eventText(event('added', ['han']), 'li', english)).toBe('You added 韩梅梅');
  expect(eventText(event('added', ['li', 'han']), 'yan', chinese)).toBe('“小雁”邀请你和“韩梅梅”加入了群聊');
  expect(eventText(event('renamed', [], '周末爬山'), 'li', chinese)).toBe('你将群聊名称改为“周末爬山”');
});

test('many people are counted', () => {
  const all = ['yan', 'li', 'han', 'ming', 'bob', 'eve'];
  expect(eventText(event('added', all), 'x', context('en'))).toBe(' added 小雁, you, 韩梅梅, 小明, and 2 others');
});

test('the kind of room is named', () => {
  expect(eventText(event('archived'), 'yan', context('en', 'channel'))).toBe('小雁 archived this channel');
  expect(eventText(event('created'), 'yan', context('zh-CN', 'channel'))).toBe('“小雁”创建了频道');
});

test('roles and an emptied topic read as what they mean', () => {
  expect(eventText(event('role', ['han'], 'admin'), 'yan', context('en'))).toBe('小雁 made 韩梅梅 an admin');
  expect(eventText(event('role', ['han'], 'member'), 'yan', context('zh-CN'))).toBe('“小雁”取消了“韩梅梅”的管理员身份');
  expect(eventText(event('topic'), 'yan', context('en'))).toBe('小雁 removed the topic');
});

const message: Message = {
  roomId: 'r',
  id: 'm',
  seq: 1,
  authorId: 'yan',
  text: '**明天**见',
  createdAt: 0,
  editedAt: null,
  recalledAt: null,
  replyTo: null,
  mentions: [],
  mentionsAll: false,
  forwarded: [],
  reactions: [],
  event: null,
  thread: null,
  rev: 1,
};

test('a message reads in one line, whatever it is', () => {
  const english = context('en');
  const quoted = { authorId: 'bob', authorName: 'Bob', text: 'see [this](https://example.org)', createdAt: 0 };
  expect(messagePreview(message, english)).toBe('明天见');
  const toAll = { ...message, text: '@所有人 **明天**见', mentionsAll: true };
  expect(messagePreview(toAll, english)).toBe('@all 明天见');
  expect(messagePreview({ ...toAll, text: '@all hi' }, context('zh-CN'))).toBe('@所有人 hi');
  expect(messagePreview({ ...message, text: '', recalledAt: 1 }, english)).toBe('小雁 recalled a message');
  expect(messagePreview({ ...message, text: '', forwarded: [quoted] }, english)).toBe('Forwarded: see this');
  expect(messagePreview({ ...message, text: '', forwarded: [quoted, quoted] }, english)).toBe('Forwarded 2 messages');
});
