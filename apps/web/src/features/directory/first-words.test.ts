import { expect, test } from 'vitest';
import { firstWords } from './first-words.ts';

test('a title is one line without Markdown', () => {
  expect(firstWords('# 读书会\n\n- **周六** 下午\n> see [the list](https://example.org)')).toBe(
    '读书会 周六 下午 see the list',
  );
  expect(firstWords('`snake_case` and _this_ stay ~~right~~')).toBe('snake_case and this stay right');
});

test('a long title ends with an ellipsis and never inside a character', () => {
  expect(firstWords('🪿'.repeat(61))).toBe(`${'🪿'.repeat(60)}…`);
  expect(firstWords('🪿'.repeat(60))).toBe('🪿'.repeat(60));
});
