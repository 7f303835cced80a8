import { type CommandArgs, type ErrorCode, type ErrorParams, ProblemError } from '@hongyan/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outgoing } from '../api.ts';
import { memoryStorage } from '../storage/memory.ts';
import { Topics } from '../store/topics.ts';
import { idOf } from '../testing/rows.ts';
import { OutboxQueue } from './outbox.ts';
import { toStored } from './outgoing.ts';

/** A server that answers when the test says so. */
class Server {
  readonly asked: {
    id: string;
    text: string;
    answer: (result: { seq: number; createdAt: number } | ProblemError) => void;
  }[] = [];
  /** Messages of which the row has come. */
  readonly known = new Set<string>();
  readonly missing: string[] = [];
  isOpen = true;
  readonly queue = new OutboxQueue({
    storage: memoryStorage(),
    topics: new Topics(),
    isOpen: () => this.isOpen,
    request: (_, args) =>
      new Promise<never>((resolve, reject) => {
        const { id, text } = args as CommandArgs<'message.send'>;
        const answer = (result: { seq: number; createdAt: number } | ProblemError) =>
          result instanceof ProblemError ? reject(result) : resolve(result as never);
        this.asked.push({ id, text, answer });
      }),
    isKnown: (_, id) => this.known.has(id),
    missing: (roomId) => this.missing.push(roomId),
    placed: () => {},
  });

  get texts(): string[] {
    return this.asked.map((one) => one.text);
  }

  /** Answers the last request, its row having come before. */
  async accepts(): Promise<void> {
    const { id, answer } = this.asked.at(-1)!;
    this.known.add(id);
    this.queue.arrived(idOf('room', 1), [id], 0);
    answer({ seq: this.asked.length, createdAt: 1 });
    await settle();
  }

  async refuses(code: ErrorCode, params: ErrorParams = {}): Promise<void> {
    this.asked.at(-1)!.answer(new ProblemError(code, params));
    await settle();
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0);
let count = 0;
const outgoing = (text: string, room = 1): Outgoing => ({
  id: idOf('message', (count += 1)),
  roomId: idOf('room', room),
  text,
  replyTo: null,
  mentions: [],
  mentionsAll: false,
  from: null,
  createdAt: count,
  state: 'waiting',
  error: null,
});

let server: Server;
const states = () => server.queue.list().map((one) => `${one.text} ${one.state}`);
const add = async (...texts: string[]) => {
  for (const text of texts) server.queue.add(outgoing(text));
  await settle();
};

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
});
afterEach(() => {
  server.queue.stop();
  vi.useRealTimers();
});

describe('OutboxQueue', () => {
  it('sends one message of a room at a time, in order, and rooms beside each other', async () => {
    await add('one', 'two');
    server.queue.add(outgoing('elsewhere', 2));
    await settle();
    expect(server.texts).toEqual(['one', 'elsewhere']);
    expect(states()).toEqual(['one sending', 'two waiting', 'elsewhere sending']);
    server.asked[0]!.answer({ seq: 1, createdAt: 1 });
    await settle();
    expect(server.texts).toEqual(['one', 'elsewhere', 'two']);
  });

  it('keeps an answered message in view until its row comes, and asks for it', async () => {
    await add('one');
    server.asked[0]!.answer({ seq: 1, createdAt: 1 });
    await settle();
    expect(states()).toEqual(['one sending']);
    expect(server.missing).toEqual([idOf('room', 1)]);
    expect(server.queue.discard(server.asked[0]!.id)).toBeNull();
    server.queue.arrived(idOf('room', 1), [server.asked[0]!.id], 0);
    expect(states()).toEqual([]);
  });

  it('lets go of an answered message that a snapshot passed over', async () => {
    await add('one', 'two');
    server.asked[0]!.answer({ seq: 7, createdAt: 1 });
    await settle();
    server.queue.arrived(idOf('room', 1), [], 6);
    expect(states()).toEqual(['one sending', 'two sending']);
    server.queue.arrived(idOf('room', 1), [], 900);
    expect(states()).toEqual(['two sending']);
  });

  it('waits while there is no line, and goes on with the next', async () => {
    server.isOpen = false;
    await add('one', 'two');
    expect(server.texts).toEqual([]);
    server.isOpen = true;
    server.queue.resume();
    await settle();
    server.isOpen = false;
    await server.refuses('offline');
    expect(states()).toEqual(['one waiting', 'two waiting']);
    server.isOpen = true;
    server.queue.resume();
    await settle();
    await server.accepts();
    await server.accepts();
    expect(server.texts).toEqual(['one', 'one', 'two']);
    expect(server.asked[0]!.id).toBe(server.asked[1]!.id);
    expect(states()).toEqual([]);
  });

  it('tries again for ever what may pass, but not before the server wants it', async () => {
    await add('one', 'two');
    await server.refuses('rate_limited', { seconds: 20 });
    await vi.advanceTimersByTimeAsync(19_000);
    expect(server.texts).toEqual(['one']);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(server.texts).toEqual(['one', 'one']);
    for (const code of ['overloaded', 'internal', 'overloaded', 'internal', 'internal'] as const) {
      await server.refuses(code);
      await vi.advanceTimersByTimeAsync(60_000);
    }
    expect(server.texts).toEqual(Array(7).fill('one'));
    await server.accepts();
    expect(server.texts.at(-1)).toBe('two');
  });

  it('marks what is refused and lets the next ones through', async () => {
    await add('one', 'two');
    await server.refuses('blocked');
    expect(states()).toEqual(['one failed', 'two sending']);
    expect(server.queue.list()[0]?.error?.code).toBe('blocked');
    await server.accepts();
    server.queue.retry(server.asked[0]!.id);
    await settle();
    expect(server.asked.at(-1)!.id).toBe(server.asked[0]!.id);
    await server.refuses('blocked');
    expect(server.queue.discard(server.asked[0]!.id)?.text).toBe('one');
    expect(states()).toEqual([]);
  });

  it('takes up what the storage held, refused ones with their reason', async () => {
    const refused = {
      ...outgoing('refused'),
      state: 'failed' as const,
      error: new ProblemError('too_long', { limit: 5 }),
    };
    const stored = [toStored(refused), toStored({ ...outgoing('was under way'), state: 'sending' })];
    server.queue.restore(structuredClone(stored));
    await settle();
    expect(states()).toEqual(['refused failed', 'was under way sending']);
    expect(server.queue.list()[0]?.error).toEqual(new ProblemError('too_long', { limit: 5 }));
    expect(server.texts).toEqual(['was under way']);
  });
});
