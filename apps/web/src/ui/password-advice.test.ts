import { describe, expect, test } from 'vitest';
import { passwordAdvice } from './password-advice.ts';

describe('what is said of a password while it is typed', () => {
  test('says how many characters are missing, counting what readers see as one', () => {
    expect(passwordAdvice('', 'ada')).toEqual({ says: 'start', count: 8 });
    expect(passwordAdvice('abc', 'ada')).toEqual({ says: 'short', count: 5 });
    expect(passwordAdvice('鸿雁传书鸿雁', 'ada')).toEqual({ says: 'short', count: 2 });
    expect(passwordAdvice('🪿🪿🪿🪿🪿🪿🪿', 'ada')).toEqual({ says: 'short', count: 1 });
  });

  test('names the flaw for which the server would refuse it', () => {
    expect(passwordAdvice('Password1', 'ada')).toEqual({ says: 'common' });
    expect(passwordAdvice('my-Lovelace-1', 'lovelace')).toEqual({ says: 'name' });
    expect(passwordAdvice('Ｌovelace-11', 'lovelace')).toEqual({ says: 'name' });
    expect(passwordAdvice('abababababab', 'ada')).toEqual({ says: 'repeats' });
    expect(passwordAdvice('x'.repeat(257), 'ada')).toEqual({ says: 'long' });
  });

  test('tells a good one from a strong one, in any script', () => {
    expect(passwordAdvice('tulip-43', 'ada')).toEqual({ says: 'fine' });
    expect(passwordAdvice('abc1abc1abc1abc1abc1abc1', 'ada')).toEqual({ says: 'fine' });
    expect(passwordAdvice('a goose over the lake', 'ada')).toEqual({ says: 'strong' });
    expect(passwordAdvice('云中谁寄锦书来', 'ada')).toEqual({ says: 'short', count: 1 });
    expect(passwordAdvice('云中谁寄锦书来呀', 'ada')).toEqual({ says: 'strong' });
  });
});
