import { expect, test } from 'vitest';
import { firstLink, markedEnd, splitLinks, urlLength } from './links.ts';

test('finds the link of a mail and leaves the words as they are', () => {
  const link = 'https://chat.example.org/verify?token=aB_c-1';
  const text = `Welcome!\n\nOpen this link:\n\n${link}\n\nIf you did not register, do nothing.`;
  expect(splitLinks(text)).toEqual([
    { text: 'Welcome!\n\nOpen this link:\n\n' },
    { link, href: link },
    { text: '\n\nIf you did not register, do nothing.' },
  ]);
  expect(firstLink(text)).toBe(link);
});

test('stops before punctuation of both languages', () => {
  expect(splitLinks('（见 http://localhost:3000/forgot）。')).toEqual([
    { text: '（见 ' },
    { link: 'http://localhost:3000/forgot', href: 'http://localhost:3000/forgot' },
    { text: '）。' },
  ]);
  expect(splitLinks('See https://a.example/x.')).toEqual([
    { text: 'See ' },
    { link: 'https://a.example/x', href: 'https://a.example/x' },
    { text: '.' },
  ]);
});

test('only web addresses are links', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'no link', '']) {
    expect(firstLink(text)).toBeNull();
    expect(splitLinks(text)).toEqual(text ? [{ text }] : []);
  }
});

test('an address may begin with `www.`, not within a word or another address', () => {
  expect(splitLinks('看www.example.org/a，好')).toEqual([
    { text: '看' },
    { link: 'www.example.org/a', href: 'http://www.example.org/a' },
    { text: '，好' },
  ]);
  for (const text of ['awww.example.org', 'www.', 'www.x', 'me@www.example.org']) expect(firstLink(text)).toBeNull();
});

test('what ends a link in Markdown may end the token of a mail', () => {
  expect(firstLink('https://a.example/?token=ab_ next')).toBe('https://a.example/?token=ab_');
  expect('https://a.example/x**'.slice(0, urlLength('https://a.example/x**', markedEnd))).toBe('https://a.example/x');
});

test.each([
  ['https://example.org/a_b_c，你好', 'https://example.org/a_b_c'],
  ['https://example.org你好', 'https://example.org'],
  ['https://example.org：8080', 'https://example.org'],
  ['https://例子.中国/a', 'https://例子.中国/a'],
  ['https://example.com/路径?a=1&b=2', 'https://example.com/路径?a=1&b=2'],
  ['https://zh.wikipedia.org/wiki/鸿雁。真好', 'https://zh.wikipedia.org/wiki/鸿雁'],
  ['https://zh.wikipedia.org/wiki/鸿雁_(消歧义)）', 'https://zh.wikipedia.org/wiki/鸿雁_(消歧义)'],
  ['https://ja.wikipedia.org/wiki/佐々木、', 'https://ja.wikipedia.org/wiki/佐々木'],
  ['https://example.org/?q=鸿雁&page=2#第二章！', 'https://example.org/?q=鸿雁&page=2#第二章'],
  ['https://example.org/路径》', 'https://example.org/路径'],
  ['https://example.org/路径」', 'https://example.org/路径'],
  ['https://example.org/路径？', 'https://example.org/路径'],
  ['https://example.org/路径 下一句', 'https://example.org/路径'],
  ['https://b23.tv/av170001看这个', 'https://b23.tv/av170001'],
  ['https://example.org/?id=7谢谢', 'https://example.org/?id=7'],
  ['https://example.org/a에서', 'https://example.org/a'],
  ['https://zh.wikipedia.org/wiki/%E9%B8%BF%E9%9B%81。', 'https://zh.wikipedia.org/wiki/%E9%B8%BF%E9%9B%81'],
  ['https://example.org/“路径”', 'https://example.org/'],
  ['http://localhost:3000/rooms?x=1#y.', 'http://localhost:3000/rooms?x=1#y'],
  ['https://en.wikipedia.org/wiki/Goose_(bird))', 'https://en.wikipedia.org/wiki/Goose_(bird)'],
  ['https://a.b/c](x)', 'https://a.b/c'],
  ['https://a.b/c-', 'https://a.b/c-'],
  ['https://bank.example@evil.example/', 'https://bank.example'],
  ['http://', ''],
  ['ftp://example.org', ''],
])('%j holds %j', (text, url) => {
  expect(text.slice(0, urlLength(text))).toBe(url);
});
