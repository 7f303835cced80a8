/** Where the unread line stands, and the newest place that was known when it was last looked at. */
export interface UnreadLine {
  /** The line stands behind this place; null for none. */
  after: number | null;
  lastSeq: number;
}

/** The line as a room is opened: before the first unread message. */
export function openUnreadLine({ readSeq, lastSeq }: { readSeq: number; lastSeq: number }): UnreadLine {
  return { after: lastSeq > readSeq ? readSeq : null, lastSeq };
}

/**
 * The line after the room has moved. It stays where it is while its messages are being read and afterwards, so that
 * nothing jumps; once all was read, the next messages that come while nobody looks (`seen` is false) get a new one.
 */
export function moveUnreadLine(
  line: UnreadLine,
  { readSeq, lastSeq, seen }: { readSeq: number; lastSeq: number; seen: boolean },
): UnreadLine {
  if (lastSeq <= line.lastSeq) return line;
  const allWasRead = line.lastSeq <= readSeq;
  return { after: allWasRead && !seen && lastSeq > readSeq ? readSeq : line.after, lastSeq };
}

/**
 * How far a person has read who has a window in front of them that shows the messages up to `visibleSeq`; null for no
 * further than before. What lies before the part of the room that is held was not seen, nor was what is behind it.
 */
export function seenUpTo(view: {
  readSeq: number;
  heldFrom: number;
  visibleSeq: number;
  atEnd: boolean;
  lastSeq: number;
}) {
  const seq = view.atEnd ? view.lastSeq : view.heldFrom <= view.readSeq + 1 ? view.visibleSeq : 0;
  return seq > view.readSeq ? seq : null;
}
