import { type CommandFrame, limits } from '@hongyan/protocol';
import type { WebSocket } from 'ws';
import type { Connection } from './connection.ts';

/**
 * The commands of one connection that wait to run. At most `limits.commandsInFlight` run at once, and none while the
 * client is behind with reading its answers, so that one who asks and never reads does not fill the memory. What
 * cannot run yet waits in the network: this holds no more than what the socket had read before it paused.
 */
export class Inbox {
  readonly #connection: Connection;
  readonly #webSocket: WebSocket;
  readonly #run: (frame: CommandFrame) => Promise<void>;
  #waiting: CommandFrame[] = [];
  #inFlight = 0;

  /** @param run Never rejects. */
  constructor(connection: Connection, webSocket: WebSocket, run: (frame: CommandFrame) => Promise<void>) {
    this.#connection = connection;
    this.#webSocket = webSocket;
    this.#run = run;
  }

  take(frame: CommandFrame): void {
    this.#waiting.push(frame);
    this.advance();
  }

  /** Starts what may run now. */
  advance(): void {
    if (this.#connection.isClosed) this.#waiting = [];
    while (this.#waiting.length > 0 && this.#inFlight < limits.commandsInFlight && !this.#connection.isBehind)
      this.#start(this.#waiting.shift()!);
    if (this.#waiting.length > 0) this.#webSocket.pause();
    else if (this.#webSocket.isPaused) this.#webSocket.resume();
  }

  #start(frame: CommandFrame): void {
    this.#inFlight += 1;
    // Only here, not when a frame comes: a client that goes on asking without reading counts as silent.
    this.#connection.heard = true;
    void this.#run(frame).finally(() => {
      this.#inFlight -= 1;
      this.advance();
    });
  }
}
