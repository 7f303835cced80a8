import { describe, expect, it } from 'vitest';
import { createLogger } from './index.ts';

/** A log whose lines can be read. */
function readableLog(options: { isTTY: boolean } = { isTTY: false }) {
  const lines: string[] = [];
  const log = createLogger('info', { ...options, write: (line) => void lines.push(line) });
  return { log, text: () => lines.join(''), entry: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('the log', () => {
  it('writes JSON lines', () => {
    const { log, entry } = readableLog();
    log.info({ room: '鸿雁' }, 'a room was made');
    expect(entry()).toEqual({ level: 30, time: expect.any(Number), room: '鸿雁', msg: 'a room was made' });
  });

  it('leaves out what is less than its level', () => {
    const { log, text } = readableLog();
    log.debug('too much');
    expect(text()).toBe('');
  });

  it('hides secrets by their key', () => {
    const { log, text } = readableLog();
    log.info({
      password: 'geheim-1',
      args: { token: 'geheim-2' },
      request: { headers: { cookie: 'geheim-3', authorization: 'geheim-4' } },
    });
    expect(text()).not.toMatch(/geheim-\d/);
  });

  it('hides passwords and tokens in addresses', () => {
    const { log, text } = readableLog();
    log.error({
      err: new Error('connect to postgres://hongyan:geheim-1@db/x failed'),
      url: '/verify?token=geheim-2&x=1',
    });
    expect(text()).not.toMatch(/geheim-\d/);
    expect(text()).toContain('postgres://hongyan:[secret]@db/x');
    expect(text()).toContain('/verify?token=[secret]&x=1');
  });

  it('says of an error what it is, and not the data that PostgreSQL puts beside it', () => {
    const { log, entry } = readableLog();
    const error = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(a@b.c) exists.' });
    log.error({ err: new Error('not written', { cause: error }) }, 'failed');
    expect(entry()['err']).toEqual({
      type: 'Error',
      message: 'not written',
      stack: expect.stringContaining('not written'),
      cause: { type: 'Error', message: 'duplicate key', code: '23505', stack: expect.any(String) },
    });
  });

  it('speaks in words on a terminal', () => {
    const { log, text } = readableLog({ isTTY: true });
    log.warn({ room: 7, name: '鸿雁' }, 'a room is full');
    expect(text()).toMatch(/^\d\d:\d\d:\d\d warning a room is full room=7 name=鸿雁\n$/);
  });

  it('shows the stack of an error below the words', () => {
    const { log, text } = readableLog({ isTTY: true });
    log.error({ err: new Error('broken') }, 'request failed');
    expect(text()).toMatch(/error request failed\n {2}Error: broken\n {4,}at /);
  });
});
