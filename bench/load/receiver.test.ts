import { describe, expect, test } from 'vitest';
import { bodyOf, type Mark, readMarks } from './marks.ts';
import { Receiver } from './receiver.ts';

const mark = (n: number, sender = 0): Mark => ({ room: 0, sender, n, sentUs: 1_000 + n });

function seenOf(numbers: number[]) {
  const receiver = new Receiver();
  for (const n of numbers) receiver.take(mark(n), true);
  return receiver.seen();
}

describe('a receiver', () => {
  test.each([
    { got: [0, 1, 2, 3], received: 4, doubled: 0, reordered: 0, missing: 0 },
    { got: [0, 1, 3], received: 3, doubled: 0, reordered: 0, missing: 1 },
    { got: [0, 1, 1, 2], received: 3, doubled: 1, reordered: 0, missing: 0 },
    { got: [0, 2, 1, 3], received: 4, doubled: 0, reordered: 1, missing: 0 },
    { got: [0, 2, 1, 1], received: 3, doubled: 1, reordered: 1, missing: 0 },
    { got: [3], received: 1, doubled: 0, reordered: 0, missing: 3 },
  ])('that gets $got counts what is wrong with it', ({ got, ...expected }) => {
    expect(seenOf(got)).toMatchObject({ ...expected, damaged: 0 });
  });

  test('sees another order than one who got two senders the other way round', () => {
    const [one, other] = [new Receiver(), new Receiver()];
    for (const sender of [0, 1]) one.take(mark(0, sender), true);
    for (const sender of [1, 0]) other.take(mark(0, sender), true);
    expect(one.seen().orderHash).not.toBe(other.seen().orderHash);
  });
});

describe('marks', () => {
  const read = (text: string) => {
    const found: [Mark, boolean][] = [];
    readMarks(text, (one, whole) => found.push([one, whole]));
    return found;
  };
  const asRead = (body: string) => Buffer.from(body).toString('latin1');

  test('are found again, however many there are in what came', () => {
    const text = `<a>${asRead(bodyOf(mark(1)))}</a><b>${asRead(bodyOf(mark(2)))}</b>`;
    expect(read(text)).toEqual([
      [mark(1), true],
      [mark(2), true],
    ]);
  });

  test('of a text that was changed on the way are not whole', () => {
    expect(read(asRead(bodyOf(mark(1))).replace('goose', 'duck'))).toEqual([[mark(1), false]]);
  });
});
