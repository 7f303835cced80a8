import { hrtime } from 'node:process';

/**
 * What every message of the load says: who sent it where, its number, and when. `room` and `sender` are indexes of the
 * scenario, `n` counts from 0 for each sender, `sentUs` is the machine's monotonic clock.
 */
export interface Mark {
  room: number;
  sender: number;
  n: number;
  sentUs: number;
}

const padding = ' 鸿雁传书 the wild goose carries the letter, and nothing of it is lost on the way'.normalize();
/** Frames are read as Latin-1, which keeps each byte of UTF-8 as one character. */
const paddingAsRead = Buffer.from(padding).toString('latin1');

/** Microseconds of the monotonic clock, the same for all processes of the machine. */
export function nowUs(): number {
  return Number(hrtime.bigint() / 1000n);
}

/** About 120 bytes, the same for every server. */
export function bodyOf(mark: Mark): string {
  return `@@${mark.room}.${mark.sender}.${mark.n}.${mark.sentUs}@@${padding}`;
}

/** Calls `onMark` for every whole message in what a server sent; `whole` is false if its text is not as it was sent. */
export function readMarks(text: string, onMark: (mark: Mark, whole: boolean) => void): void {
  let at = text.indexOf('@@');
  while (at !== -1) {
    const end = text.indexOf('@@', at + 2);
    if (end === -1) return;
    const [room, sender, n, sentUs] = text.slice(at + 2, end).split('.');
    const whole = text.startsWith(paddingAsRead, end + 2);
    onMark({ room: Number(room), sender: Number(sender), n: Number(n), sentUs: Number(sentUs) }, whole);
    at = text.indexOf('@@', end + 2);
  }
}
