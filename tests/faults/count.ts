/** What became of numbered messages: each sender counted from 1 in each room. */
export interface Count {
  sent: number;
  lost: number;
  doubled: number;
  reordered: number;
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
