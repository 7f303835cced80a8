/** Rows of one kind by their key. Never changed in place: another state is another map. */
export type Rows<T> = ReadonlyMap<string, T>;

/**
 * Takes rows in. Of two with the same key the one with the higher `rev` stays, so that the order in which they come and
 * how often does not matter. Answers the same map if nothing changed.
 */
export function upsert<T extends { rev: number }>(
  held: Rows<T>,
  rows: readonly T[] | undefined,
  keyOf: (row: T) => string,
): Rows<T> {
  let next: Map<string, T> | null = null;
  for (const row of rows ?? []) {
    const key = keyOf(row);
    const known = (next ?? held).get(key);
    if (known && known.rev >= row.rev) continue;
    next ??= new Map(held);
    next.set(key, row);
  }
  return next ?? held;
}
