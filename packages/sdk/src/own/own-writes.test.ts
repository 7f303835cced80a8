import { ProblemError } from '@hongyan/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryStorage } from '../storage/memory.ts';
import type { Intent, Storage } from '../storage/storage.ts';
import { OwnWrites } from './own-writes.ts';

const roomId = 'a room';
let isOpen: boolean;
let row: { rev: number; value: string };
let told: string[];
let answer: () => Promise<void>;
let intents: Map<string, Intent>;
let writes: OwnWrites<string>;

function storageOf(kept: Map<string, Intent>): Storage {
  return {
    ...memoryStorage(),
    saveIntent: (intent) => void kept.set(intent.roomId, intent),
    deleteIntent: (_, id) => void kept.delete(id),
    readIntent: async (_, id) => kept.get(id) ?? null,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  isOpen = true;
  row = { rev: 1, value: '' };
  told = [];
  answer = async () => {};
  intents = new Map();
  writes = new OwnWrites<string>({
    kind: 'draft',
    storage: storageOf(intents),
    delayMs: 1_000,
    isOpen: () => isOpen,
    send: async (_, value) => {
      told.push(value);
      await answer();
    },
    revOf: () => row.rev,
    isSaid: (_, value) => row.value === value,
    touched: () => {},
  });
});
afterEach(() => {
  writes.stop();
  vi.useRealTimers();
});

/** The server's row comes. */
function comes(value: string): void {
  row = { rev: row.rev + 1, value };
  writes.arrived(roomId);
}

describe('OwnWrites', () => {
  it('count at once, are told after a pause, and give way to the row', async () => {
    for (const text of ['a', 'ab', 'abc']) writes.set(roomId, text);
    expect(writes.get(roomId)).toBe('abc');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual(['abc']);
    expect(writes.get(roomId)).toBe('abc');
    comes('abc');
    expect(writes.get(roomId)).toBeUndefined();
    expect(intents.size).toBe(0);
  });

  it('give way when the row came before the answer', async () => {
    answer = async () => comes('abc');
    writes.set(roomId, 'abc');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(writes.get(roomId)).toBeUndefined();
  });

  it('stand while they change, and are told again', async () => {
    answer = async () => {
      writes.set(roomId, 'second');
      comes('first');
    };
    writes.set(roomId, 'first');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(writes.get(roomId)).toBe('second');
    answer = async () => comes('second');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual(['first', 'second']);
    expect(writes.get(roomId)).toBeUndefined();
  });

  it('wait for a line, and are tried again when the server is busy', async () => {
    isOpen = false;
    writes.set(roomId, 'abc');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told).toEqual([]);
    isOpen = true;
    answer = async () => {
      throw new ProblemError('overloaded', { seconds: 10 });
    };
    writes.resume();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(told).toEqual(['abc']);
    answer = async () => comes('abc');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(told).toEqual(['abc', 'abc']);
    expect(writes.get(roomId)).toBeUndefined();
  });

  it('are given up when the server refuses them', async () => {
    answer = async () => {
      throw new ProblemError('room_not_found');
    };
    writes.set(roomId, 'abc');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(writes.get(roomId)).toBeUndefined();
    expect(intents.size).toBe(0);
  });

  it('survive the page, but do not speak over another tab that went on', async () => {
    intents.set(roomId, { kind: 'draft', roomId, value: 'newer, by another tab' });
    writes.restore([{ kind: 'draft', roomId, value: 'what this tab read' }]);
    expect(writes.get(roomId)).toBe('what this tab read');
    writes.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['newer, by another tab']);
    comes('newer, by another tab');
    writes.restore([{ kind: 'draft', roomId, value: 'told by another tab' }]);
    writes.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toHaveLength(1);
    expect(writes.get(roomId)).toBeUndefined();
  });
});
