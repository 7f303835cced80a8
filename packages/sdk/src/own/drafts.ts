import type { CommandArgs } from '@hongyan/protocol';
import type { Replica } from '../state/replica.ts';
import type { Storage } from '../storage/storage.ts';
import type { Topics } from '../store/topics.ts';
import { OwnWrites } from './own-writes.ts';

interface DraftText {
  text: string;
  replyTo: string | null;
}

/** How long somebody must pause before the other devices see the draft. */
const pauseMs = 1_000;
const nothing: DraftText = { text: '', replyTo: null };

/**
 * Unfinished text. What is written here stands until the server has it; a draft of another device takes its place only
 * where nothing was changed here since.
 */
export class Drafts {
  readonly #replica: Replica;
  readonly writes: OwnWrites<DraftText>;

  constructor(deps: {
    replica: Replica;
    storage: Storage;
    topics: Topics;
    isOpen(): boolean;
    send(args: CommandArgs<'draft.set'>): Promise<unknown>;
  }) {
    this.#replica = deps.replica;
    this.writes = new OwnWrites<DraftText>({
      kind: 'draft',
      storage: deps.storage,
      delayMs: pauseMs,
      isOpen: deps.isOpen,
      send: (roomId, draft) => deps.send({ roomId, ...draft }),
      revOf: (roomId) => this.#row(roomId)?.rev ?? 0,
      isSaid: (roomId, draft) => isSame(this.#row(roomId) ?? nothing, draft),
      touched: (roomId) => {
        deps.topics.touch(`draft:${roomId}`);
        deps.topics.touch(`room:${roomId}`);
        deps.topics.touch('rooms');
      },
    });
  }

  of(roomId: string): DraftText {
    const { text, replyTo } = this.writes.get(roomId) ?? this.#row(roomId) ?? nothing;
    return { text, replyTo };
  }

  set(roomId: string, text: string, replyTo: string | null): void {
    const draft = { text, replyTo: text === '' ? null : replyTo };
    if (!isSame(this.of(roomId), draft)) this.writes.set(roomId, draft);
  }

  #row(roomId: string) {
    return this.#replica.me.drafts.get(roomId);
  }
}

function isSame(a: DraftText, b: DraftText): boolean {
  return a.text === b.text && a.replyTo === b.replyTo;
}
