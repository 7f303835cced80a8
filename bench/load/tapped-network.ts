import { WebSocket as Socket } from 'ws';

/** A command that was answered. */
export interface Answered {
  op: string;
  /** The frame as it was sent. */
  text: string;
  ms: number;
  bytes: number;
}

/**
 * The network of the SDK's clients in this process: it can be cut and mended, and notes what goes over it. It takes the
 * place of the global `WebSocket`.
 */
export class TappedNetwork {
  readonly #open = new Set<Socket>();
  #isUp = true;
  /** Commands that were answered since `forget`. */
  answered: Answered[] = [];
  /** Milliseconds that sockets took to open since `forget`. */
  opened: number[] = [];

  /** From now on, whoever makes a `WebSocket` makes it on this network. */
  install(): void {
    const network = this;
    class TappedSocket extends Socket {
      readonly #sent = new Map<string, { op: string; text: string; at: number }>();

      constructor(url: string, protocols: string[]) {
        // Port 9 of this machine refuses at once.
        super(network.#isUp ? url : 'ws://127.0.0.1:9', protocols, { perMessageDeflate: false });
        const startedAt = performance.now();
        this.on('error', () => {});
        this.on('open', () => {
          network.#open.add(this);
          network.opened.push(performance.now() - startedAt);
        });
        this.on('close', () => network.#open.delete(this));
        this.on('message', (data: Buffer) => this.#hear(data));
      }

      override send(data: string): void {
        const [, id = '', op = ''] = /^\{"id":(\d+),"op":"([^"]+)"/.exec(data) ?? [];
        this.#sent.set(id, { op, text: data, at: performance.now() });
        super.send(data);
      }

      #hear(data: Buffer): void {
        const [, id] = /^\{"id":(\d+)/.exec(data.toString('latin1', 0, 30)) ?? [];
        const sent = id === undefined ? undefined : this.#sent.get(id);
        if (id === undefined || !sent) return;
        this.#sent.delete(id);
        const { op, text, at } = sent;
        network.answered.push({ op, text, ms: performance.now() - at, bytes: data.length });
      }
    }
    // The SDK uses nothing of a socket that this one lacks.
    globalThis.WebSocket = TappedSocket as unknown as typeof WebSocket;
  }

  /** Ends all lines without a word; new ones are refused. */
  cut(): void {
    this.#isUp = false;
    for (const socket of this.#open) socket.terminate();
  }

  mend(): void {
    this.#isUp = true;
  }

  forget(): void {
    this.answered = [];
    this.opened = [];
  }
}
