import { expect, test } from 'vitest';
import { firstLink, splitLinks } from './split-links.ts';

test('finds the link of a mail and leaves the words as they are', () => {
  const link = 'https://chat.example.org/verify?token=aB_c-1';
  const text = `Welcome!\n\nOpen this link:\n\n${link}\n\nIf you did not register, do nothing.`;
  expect(splitLinks(text)).toEqual([
    { text: 'Welcome!\n\nOpen this link:\n\n' },
    { link },
    { text: '\n\nIf you did not register, do nothing.' },
  ]);
  expect(firstLink(text)).toBe(link);
});

test('stops before punctuation of both languages', () => {
  expect(splitLinks('（见 http://localhost:3000/forgot）。')).toEqual([
    { text: '（见 ' },
    { link: 'http://localhost:3000/forgot' },
    { text: '）。' },
  ]);
  expect(splitLinks('See https://a.example/x.')).toEqual([
    { text: 'See ' },
    { link: 'https://a.example/x' },
    { text: '.' },
  ]);
});

test('only web addresses are links', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'no link', '']) {
    expect(firstLink(text)).toBeNull();
    expect(splitLinks(text)).toEqual(text ? [{ text }] : []);
  }
});
