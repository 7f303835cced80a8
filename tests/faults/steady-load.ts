import { setTimeout as pause } from 'node:timers/promises';
import { type none, report } from './count.ts';
import { Ledger } from './ledger.ts';
import type { Answer, LoneServer, Person } from './lone-server.ts';

const perSecond = 100;

/** Some people who send over HTTP, so many a second, whatever becomes of what they sent before. */
export class SteadyLoad {
  readonly ledger = new Ledger();
  readonly #server: LoneServer;
  readonly #people: readonly Person[];
  readonly #roomIds: readonly string[];
  readonly #answers: Answer[] = [];
  readonly #rssBefore: number;
  #longest = 0;
  #turn = 0;

  private constructor(server: LoneServer, people: readonly Person[], roomIds: readonly string[]) {
    this.#server = server;
    this.#people = people;
    this.#roomIds = roomIds;
    this.#rssBefore = server.rssMb();
  }

  static async on(server: LoneServer): Promise<SteadyLoad> {
    const people = await server.people(...Array.from({ length: 8 }, () => `人-${crypto.randomUUID().slice(0, 8)}`));
    const roomIds = await Promise.all(['one', '二', 'three'].map((name) => server.group(people, name)));
    return new SteadyLoad(server, people, roomIds);
  }

  /** Sends for as long as something takes, and waits for the last answer. */
  async during(something: () => Promise<void>): Promise<void> {
    const sending: Promise<unknown>[] = [];
    const timer = setInterval(() => sending.push(this.#send()), 1_000 / perSecond);
    await something().finally(() => clearInterval(timer));
    await Promise.all(sending);
  }

  /** Resolves once a message goes through, by whatever the server does for that. */
  async untilWell(patienceMs = 30_000): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while ((await this.#send()) !== 200) {
      if (Date.now() > deadline) throw new Error('it does not go on');
      await pause(200);
    }
  }

  /** Reports what came of it. `wrong` are the answers that are neither done nor 503 with when to come again. */
  async outcome(fault: string): Promise<{ wrong: Answer[]; longestMs: number; count: typeof none }> {
    const { accepted, refusals } = this.ledger;
    const isRight = ({ status, retryAfter, body }: Answer) =>
      status === 200 || (status === 503 && body.code === 'overloaded' && (retryAfter ?? 0) > 0);
    const longestMs = Math.round(this.#longest);
    const rss = [this.#rssBefore, this.#server.rssMb()];
    const figures = { accepted, refusals, longest_ms: longestMs, rss_mb: rss };
    const count = report(fault, await this.ledger.count(this.#server.db), figures);
    return { wrong: this.#answers.filter((answer) => !isRight(answer)), longestMs, count };
  }

  async #send(): Promise<number> {
    this.#turn += 1;
    const person = this.#people[this.#turn % this.#people.length]!;
    const roomId = this.#roomIds[this.#turn % this.#roomIds.length]!;
    const id = crypto.randomUUID();
    const startedAt = performance.now();
    const { settle } = this.ledger.begin(`${this.#turn}`, roomId, id);
    const unheard: Answer = { status: 0, retryAfter: null, body: { code: 'offline' } };
    const answer = await this.#server.post(person, 'message.send', { roomId, id, text: id }).catch(() => unheard);
    this.#longest = Math.max(this.#longest, performance.now() - startedAt);
    this.#answers.push(answer);
    settle(answer.body.seq === undefined ? { code: answer.body.code ?? '' } : { seq: answer.body.seq });
    return answer.status;
  }
}
