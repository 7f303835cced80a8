import { describe, expect, test } from 'vitest';
import { above, isAbove, type Place } from './address.ts';

describe('above', () => {
  test.each<[Place, Place]>([
    [{ roomId: 'r' }, {}],
    [{ roomId: 'r', messageId: 'm' }, {}],
    [{ roomId: 'r', panel: 'details' }, { roomId: 'r' }],
    [
      { roomId: 'r', panel: 'members' },
      { roomId: 'r', panel: 'details' },
    ],
    [{ roomId: 'r', panel: 'members', thread: 't' }, { roomId: 'r' }],
    [{ panel: 'saved' }, {}],
    [{ roomId: 'r', panel: 'saved' }, { roomId: 'r' }],
  ])('above %j lies %j', (here, there) => {
    expect(above(here)).toEqual(there);
  });
});

describe('isAbove', () => {
  test('going back is going up only from a place right below', () => {
    expect(isAbove({}, { roomId: 'r' })).toBe(true);
    expect(isAbove({ roomId: 'r', messageId: 'm' }, { roomId: 'r', panel: 'details' })).toBe(true);
    expect(isAbove({ roomId: 'other' }, { roomId: 'r' })).toBe(false);
    expect(isAbove({ roomId: 'r' }, { roomId: 'r', panel: 'members' })).toBe(false);
    expect(isAbove({ roomId: 'r', thread: 't' }, { roomId: 'r', panel: 'details' })).toBe(false);
  });
});
