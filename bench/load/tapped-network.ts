import { WebSocket as Socket } from 'ws';

/** A command that was answered. */
export interface Answered {
  op: string;
  /** The frame as it was sent. */
  text: string;
  ms: number;
  bytes: number;
}

/** The network of the SDK's clients in this process. */
export interface TappedNetwork {
  /** Commands that were answered since `forget`. */
  readonly answered: Answered[];
  /** Milliseconds that sockets took to open since `forget`. */
  readonly opened: number[];
  forget(): void;
  /** Ends all lines without a word; new ones are refused. */
  cut(): void;
  mend(): void;
}

/** Takes the place of the global `WebSocket`: from now on the SDK's clients meet a network that can be cut. */
export function tapNetwork(): TappedNetwork {
  const open = new Set<Socket>();
  const answered: Answered[] = [];
  const opened: number[] = [];
  let isUp = true;

  class TappedSocket extends Socket {
    readonly #sent = new Map<string, { op: string; text: string; at: number }>();

    constructor(url: string, protocols: string[]) {
      // Port 9 of this machine refuses at once.
      super(isUp ? url : 'ws://127.0.0.1:9', protocols, { perMessageDeflate: false });
      const startedAt = performance.now();
      this.on('error', () => {});
      this.on('open', () => {
        open.add(this);
        opened.push(performance.now() - startedAt);
      });
      this.on('close', () => open.delete(this));
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
      answered.push({ op, text, ms: performance.now() - at, bytes: data.length });
    }
  }

  // The SDK uses nothing of a socket that this one lacks.
  globalThis.WebSocket = TappedSocket as unknown as typeof WebSocket;
  return {
    answered,
    opened,
    forget() {
      answered.length = 0;
      opened.length = 0;
    },
    cut() {
      isUp = false;
      for (const socket of open) socket.terminate();
    },
    mend() {
      isUp = true;
    },
  };
}
