import type { Socket } from 'node:net';
import { limits, type PushFrame } from '@hongyan/protocol';
import type { WebSocket } from 'ws';

/** One encoded WebSocket text frame (RFC 6455 §5.2), ready for any number of sockets. */
export type Frame = Buffer;

export function encodeFrame(message: object): Frame {
  const payload = Buffer.from(JSON.stringify(message));
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x81, length]), payload], length + 2);
  if (length < 0x1_0000)
    return Buffer.concat([Buffer.from([0x81, 126, length >> 8, length & 0xff]), payload], length + 4);
  const header = Buffer.alloc(10);
  header.writeUInt16BE(0x817f, 0);
  header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload], length + 10);
}

const laggedFrame = encodeFrame({ push: 'lagged' } satisfies PushFrame);

/**
 * One open socket. Frames gather and are written once per turn of the event loop. What waits is bounded: a reader
 * that falls behind `limits.queueBytes` loses its live stream, is told `lagged` once it reads again, and catches up
 * by changes. Answers to its own commands are never dropped; while it `isBehind`, no further command of it is run.
 */
export class Connection {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  #queue: Frame[] = [];
  #queuedBytes = 0;
  #lagged = false;
  #closed = false;
  /** Rooms that this connection watches without its user being a member. */
  readonly watched = new Set<string>();
  /** When the last heartbeat went out; later moves go into the next one. */
  lastBeat = performance.now();
  /** Whether the peer gave a sign of life since the last probe. */
  heard = true;

  constructor(identity: { id: string; userId: string; sessionId: string }, webSocket: WebSocket, socket: Socket) {
    this.id = identity.id;
    this.userId = identity.userId;
    this.sessionId = identity.sessionId;
    this.#webSocket = webSocket;
    this.#socket = socket;
    socket.on('drain', () => this.#recover());
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Whether more than `limits.queueBytes` wait for the peer to read them; the socket's `drain` ends it. */
  get isBehind(): boolean {
    return this.#waitingBytes > limits.queueBytes;
  }

  get #waitingBytes(): number {
    return this.#queuedBytes + this.#socket.writableLength;
  }

  /** Queues a push; dropped for a reader that lags. */
  push(frame: Frame): void {
    if (this.#lagged || this.#closed) return;
    if (this.#waitingBytes + frame.length > limits.queueBytes) {
      this.#lagged = true;
      return;
    }
    this.#enqueue(frame);
  }

  /** Queues the answer to a command of this connection. */
  answer(message: object): void {
    if (!this.#closed) this.#enqueue(encodeFrame(message));
  }

  /** Says a last word and closes. @param code RFC 6455 §7.4 */
  end(code: number, last?: PushFrame): void {
    if (this.#closed) return;
    if (last) this.#enqueue(encodeFrame(last));
    this.flush();
    this.#closed = true;
    this.#webSocket.close(code);
    // A peer that does not answer the close is cut off.
    setTimeout(() => this.#webSocket.terminate(), 1_000).unref();
  }

  /** Asks for a sign of life; cuts a connection that gave none since the last time. */
  probe(): void {
    if (!this.heard) {
      this.#webSocket.terminate();
      return;
    }
    this.heard = false;
    if (!this.#lagged) this.#webSocket.ping();
  }

  flush(): void {
    dirty.delete(this);
    if (this.#queue.length === 0 || this.#closed) return;
    const bytes = this.#queue.length === 1 ? this.#queue[0]! : Buffer.concat(this.#queue, this.#queuedBytes);
    this.#queue = [];
    this.#queuedBytes = 0;
    if (this.#socket.write(bytes)) this.#recover();
  }

  closed(): void {
    this.#closed = true;
    this.#queue = [];
    dirty.delete(this);
  }

  #enqueue(frame: Frame): void {
    this.#queue.push(frame);
    this.#queuedBytes += frame.length;
    if (dirty.size === 0) setImmediate(flushAll);
    dirty.add(this);
  }

  #recover(): void {
    if (!this.#lagged || this.#closed || this.#socket.writableLength > 0) return;
    this.#lagged = false;
    // It took all that waited, which nobody does who is gone; it could not be asked meanwhile.
    this.heard = true;
    this.#enqueue(laggedFrame);
  }
}

/** Connections with something to write in this turn. */
const dirty = new Set<Connection>();

function flushAll(): void {
  for (const connection of [...dirty]) connection.flush();
}
