import type { Message } from '@hongyan/protocol';

/** What became of numbered messages: each sender counted from 1 in each room. */
export interface Count {
  sent: number;
  lost: number;
  doubled: number;
  reordered: number;
}

export interface FullCount extends Count {
  /** What somebody was shown or told that is not so, without ever noticing. */
  undetected: number;
}

export const none = { lost: 0, doubled: 0, reordered: 0, undetected: 0 };

/** The figures of one fault: for those who read along, and without what was sent, to be compared with `none`. */
export function report(fault: string, { sent, ...faults }: FullCount, more: object = {}): typeof none {
  process.stdout.write(`${JSON.stringify({ fault, sent, ...faults, ...more })}\n`);
  const { lost, doubled, reordered, undetected } = faults;
  return { lost, doubled, reordered, undetected };
}

/**
 * Counts what is wrong in a room's history.
 * @param texts the messages as they stand there, such as `anna 17`
 * @param sent how many each sender sent
 */
export function countFaults(texts: readonly string[], sent: ReadonlyMap<string, number>): Count {
  const count: Count = { sent: 0, lost: 0, doubled: 0, reordered: 0 };
  for (const [sender, total] of sent) {
    const numbers = texts.flatMap((text) => (text.startsWith(`${sender} `) ? [Number(text.split(' ')[1])] : []));
    const distinct = new Set(numbers);
    count.sent += total;
    count.lost += total - distinct.size;
    count.doubled += numbers.length - distinct.size;
    count.reordered += numbers.filter((number, index) => index > 0 && number < numbers[index - 1]!).length;
  }
  return count;
}

export function add(one: Count, other: Count): Count {
  return {
    sent: one.sent + other.sent,
    lost: one.lost + other.lost,
    doubled: one.doubled + other.doubled,
    reordered: one.reordered + other.reordered,
  };
}

type Shown = Pick<Message, 'seq' | 'id' | 'rev' | 'text'>;

/** A client shows the end of a room. What is missing from it, or not so in the room, nobody has told it of. */
export function countUndetected(shown: readonly Shown[], all: readonly Shown[]): number {
  const first = shown[0]?.seq ?? Number.POSITIVE_INFINITY;
  const expected = new Map(all.filter(({ seq }) => seq >= first).map((message) => [message.seq, message]));
  const isSo = ({ seq, id, rev, text }: Shown) => {
    const message = expected.get(seq);
    return message?.id === id && message.rev === rev && message.text === text;
  };
  const right = shown.filter(isSo).length;
  return shown.length - right + (expected.size - right);
}
