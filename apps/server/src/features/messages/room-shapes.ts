import type { Batch } from '../../platform/db/index.ts';
import { type RoomShape, readRoomShapes } from './send-repo.ts';

const maxShapes = 50_000;

/** Remembers shapes of rooms, so that a batch can ask everything that decides over it at once. */
export class RoomShapes {
  readonly #shapes = new Map<string, RoomShape>();

  /** The shapes of these rooms; those that are nowhere are left out. */
  async of(batch: Batch, roomIds: readonly string[]): Promise<Map<string, RoomShape>> {
    const unknown = roomIds.filter((id) => !this.#shapes.has(id));
    if (unknown.length > 0) {
      if (this.#shapes.size > maxShapes) this.#shapes.clear();
      for (const shape of await readRoomShapes(batch, roomIds)) this.#shapes.set(shape.id, shape);
    }
    return new Map(roomIds.flatMap((id) => this.#shapes.get(id) ?? []).map((shape) => [shape.id, shape]));
  }
}
