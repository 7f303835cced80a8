import { limits } from '@hongyan/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Commands } from './commands.ts';

let sent: { id: number; op: string }[];
let commands: Commands;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  commands = new Commands((text) => sent.push(JSON.parse(text)));
});
afterEach(() => vi.useRealTimers());

const request = (op: string) => commands.request(op, {}).catch((error: { code: string }) => error.code);

describe('Commands', () => {
  it('match answers by id, in whatever order they come, and once', async () => {
    const [one, two] = [request('one'), request('two')];
    commands.answer({ id: sent[1]!.id, result: 2 });
    commands.answer({ id: sent[0]!.id, result: 1 });
    commands.answer({ id: sent[0]!.id, result: 'again' });
    expect(await Promise.all([one, two])).toEqual([1, 2]);
  });

  it('throw the server’s errors', async () => {
    const refused = request('send');
    const error = { type: '', title: '', status: 403, code: 'blocked', params: {} };
    commands.answer({ id: sent[0]!.id, error });
    expect(await refused).toBe('blocked');
  });

  it('keep a bound on what is under way; the rest waits in order', () => {
    for (let count = 0; count < limits.commandsInFlight + 2; count += 1) void request(`n${count}`);
    expect(sent).toHaveLength(limits.commandsInFlight);
    commands.answer({ id: sent[5]!.id, result: {} });
    expect(sent.at(-1)!.op).toBe(`n${limits.commandsInFlight}`);
  });

  it('refuse when too many wait', async () => {
    for (let count = 0; count < limits.commandsInFlight + 2_000; count += 1) void request('many');
    expect(await request('one more')).toBe('overloaded');
  });

  it('fail with offline when no answer comes, and make room for others', async () => {
    const silent = request('silent');
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await silent).toBe('offline');
  });

  it('fail with offline when the line is lost, and after', async () => {
    const waiting = request('waiting');
    commands.close();
    expect(await waiting).toBe('offline');
    expect(await request('later')).toBe('offline');
  });
});
