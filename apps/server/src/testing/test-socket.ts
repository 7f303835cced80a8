import {
  type Changes,
  type CommandArgs,
  type CommandName,
  type CommandResult,
  fromProblem,
  type PushFrame,
  type ServerFrame,
  socketProtocol,
} from '@hongyan/protocol';
import { WebSocket } from 'ws';

const patienceMs = 10_000;

/** One open line to the server, with everything that came over it. */
export class TestSocket {
  readonly #webSocket: WebSocket;
  readonly #answers = new Map<number, (frame: ServerFrame) => void>();
  #watchers: (() => void)[] = [];
  #lastId = 1_000;
  /** What the server sent unasked, in order. */
  readonly pushes: PushFrame[] = [];
  /** Resolves with the close code (RFC 6455 §7.4). */
  readonly closed: Promise<number>;

  private constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
    this.closed = new Promise((resolve) => webSocket.on('close', resolve));
    webSocket.on('error', () => {});
    webSocket.on('message', (data: Buffer) => this.#take(JSON.parse(data.toString()) as ServerFrame));
  }

  /** Opens a line and waits for `hello`. Rejects with the HTTP status if the server refuses it. */
  static async open(
    url: string,
    token: string,
    options: { origin?: string; headers?: Record<string, string> } = {},
  ): Promise<TestSocket> {
    const webSocket = new WebSocket(
      `${url.replace('http', 'ws')}/socket`,
      [socketProtocol, `bearer.${token}`],
      options,
    );
    const refused = new Promise<never>((_, reject) => {
      webSocket.on('unexpected-response', (request, response) => {
        request.destroy();
        reject(new Error(`refused with ${response.statusCode}`));
      });
    });
    const socket = new TestSocket(webSocket);
    await Promise.race([socket.until((push) => push.push === 'hello'), refused]);
    return socket;
  }

  call<N extends CommandName>(op: N, args: CommandArgs<N>): Promise<CommandResult<N>> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, (frame) => {
        if ('error' in frame) reject(fromProblem(frame.error));
        else if ('result' in frame) resolve(frame.result as CommandResult<N>);
      });
      this.#webSocket.send(JSON.stringify({ id, op, args }));
    });
  }

  /** The answer to a frame that `sendRaw` sends with this id. */
  answerTo(id: number): Promise<ServerFrame> {
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  /** Waits for a push, looking at those that came before too. */
  async until(match: (push: PushFrame) => boolean): Promise<PushFrame> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const found = this.pushes.find(match);
      if (found) return found;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`nothing of the kind among ${JSON.stringify(this.pushes)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#watchers.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /**
   * Waits for changes of a scope that have some rows, or that match; looks at those that came before too. Read marks of
   * those who write come on their own, a moment later, so a test says what it waits for.
   */
  async untilChanges(scope: string, wanted: keyof Changes | ((changes: Changes) => boolean)): Promise<Changes> {
    const match = typeof wanted === 'function' ? wanted : (changes: Changes) => wanted in changes;
    const push = await this.until((one) => one.push === 'changes' && one.changes.scope === scope && match(one.changes));
    return (push as { changes: Changes }).changes;
  }

  /** The changes of a scope that came so far. */
  changesOf(scope: string): Changes[] {
    return this.pushes.flatMap((push) =>
      push.push === 'changes' && push.changes.scope === scope ? [push.changes] : [],
    );
  }

  /** Resolves when everything that the server had queued for this line before is here: answers stand behind it. */
  async settle(): Promise<void> {
    await this.call('account.session', {});
  }

  /** Sends bytes as they are, as a text frame or with `binary` as a binary one. */
  sendRaw(data: string | Buffer, options: { binary?: boolean; fin?: boolean } = {}): void {
    this.#webSocket.send(data, { binary: false, ...options });
  }

  /** Stops reading from the network, or goes on. */
  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
  }

  close(): void {
    this.#webSocket.terminate();
  }

  #take(frame: ServerFrame): void {
    if ('push' in frame) {
      this.pushes.push(frame);
      const watchers = this.#watchers;
      this.#watchers = [];
      for (const wake of watchers) wake();
    } else {
      this.#answers.get(frame.id)?.(frame);
      this.#answers.delete(frame.id);
    }
  }
}
