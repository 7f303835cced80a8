import { type CommandArgs, type CommandName, type CommandResult, socketProtocol } from '@hongyan/protocol';
import { WebSocketClient } from './web-socket.ts';

/** An answer, and the milliseconds from the request's leaving to the answer's being here whole, not yet parsed. */
export interface Timed<T> {
  result: T;
  ms: number;
  bytes: number;
}

interface Waiting {
  resolve(answer: { text: string; ms: number }): void;
  sentAt: number;
}

/**
 * A signed-in line of Hongyan for commands. One who asks one thing at a time over loopback measures what the server
 * takes for it, and the little that the way takes.
 */
export class Asker {
  readonly #socket: WebSocketClient;
  readonly #waiting: Map<number, Waiting>;
  #lastId = 0;

  private constructor(socket: WebSocketClient, waiting: Map<number, Waiting>) {
    this.#socket = socket;
    this.#waiting = waiting;
  }

  static async open(endpoint: { host: string; port: number }, token: string): Promise<Asker> {
    const waiting = new Map<number, Waiting>();
    const protocols = [socketProtocol, `bearer.${token}`];
    const socket = await WebSocketClient.open({ ...endpoint, path: '/socket', protocols }, (text) => {
      const now = performance.now();
      const id = Number(/^\{"id":(\d+)/.exec(text)?.[1]);
      const asked = waiting.get(id);
      waiting.delete(id);
      asked?.resolve({ text, ms: now - asked.sentAt });
    });
    return new Asker(socket, waiting);
  }

  /** @throws Error with the server's code */
  async ask<N extends CommandName>(op: N, args: CommandArgs<N>): Promise<Timed<CommandResult<N>>> {
    const id = (this.#lastId += 1);
    const frame = JSON.stringify({ id, op, args });
    const { text, ms } = await new Promise<{ text: string; ms: number }>((resolve) => {
      this.#waiting.set(id, { resolve, sentAt: performance.now() });
      this.#socket.send(frame);
    });
    const answer = JSON.parse(Buffer.from(text, 'latin1').toString()) as {
      result: CommandResult<N>;
      error?: { code: string };
    };
    if (answer.error) throw new Error(`${op} is refused: ${answer.error.code}`);
    return { result: answer.result, ms, bytes: text.length };
  }

  close(): void {
    this.#socket.cut();
  }
}
