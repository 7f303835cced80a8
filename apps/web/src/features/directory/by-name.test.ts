import { expect, test } from 'vitest';
import { compareNames, initialOf, matchesName } from './by-name.ts';

test('a name stands under the first letter of its pinyin, or under its own', () => {
  const initials = {
    阿明: 'A',
    白居易: 'B',
    陈思: 'C',
    邓丽: 'D',
    鄂尔泰: 'E',
    方圆: 'F',
    郭靖: 'G',
    黄蓉: 'H',
    江南: 'J',
    孔丘: 'K',
    李雷: 'L',
    马超: 'M',
    聂耳: 'N',
    欧阳娜娜: 'O',
    潘安: 'P',
    秦琼: 'Q',
    任盈盈: 'R',
    孙悟空: 'S',
    唐寅: 'T',
    王小明: 'W',
    徐志摩: 'X',
    杨过: 'Y',
    赵云: 'Z',
    座山雕: 'Z',
    一: 'Y',
    安娜: 'A',
    嚓嚓: 'C',
  };
  for (const [name, initial] of Object.entries(initials)) expect([name, initialOf(name)]).toEqual([name, initial]);
  expect(['ada', 'Émile', 'Ａlice', 'Жанна', '7up', '🦆', ''].map(initialOf)).toEqual([
    'A',
    'E',
    'A',
    'Ж',
    '#',
    '#',
    '#',
  ]);
});

test('Chinese names stand among the Latin ones; what has no letter comes last', () => {
  const names = ['7up', '赵云', 'Zoë', '王小明', 'Wanda', '阿明', 'Ada', 'bob', '李雷', 'Lee 10', 'Lee 9'];
  expect([...names].sort(compareNames)).toEqual([
    '阿明',
    'Ada',
    'bob',
    '李雷',
    'Lee 9',
    'Lee 10',
    '王小明',
    'Wanda',
    '赵云',
    'Zoë',
    '7up',
  ]);
});

test('a query finds parts of names in any width and case, and initials of Chinese ones', () => {
  expect(matchesName('小明', ['王小明'])).toBe(true);
  expect(matchesName('WXM', ['王小明'])).toBe(true);
  expect(matchesName('wx', ['王小明'])).toBe(true);
  expect(matchesName('xm', ['王小明'])).toBe(false);
  expect(matchesName('ａｄａ', ['老朋友', 'Ada Lovelace'])).toBe(true);
  expect(matchesName('al', ['Bob', 'Ada Lovelace'])).toBe(false);
});
