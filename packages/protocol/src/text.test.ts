import { expect, test } from 'vitest';
import { isBlank, isName } from './text.ts';

test.each(['wáng.lì', '张伟·明', 'e\u0301lise', 'ольга', '김철수', '\u0928\u093F\u0936\u093E', '007'])(
  '%s is a name',
  (name) => {
    expect(isName(name)).toBe(true);
  },
);

test.each([
  ['a Hangul filler', 'ada\u3164'],
  ['a half-width Hangul filler', 'ada\uFFA0'],
  ['a grapheme joiner', 'a\u034Fda'],
  ['a variation selector', 'ada\uFE0F'],
  ['a variation selector of the supplement', '葛\u{E0100}城'],
  ['a zero-width joiner', 'a\u200Dda'],
])('%s is in no name', (_, name) => {
  expect(isName(name)).toBe(false);
});

test.each(['', ' \n\u3000', '\u200B\u200D', '\u3164', '\u115F\u1160', '\u2800', '\uFE0F\u034F', '\u00AD'])(
  '%j is blank',
  (text) => {
    expect(isBlank(text)).toBe(true);
  },
);

test.each(['.', '好', '❤\uFE0F', '👩\u200D🚀', '\u2801'])('%s is not blank', (text) => {
  expect(isBlank(text)).toBe(false);
});
