import { expect, test } from 'vitest';
import { nameAfterPeople } from './name-after-people.ts';

test('a group is named after its people in the way of the language', () => {
  expect(nameAfterPeople(['小雁', '李雷', '韩梅梅'], 'zh-CN')).toBe('小雁、李雷、韩梅梅');
  expect(nameAfterPeople(['Ann', 'Bob'], 'en')).toBe('Ann, Bob');
  expect(nameAfterPeople([], 'en')).toBe('');
});

test('only those who fit are named', () => {
  const many = Array.from({ length: 12 }, (_, index) => `Person ${index}`);
  expect(nameAfterPeople(many, 'en')).toBe('Person 0, Person 1, Person 2…');
  expect(Array.from(nameAfterPeople(['𝕏'.repeat(64), 'Bob'], 'en'))).toHaveLength(31);
});
