import { once } from 'node:events';
import { WebSocket } from 'ws';

/** What makes a process of Node open its inspector, on a port that is free. */
export const inspectable = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** Speaks with a process's inspector (the Chrome DevTools Protocol), to have it let go of what it does not need. */
export class Inspector {
  readonly #webSocket: WebSocket;
  #last = 0;

  private constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
  }

  /** @param output what the process has said, its inspector's address too */
  static async open(output: string): Promise<Inspector> {
    const webSocket = new WebSocket(/ws:\/\/\S+/.exec(output)?.[0] ?? '');
    await once(webSocket, 'open');
    return new Inspector(webSocket);
  }

  /** Resolves when all garbage is collected. */
  async collectGarbage(): Promise<void> {
    this.#last += 1;
    this.#webSocket.send(JSON.stringify({ id: this.#last, method: 'HeapProfiler.collectGarbage' }));
    await once(this.#webSocket, 'message');
  }

  close(): void {
    this.#webSocket.terminate();
  }
}
