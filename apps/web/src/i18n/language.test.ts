import { expect, test } from 'vitest';
import { formatFull, formatShort } from '../ui/time.ts';
import { regional } from './language.ts';

test('dates are written as where the reader is, in the language of the words round them', () => {
  expect(regional('en', ['de', 'en-GB', 'en-US'])).toBe('en-GB');
  expect(regional('en', ['zh-CN', 'de'])).toBe('en');
  expect(regional('zh-CN', ['zh-TW', 'zh-Hant-HK'])).toBe('zh-CN');
  expect(regional('zh-CN', ['zh-TW', 'zh-SG'])).toBe('zh-SG');
  expect(regional('en', ['C', 'en_US', ''])).toBe('en');
});

test('the clock is the same in long and short forms', () => {
  const midnight = new Date(2026, 10, 25, 0, 26).getTime();
  expect(formatShort(midnight, 'en', midnight)).toBe('00:26');
  expect(formatFull(midnight, 'en')).toContain('00:26');
  expect(formatFull(midnight, 'zh-CN')).toContain('00:26');
});
