import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Topics } from '../store/topics.ts';
import { Typing } from './typing.ts';

let told: string[];
let typing: Typing;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  typing = new Typing(new Topics(), (roomId, is) => told.push(`${roomId} ${is}`));
});
afterEach(() => vi.useRealTimers());

it('shows others until they stop, write, or say nothing more', () => {
  typing.heard('room', 'anna', true);
  typing.heard('room', 'bao', true);
  typing.heard('room', 'anna', true);
  expect(typing.in('room')).toEqual(['anna', 'bao']);
  typing.heard('room', 'anna', false);
  expect(typing.in('room')).toEqual(['bao']);
  vi.advanceTimersByTime(6_000);
  typing.heard('room', 'bao', true);
  vi.advanceTimersByTime(6_000);
  expect(typing.in('room')).toEqual(['bao']);
  vi.advanceTimersByTime(3_000);
  expect(typing.in('room')).toEqual([]);
});

it('tells the server now and then that I am typing, and at once that I stopped', () => {
  typing.mine('room', false);
  for (let second = 0; second < 10; second += 1) {
    typing.mine('room', true);
    vi.advanceTimersByTime(1_000);
  }
  typing.mine('room', false);
  typing.mine('room', false);
  expect(told).toEqual(['room true', 'room true', 'room true', 'room false']);
});
