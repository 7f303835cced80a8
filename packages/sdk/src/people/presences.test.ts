import { limits, type Presence } from '@hongyan/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Topics } from '../store/topics.ts';
import { Presences } from './presences.ts';

const presence = (userId: string, state: Presence['state'] = 'online'): Presence => ({
  userId,
  state,
  lastSeenAt: null,
  status: null,
});

let watched: string[][];
let presences: Presences;

beforeEach(() => {
  vi.useFakeTimers();
  watched = [];
  presences = new Presences(new Topics(), async (userIds) => {
    watched.push(userIds);
    return userIds.map((userId) => presence(userId));
  });
  presences.resume();
});
afterEach(() => {
  presences.stop();
  vi.useRealTimers();
});

const later = () => vi.advanceTimersByTimeAsync(200);

describe('Presences', () => {
  it('watch whom all viewers together look at, told once for all changes of a moment', async () => {
    const stop = presences.view(['anna', 'bao']);
    presences.view(['bao', 'chen']);
    await later();
    expect(watched.map((ids) => ids.toSorted())).toEqual([['anna', 'bao', 'chen']]);
    stop();
    stop();
    await later();
    expect(watched.at(-1)?.toSorted()).toEqual(['bao', 'chen']);
    expect(presences.of('anna')).toBeNull();
    expect(presences.of('bao')?.state).toBe('online');
  });

  it('change as they are heard, for those who are looked at', async () => {
    presences.view(['anna']);
    await later();
    presences.heard([presence('anna', 'busy'), presence('stranger')]);
    expect(presences.of('anna')?.state).toBe('busy');
    expect(presences.of('stranger')).toBeNull();
  });

  it('are asked for again on a new line, and not known for long without one', async () => {
    presences.view(['anna']);
    await later();
    presences.lost();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(presences.of('anna')?.state).toBe('online');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(presences.of('anna')).toBeNull();
    presences.resume();
    await later();
    expect(watched).toHaveLength(2);
    expect(presences.of('anna')?.state).toBe('online');
  });

  it('beyond the limit watch those who came into view last', async () => {
    const many = Array.from({ length: limits.watchedPresences + 10 }, (_, index) => `user ${index}`);
    presences.view(many);
    presences.view(['user 0']);
    await later();
    expect(watched[0]).toHaveLength(limits.watchedPresences);
    expect(watched[0]).toContain('user 0');
    expect(watched[0]).not.toContain('user 5');
  });
});
