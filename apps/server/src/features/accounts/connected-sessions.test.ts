import { limits } from '@hongyan/protocol';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestApp, type TestApp, TestSocket } from '../../testing/index.ts';

const hour = 3_600_000;
const beat = limits.heartbeatSeconds * 1_000;
let app: TestApp;

beforeAll(async () => {
  // What is noted every hour is noted when a test says so.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  app = await startTestApp();
});
afterAll(async () => {
  await app.close();
  vi.useRealTimers();
});

test('a device that stays connected counts as used, though it asks for nothing', async () => {
  const ming = await app.user('小明');
  const away = await app.user('小华');
  const socket = await ming.socket();
  app.clock.advance(hour);
  for (let passed = 0; passed < hour; passed += beat) {
    await vi.advanceTimersByTimeAsync(beat);
    // A sign of life, without which the line would be cut.
    await socket.settle();
  }
  const { sessions } = await socket.untilChanges('me', (changes) => changes.sessions !== undefined);
  expect(sessions).toMatchObject([{ id: ming.sessionId, ended: false }]);
  expect(sessions![0]!.lastSeenAt).toBeGreaterThan(Date.now() + hour / 2);
  const { sessions: fresh } = await ming.call('changes', { scope: 'me', after: 0 });
  expect(fresh).toEqual(sessions);
  const stored = await app.db
    .selectFrom('sessions')
    .select('last_seen_at')
    .where('id', '=', away.sessionId)
    .executeTakeFirstOrThrow();
  expect(stored.last_seen_at).toBeLessThan(Date.now() + hour / 2);
  socket.close();
});

test('sessions and links that are long over are forgotten', async () => {
  const ming = await app.user('小红');
  const [old, recent] = [await app.device(ming), await app.device(ming)];
  await app.call('account.requestReset', { login: ming.name, locale: 'en' });
  await ming.call('session.end', { sessionId: old.sessionId });
  app.clock.advance(91 * 24 * hour);
  await app.db.updateTable('sessions').set({ last_seen_at: app.clock.now() }).where('ended_at', 'is', null).execute();
  await ming.call('session.end', { sessionId: recent.sessionId });
  await vi.advanceTimersByTimeAsync(hour);
  const left = async () => {
    const ofMing = (table: 'sessions' | 'mail_tokens') =>
      app.db.selectFrom(table).select('user_id').where('user_id', '=', ming.id).execute();
    return [(await ofMing('sessions')).length, (await ofMing('mail_tokens')).length];
  };
  await expect.poll(left).toEqual([2, 0]);
});

test('a user has a bounded number of sockets, over all devices', async () => {
  const eager = await app.user('手快');
  const sockets = await Promise.all(Array.from({ length: limits.connectionsPerUser }, () => eager.socket()));
  await expect(eager.socket()).rejects.toThrow('429');
  sockets[0]!.close();
  await sockets[0]!.closed;
  await expect.poll(() => TestSocket.open(app.url, eager.token).then(() => 'open', String)).toBe('open');
  for (const socket of sockets) socket.close();
});
