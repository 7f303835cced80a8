import { type AnswerFrame, fromProblem, limits, ProblemError } from '@hongyan/protocol';

interface Waiting {
  text: string;
  id: number;
  resolve(result: unknown): void;
  reject(error: ProblemError): void;
  timer: ReturnType<typeof setTimeout>;
}

const timeoutMs = 30_000;
const maxQueued = 2_000;

/**
 * The commands of one socket that wait for their answer. At most `limits.commandsInFlight` are on their way; others
 * wait their turn in order. A command that gets no answer in time, or whose socket is lost, fails with `offline`:
 * whether the server did it is then not known.
 */
export class Commands {
  readonly #send: (text: string) => void;
  readonly #inFlight = new Map<number, Waiting>();
  readonly #queue = new Map<number, Waiting>();
  #lastId = 0;
  #closed = false;

  constructor(send: (text: string) => void) {
    this.#send = send;
  }

  /** @throws ProblemError the server's; `offline`; `overloaded` when too many wait */
  request(op: string, args: unknown): Promise<unknown> {
    if (this.#closed) return Promise.reject(new ProblemError('offline'));
    if (this.#queue.size >= maxQueued) return Promise.reject(new ProblemError('overloaded'));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#take(id)?.reject(new ProblemError('offline')), timeoutMs);
      this.#queue.set(id, { text: JSON.stringify({ id, op, args }), id, resolve, reject, timer });
      this.#pump();
    });
  }

  answer(frame: AnswerFrame): void {
    const waiting = this.#take(frame.id);
    if (!waiting) return;
    if ('error' in frame) waiting.reject(fromProblem(frame.error));
    else waiting.resolve(frame.result);
    this.#pump();
  }

  /** The socket is gone. */
  close(): void {
    this.#closed = true;
    for (const id of [...this.#inFlight.keys(), ...this.#queue.keys()]) {
      this.#take(id)?.reject(new ProblemError('offline'));
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#inFlight.get(id) ?? this.#queue.get(id);
    if (waiting) clearTimeout(waiting.timer);
    this.#inFlight.delete(id);
    this.#queue.delete(id);
    return waiting;
  }

  #pump(): void {
    for (const waiting of this.#queue.values()) {
      if (this.#inFlight.size >= limits.commandsInFlight) return;
      this.#queue.delete(waiting.id);
      this.#inFlight.set(waiting.id, waiting);
      this.#send(waiting.text);
    }
  }
}
