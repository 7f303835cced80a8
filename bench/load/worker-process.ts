import { type ChildProcess, fork } from 'node:child_process';

/** What a kind of client process is told, and what it answers. */
export interface Talk {
  to: object;
  from: { is: string };
}

interface Failure {
  is: 'failed';
  reason: string;
}

/** A client process that does what it is asked, one thing after the other. */
export class WorkerProcess<T extends Talk> {
  readonly #process: ChildProcess;

  constructor(program: URL) {
    this.#process = fork(program, { serialization: 'advanced' });
  }

  /** Resolves with the answer. Rejects if it says anything else, or ends. */
  ask<K extends T['from']['is']>(message: T['to'], answer: K): Promise<Extract<T['from'], { is: K }>> {
    return new Promise((resolve, reject) => {
      const hear = (said: T['from'] | Failure) => {
        this.#process.off('message', hear).off('exit', died);
        if (said.is === answer) resolve(said as Extract<T['from'], { is: K }>);
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

/** The other side: answers each message by what `work` returns, or says why it failed. Ends with the bench. */
export function serveWorker<T extends Talk>(work: (message: T['to']) => Promise<T['from']> | T['from']): void {
  const say = (said: T['from'] | Failure) => process.connected && process.send!(said);
  process.on('message', (message: T['to']) => {
    Promise.resolve()
      .then(() => work(message))
      .then(say, (error: unknown) => say({ is: 'failed', reason: String(error) }));
  });
  process.on('disconnect', () => process.exit(0));
}
