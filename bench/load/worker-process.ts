import { type ChildProcess, fork } from 'node:child_process';

/** What every client process may say. */
export interface Said {
  is: string;
}

/** A client process that does what it is asked, one thing after the other. */
export class WorkerProcess<To extends object, From extends Said> {
  readonly #process: ChildProcess;

  constructor(program: URL) {
    this.#process = fork(program, { serialization: 'advanced' });
  }

  /** Resolves with the answer. Rejects if it says anything else, or ends. */
  ask<K extends From['is']>(message: To, answer: K): Promise<Extract<From, { is: K }>> {
    return new Promise((resolve, reject) => {
      const hear = (said: From | { is: 'failed'; reason: string }) => {
        this.#process.off('message', hear).off('exit', died);
        if (said.is === answer) resolve(said as Extract<From, { is: K }>);
        else reject(new Error('reason' in said ? said.reason : `unexpected ${said.is}`));
      };
      const died = (code: number | null) => reject(new Error(`a client process ended with ${code}`));
      this.#process.on('message', hear).on('exit', died);
      this.#process.send(message);
    });
  }

  end(): void {
    this.#process.disconnect();
  }
}

/**
 * The other side: answers each message by what `work` returns, or says why it failed. Ends with the bench.
 */
export function serveWorker<To extends object, From extends Said>(work: (message: To) => Promise<From> | From): void {
  const say = (said: From | { is: 'failed'; reason: string }) => process.connected && process.send!(said);
  process.on('message', (message: To) => {
    Promise.resolve()
      .then(() => work(message))
      .then(say, (error: unknown) => say({ is: 'failed', reason: String(error) }));
  });
  process.on('disconnect', () => process.exit(0));
}
