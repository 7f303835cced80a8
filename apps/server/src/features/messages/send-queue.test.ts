import { expect, test } from 'vitest';
import { codeOf } from '../../testing/index.ts';
import { type Outcome, SendQueue } from './send-queue.ts';

interface Job {
  room: string;
  n: number;
}

/** A queue over a writer that takes a turn of the event loop, and a record of what it wrote. */
function queueOver(write: (jobs: Job[]) => Outcome<number>[] = (jobs) => jobs.map(({ n }) => ({ answer: n }))) {
  const batches: Job[][] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const queue = new SendQueue<Job, number>({
    roomOf: (job) => job.room,
    isJobsFault: (error) => error instanceof RangeError,
    write: async (jobs) => {
      batches.push(jobs);
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inFlight -= 1;
      return write(jobs);
    },
  });
  return { queue, batches, mostInFlight: () => mostInFlight };
}

test('what comes together is written together', async () => {
  const { queue, batches } = queueOver();
  const answers = await Promise.all(['a', 'b', 'a', 'c'].map((room, n) => queue.send({ room, n })));
  expect(answers).toEqual([0, 1, 2, 3]);
  expect(batches).toHaveLength(1);
});

test('a room keeps its order and is never in two batches at once', async () => {
  const { queue, batches, mostInFlight } = queueOver();
  const sends: Promise<number>[] = [];
  for (let n = 0; n < 1_000; n += 1) {
    sends.push(queue.send({ room: `r${n % 3}`, n }));
    if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(sends);
  for (const room of ['r0', 'r1', 'r2']) {
    const written = batches.flat().filter((job) => job.room === room);
    expect(written.map(({ n }) => n)).toEqual(written.map(({ n }) => n).sort((a, b) => a - b));
  }
  expect(batches.flat()).toHaveLength(1_000);
  expect(mostInFlight()).toBeLessThanOrEqual(3);
});

test('a flood in one room does not keep the others waiting', async () => {
  const { queue, batches } = queueOver();
  const flood = Array.from({ length: 2_000 }, (_, n) => queue.send({ room: 'loud', n }));
  await queue.send({ room: 'quiet', n: 0 });
  expect(batches.flat().filter(({ room }) => room === 'loud').length).toBeLessThan(2_000);
  await Promise.all(flood);
});

test('a batch that is held up does not hold up the other rooms', async () => {
  const lock = Promise.withResolvers<void>();
  const queue = new SendQueue<Job, number>({
    roomOf: (job) => job.room,
    isJobsFault: () => false,
    write: async (jobs) => {
      if (jobs.some(({ room }) => room === 'locked')) await lock.promise;
      return jobs.map(({ n }) => ({ answer: n }));
    },
  });
  const held = [1, 2].map((n) => queue.send({ room: 'locked', n }));
  await new Promise((resolve) => setImmediate(resolve));
  const behind = queue.send({ room: 'locked', n: 3 });
  expect(await queue.send({ room: 'free', n: 4 })).toBe(4);
  lock.resolve();
  expect(await Promise.all([...held, behind])).toEqual([1, 2, 3]);
});

test('a batch that fails because of one job is written job by job', async () => {
  const { queue } = queueOver((jobs) => {
    if (jobs.some(({ n }) => n === 3)) throw new RangeError('bad row');
    return jobs.map(({ n }) => ({ answer: n }));
  });
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((n) => queue.send({ room: 'a', n })));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

test('a batch that fails because of the server fails whole, and the next one goes on', async () => {
  let down = true;
  const { queue, batches } = queueOver((jobs) => {
    if (down) throw new Error('no database');
    return jobs.map(({ n }) => ({ answer: n }));
  });
  const results = await Promise.allSettled([1, 2].map((n) => queue.send({ room: 'a', n })));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(batches).toHaveLength(1);
  down = false;
  expect(await queue.send({ room: 'a', n: 3 })).toBe(3);
});

test('what waits is bounded; beyond it the sender is told at once, and draining takes the rest', async () => {
  const { queue, batches } = queueOver();
  const sends = Array.from({ length: 10_000 }, (_, n) => queue.send({ room: `r${n}`, n }));
  expect(await codeOf(queue.send({ room: 'one more', n: 0 }))).toBe('overloaded');
  await queue.drain();
  await Promise.all(sends);
  expect(batches.flat()).toHaveLength(10_000);
  expect(await codeOf(queue.send({ room: 'later', n: 0 }))).toBe('ok');
});
