import type { Topics } from '../store/topics.ts';

/** A typing user who says nothing more for so long has stopped. */
const lastsMs = 8_000;
/** How often the server is told that I am still typing. */
const everyMs = 4_000;

/** Who is typing where. Nothing of it is kept, and nothing is told without a line. */
export class Typing {
  readonly #topics: Topics;
  readonly #tell: (roomId: string, typing: boolean) => void;
  readonly #rooms = new Map<string, Map<string, ReturnType<typeof setTimeout>>>();
  readonly #toldAt = new Map<string, number>();

  constructor(topics: Topics, tell: (roomId: string, typing: boolean) => void) {
    this.#topics = topics;
    this.#tell = tell;
  }

  /** Those who are typing in a room, who began first at the front. */
  in(roomId: string): string[] {
    return [...(this.#rooms.get(roomId)?.keys() ?? [])];
  }

  /** Another user is typing, or stopped. */
  heard(roomId: string, userId: string, typing: boolean): void {
    const users = this.#rooms.get(roomId) ?? new Map();
    const known = users.get(userId);
    clearTimeout(known);
    if (typing) {
      users.set(
        userId,
        setTimeout(() => this.heard(roomId, userId, false), lastsMs),
      );
      this.#rooms.set(roomId, users);
    } else users.delete(userId);
    if (users.size === 0) this.#rooms.delete(roomId);
    if ((known !== undefined) !== typing) this.#topics.touch(`typing:${roomId}`);
  }

  /** I am typing, or stopped. */
  mine(roomId: string, typing: boolean): void {
    const now = Date.now();
    const toldAt = this.#toldAt.get(roomId);
    if (!typing && toldAt === undefined) return;
    if (typing && toldAt !== undefined && now - toldAt < everyMs && now >= toldAt) return;
    if (typing) this.#toldAt.set(roomId, now);
    else this.#toldAt.delete(roomId);
    this.#tell(roomId, typing);
  }

  /** Without a line nobody is known to be typing. */
  clear(): void {
    this.#toldAt.clear();
    for (const [roomId, users] of [...this.#rooms])
      for (const userId of [...users.keys()]) this.heard(roomId, userId, false);
  }
}
