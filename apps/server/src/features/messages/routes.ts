import { type CommandArgs, type CommandName, ProblemError, type SendResult } from '@hongyan/protocol';
import type { Clock } from '../../platform/clock/index.ts';
import type { Caller, Handlers } from '../../platform/commands/index.ts';
import type { BatchWriter, Db, RoomReads } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Live } from '../../platform/realtime/index.ts';
import { accessRoom } from '../rooms/index.ts';
import { editMessage, pinMessage, reactToMessage, recallMessage } from './change-message.ts';
import type { MessageDeps } from './deps.ts';
import { forwardMessages } from './forward-messages.ts';
import { sendJob } from './join-thread.ts';
import { saveMessage, setDraft } from './keep-own.ts';
import { openThread } from './open-thread.ts';
import { ReadMarks } from './read-marks.ts';
import { readHistory, readMessages, readPage } from './read-messages.ts';
import { RoomShapes } from './room-shapes.ts';
import { checkText, jobOfSend, type SendJob } from './send-message.ts';
import { SendQueue } from './send-queue.ts';
import { writeBatch } from './write-batch.ts';

type MessageHandlers = Pick<
  Handlers,
  Extract<CommandName, `message.${string}`> | 'room.read' | 'room.type' | 'thread.open' | 'draft.set'
>;

export interface Messages {
  routes: MessageHandlers;
  /** Notes that somebody has read up to what they did themselves. */
  noteRead(userId: string, roomId: string, seq: number): void;
  /** Resolves when everything that was taken is written. */
  drain(): Promise<void>;
}

export function createMessages(options: {
  db: Db;
  writer: BatchWriter;
  roomReads: RoomReads;
  live: Live;
  clock: Clock;
  log: Log;
  config: MessageDeps['config'];
}): Messages {
  const { db, writer, roomReads, live, clock, config } = options;
  const reads = new ReadMarks(options);
  const noteRead = reads.note.bind(reads);
  const shapes = new RoomShapes();
  const queue = new SendQueue<SendJob, SendResult>({
    roomOf: (job) => job.roomId,
    write: (jobs) => writeBatch({ writer, shapes, live, clock, noteRead }, jobs),
    isJobsFault: isContentError,
  });
  const deps: MessageDeps = { db, roomReads, live, clock, config, queue, reads };
  return {
    routes: messageRoutes(deps),
    noteRead,
    drain: async () => {
      await queue.drain();
      await reads.drain();
    },
  };
}

function messageRoutes(deps: MessageDeps): MessageHandlers {
  /** A command that answers nothing but that it is done. */
  const done =
    <A>(work: (deps: MessageDeps, userId: string, args: A) => Promise<void>) =>
    async (args: A, caller: Caller) => {
      await work(deps, caller.userId, args);
      return {};
    };
  return {
    'message.send': async (args, caller) => {
      checkText(args.text, deps.config.messageLength);
      return sendJob(deps, jobOfSend(args, caller.userId));
    },
    'message.forward': (args, caller) => forwardMessages(deps, caller.userId, args),
    'message.edit': done(editMessage),
    'message.recall': done(recallMessage),
    'message.react': done(reactToMessage),
    'message.pin': done(pinMessage),
    'message.save': done(saveMessage),
    'message.history': (args, caller) => readHistory(deps, caller.userId, args),
    'message.page': (args, caller) => readPage(deps, caller.userId, args),
    'message.get': (args, caller) => readMessages(deps, caller.userId, args),
    'thread.open': (args, caller) => openThread(deps, caller.userId, args),
    'draft.set': done(setDraft),
    'room.read': done(markRead),
    'room.type': done(tellTyping),
  };
}

async function markRead(deps: MessageDeps, userId: string, args: CommandArgs<'room.read'>): Promise<void> {
  await accessRoom(deps.db, userId, args.roomId, 'read');
  await deps.reads.read(userId, args.roomId, args.seq);
}

async function tellTyping(deps: MessageDeps, userId: string, args: CommandArgs<'room.type'>): Promise<void> {
  await accessRoom(deps.db, userId, args.roomId, 'write');
  deps.live.pushRoom(args.roomId, { push: 'typing', roomId: args.roomId, userId, typing: args.typing }, userId);
}

/** PostgreSQL's classes of errors that come from the values of a row, and not from the server's state. */
function isContentError(error: unknown): boolean {
  if (error instanceof ProblemError || !(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  return typeof code === 'string' && /^(21|22|23|54)/.test(code);
}
