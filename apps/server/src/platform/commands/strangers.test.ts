import { expect, test } from 'vitest';
import { codeOf } from '../../testing/code-of.ts';
import { noOtherNodes } from '../bus/index.ts';
import { type AnonymousCaller, commandRunner, type Handlers, RateLimits } from './index.ts';

test('strangers behind one address are answered so often and no more; who is signed in there is', async () => {
  const info = async () => ({});
  const clock = { now: () => 1_000_000 };
  const run = commandRunner({ 'server.info': info } as unknown as Handlers, {
    rateLimits: new RateLimits(clock, noOtherNodes),
    isAdministrator: async () => false,
    onUnavailable: () => {},
  });
  const stranger: AnonymousCaller = {
    userId: null,
    sessionId: null,
    connectionId: null,
    address: '2001:db8::1',
    userAgent: '',
    locale: 'en',
  };
  const ask = (caller: Partial<AnonymousCaller>, name = 'server.info') =>
    codeOf(run(name, {}, { ...stranger, ...caller }));
  for (let count = 0; count < 300; count += 1) {
    expect(await ask({})).toBe('ok');
    // A token that is none counts, too.
    expect(await ask({ address: '2001:db8::2' }, 'account.session')).toBe('not_signed_in');
  }
  expect(await ask({})).toBe('rate_limited');
  expect(await ask({}, 'account.session')).toBe('rate_limited');
  expect(await ask({ address: '2001:db8:0:1::1' })).toBe('ok');
  expect(await ask({ userId: 'u', sessionId: 's' })).toBe('ok');
});
