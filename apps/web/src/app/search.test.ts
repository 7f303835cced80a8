import { expect, test } from 'vitest';
import { parseSearch, pick, stringifySearch } from './search.ts';

test('a token stays what it was in the mail, even if it looks like a number or like JSON', () => {
  for (const token of ['12345678901234567890123', '1e5', 'true', 'null', '"x"', 'a+b/c=', '小明&x=1', '{}']) {
    expect(parseSearch(stringifySearch({ token }))).toEqual({ token });
  }
});

test('what is empty or no text is left out of the address', () => {
  expect(stringifySearch({ from: '', login: undefined, token: 7 })).toBe('');
  expect(stringifySearch({ login: 'a@b.c', from: undefined })).toBe('?login=a%40b.c');
});

test('a page gets the strings that it names and nothing else', () => {
  const read = pick('token', 'login');
  expect(read({ token: 'x', other: 'y', login: 3 })).toEqual({ token: 'x' });
  expect(read({})).toEqual({});
});
