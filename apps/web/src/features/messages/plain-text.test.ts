import { describe, expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

describe('plainText', () => {
  test.each([
    ['**今晚** 七点 *见*', '今晚 七点 见'],
    ['see [the plan](https://example.org/a_b) now', 'see the plan now'],
    ['# Title\n\n- one\n- two', 'Title one two'],
    ['> quoted\nanswer', 'quoted answer'],
    ['```ts\nconst a = 1;\n```', 'const a = 1;'],
    ['use `npm start` ~~soon~~', 'use npm start soon'],
    ['_emphasis_ but snake_case_name stays', 'emphasis but snake_case_name stays'],
    ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
    ['escaped \\*stars\\*', 'escaped *stars*'],
    ['[click](javascript:alert(1)) it', 'click it'],
    ['see\n\n| 城市 | km |\n| :--- | ---: |\n| 北京 | 12 |\n\nbye', 'see 城市 km 北京 12 bye'],
    ['a | b is no table', 'a | b is no table'],
    ['  \n\t ', ''],
  ])('%j reads as %j', (markdown, plain) => {
    expect(plainText(markdown)).toBe(plain);
  });

  test('the longest text costs no more than its beginning', () => {
    expect(plainText('啊'.repeat(40_000)).length).toBe(400);
  });
});
