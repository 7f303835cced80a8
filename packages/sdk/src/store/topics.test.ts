import { describe, expect, it, vi } from 'vitest';
import { Topics } from './topics.ts';

const turn = () => new Promise<void>((resolve) => queueMicrotask(resolve));

describe('Topics', () => {
  it('derive once until they are touched', () => {
    const topics = new Topics();
    const derive = vi.fn<() => object>(() => ({}));
    const first = topics.read('rooms', derive);
    expect(topics.read('rooms', derive)).toBe(first);
    topics.touch('rooms');
    expect(topics.read('rooms', derive)).not.toBe(first);
    expect(derive).toHaveBeenCalledTimes(2);
  });

  it('keep the reference when nothing in it changed', () => {
    const topics = new Topics();
    const same = (a: number[], b: number[]) => a.join() === b.join();
    const first = topics.read('rooms', () => [1, 2], same);
    topics.touch('rooms');
    expect(topics.read('rooms', () => [1, 2], same)).toBe(first);
    topics.touch('rooms');
    expect(topics.read('rooms', () => [1, 3], same)).toEqual([1, 3]);
  });

  it('tell listeners once for all touches of a turn, and only those of the key', async () => {
    const topics = new Topics();
    const heard: string[] = [];
    topics.subscribe('rooms', () => heard.push('rooms'));
    topics.subscribe('self', () => heard.push('self'));
    const stop = topics.subscribe('rooms', () => heard.push('twice'));
    for (let count = 0; count < 3; count += 1) topics.touch('rooms');
    expect(heard).toEqual([]);
    await turn();
    expect(heard).toEqual(['rooms', 'twice']);
    stop();
    stop();
    topics.touch('rooms');
    await turn();
    expect(heard).toEqual(['rooms', 'twice', 'rooms']);
    expect(topics.isHeard('self')).toBe(true);
    expect(topics.isHeard('user:1')).toBe(false);
  });

  it('tell of a touch that a listener makes in the next turn', async () => {
    const topics = new Topics();
    let heard = 0;
    topics.subscribe('rooms', () => {
      heard += 1;
      if (heard === 1) topics.touch('rooms');
    });
    topics.touch('rooms');
    await turn();
    await turn();
    expect(heard).toBe(2);
  });
});
