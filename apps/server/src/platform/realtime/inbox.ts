import { type CommandFrame, limits } from '@hongyan/protocol';
import type { WebSocket } from 'ws';
import type { Connection } from './connection.ts';

/** When a connection goes on after it was told that the server is busy, as the refusal says. */
const restMs = 1_000;

/**
 * The commands of one connection that wait to run. At most `limits.commandsInFlight` run at once, and none while the
 * client is behind with reading its answers, so that one who asks and never reads does not fill the memory. What
 * cannot run yet waits in the network: this holds no more than what the socket had read before it paused.
 *
 * To refuse costs, too: those who go on asking a busy server would leave it no time for what it has accepted. After a
 * refusal for load a connection rests, then goes on with one command at once, and with twice as many after each that was
 * not refused.
 */
export class Inbox {
  readonly #connection: Connection;
  readonly #webSocket: WebSocket;
  readonly #run: (frame: CommandFrame) => Promise<boolean>;
  #waiting: CommandFrame[] = [];
  #inFlight = 0;
  #most: number = limits.commandsInFlight;
  #isResting = false;

  /** @param run Resolves with whether there was the time to run it. Never rejects. */
  constructor(connection: Connection, webSocket: WebSocket, run: (frame: CommandFrame) => Promise<boolean>) {
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
    while (this.#waiting.length > 0 && this.#mayStart) this.#start(this.#waiting.shift()!);
    if (this.#waiting.length > 0) this.#webSocket.pause();
    else if (this.#webSocket.isPaused) this.#webSocket.resume();
  }

  get #mayStart(): boolean {
    return this.#inFlight < this.#most && !this.#isResting && !this.#connection.isBehind;
  }

  #start(frame: CommandFrame): void {
    this.#inFlight += 1;
    // Only here, not when a frame comes: a client that goes on asking without reading counts as silent.
    this.#connection.heard = true;
    void this.#run(frame).then((hadTime) => {
      this.#inFlight -= 1;
      if (hadTime) this.#most = Math.min(limits.commandsInFlight, this.#most * 2);
      else this.#rest();
      this.advance();
    });
  }

  #rest(): void {
    this.#most = 1;
    if (this.#isResting) return;
    this.#isResting = true;
    setTimeout(() => {
      this.#isResting = false;
      this.advance();
    }, restMs).unref();
  }
}
