import { expect, test } from 'vitest';
import { limits } from './limits.ts';
import { passwordFlaw } from './password.ts';

test('takes any characters of any script, spaces too', () => {
  for (const password of ['tulip-43', 'a goose over the lake', '云中谁寄锦书来呀', '🪿🦆🐦🦅🦉🐧🐤🦢', '  x y z  ']) {
    expect(passwordFlaw(password, 'ada'), password).toBeNull();
  }
});

test('counts code points, as the schema does', () => {
  expect(passwordFlaw('🪿🦆🐦🦅🦉🐧🐤', 'ada')).toBe('short');
  expect(passwordFlaw('', 'ada')).toBe('short');
  expect(passwordFlaw('鸿雁a'.repeat(100).slice(0, limits.password.max), 'ada')).toBeNull();
  expect(passwordFlaw('鸿雁a'.repeat(100).slice(0, limits.password.max + 1), 'ada')).toBe('long');
});

test('refuses what is guessed first, whatever its case', () => {
  for (const password of ['password1', 'PassWord1', '12345678', 'woaini1314']) {
    expect(passwordFlaw(password, 'ada'), password).toBe('common');
  }
});

test('refuses the name inside, in any case and width, unless it is too short to tell', () => {
  expect(passwordFlaw('my-LOVELACE-7', 'lovelace')).toBe('name');
  expect(passwordFlaw('ｌｏｖｅｌａｃｅ-11', 'Lovelace')).toBe('name');
  expect(passwordFlaw('欧阳娜娜的密码123', '欧阳娜娜')).toBe('name');
  expect(passwordFlaw('canada-geese', 'ada')).toBeNull();
  expect(passwordFlaw('tulip-43', '')).toBeNull();
});

test('refuses one or two characters over and over', () => {
  expect(passwordFlaw('aaaaaaaaaaaa', 'ada')).toBe('repeats');
  expect(passwordFlaw('aAaAbBbBaAaA', 'ada')).toBe('repeats');
  expect(passwordFlaw('abcabcabc', 'ada')).toBeNull();
});
