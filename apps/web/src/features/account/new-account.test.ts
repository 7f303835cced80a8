import { ProblemError } from '@hongyan/protocol';
import { describe, expect, test } from 'vitest';
import { checkNewAccount, fieldErrorsOf, trimmed } from './new-account.ts';

const good = { name: '小明', email: 'ming@example.com', password: 'a goose over the lake' };

describe('a new account before it goes to the server', () => {
  test('takes names of any script', () => {
    for (const name of ['小明', 'Ada', 'Ольга', 'सीता', 'jean-luc', '欧阳·娜娜', 'x1']) {
      expect(checkNewAccount({ ...good, name }), name).toEqual({});
    }
  });

  test('says for every field what is wrong with it', () => {
    expect(checkNewAccount({ name: '', email: '', password: '' })).toEqual({
      name: 'name_invalid',
      email: 'email_invalid',
      password: 'password_weak',
    });
    for (const name of ['a', 'two words', 'x'.repeat(33), 'a@b', '-dash', '🪿🪿']) {
      expect(checkNewAccount({ ...good, name }), name).toEqual({ name: 'name_invalid' });
    }
    for (const email of [
      'ming',
      'ming@',
      '@example.com',
      'a b@example.com',
      `${'x'.repeat(64)}@${'y.'.repeat(120)}z`,
    ]) {
      expect(checkNewAccount({ ...good, email }), email).toEqual({ email: 'email_invalid' });
    }
    expect(checkNewAccount({ ...good, name: 'lovelace', password: 'lovelace-1815' })).toEqual({
      password: 'password_weak',
    });
  });

  test('drops the spaces round name and address, and none of the password', () => {
    const entered = { name: ' 小明 ', email: ' ming@example.com\t', password: ' spaces at both ends ' };
    expect(checkNewAccount(entered)).toEqual({});
    expect(trimmed(entered)).toEqual({ ...good, password: ' spaces at both ends ' });
  });
});

test('a refusal of the server stands at the field that it is about', () => {
  expect(fieldErrorsOf(new ProblemError('name_taken'))).toEqual({ name: 'name_taken' });
  expect(fieldErrorsOf(new ProblemError('email_taken'))).toEqual({ email: 'email_taken' });
  expect(fieldErrorsOf(new ProblemError('offline'))).toEqual({});
  expect(fieldErrorsOf(new Error('other'))).toEqual({});
});
