import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { none, report } from './count.ts';
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

  /**
   * Everything was answered in time: as done, which holds, or with 503 and when to come again.
   * @param most how long an answer may take, in milliseconds
   */
  async check(fault: string, most: number): Promise<void> {
    const { accepted, refusals } = this.ledger;
    const refused = this.#answers.filter(({ status }) => status !== 200);
    expect(Object.keys(refusals)).toEqual(['overloaded']);
    expect(refused.filter(({ status, retryAfter }) => status !== 503 || !((retryAfter ?? 0) > 0))).toEqual([]);
    expect(this.#longest).toBeLessThan(most);
    const count = await this.ledger.count(this.#server.db);
    const rss = [this.#rssBefore, this.#server.rssMb()];
    const longest = Math.round(this.#longest);
    expect(report(fault, count, { accepted, refusals, longest_ms: longest, rss_mb: rss })).toEqual(none);
  }

  async #send(): Promise<number> {
    this.#turn += 1;
    const person = this.#people[this.#turn % this.#people.length]!;
    const roomId = this.#roomIds[this.#turn % this.#roomIds.length]!;
    const id = crypto.randomUUID();
    const startedAt = performance.now();
    const { settle } = this.ledger.begin(`${this.#turn}`, roomId, id);
    const answer = await this.#server.post(person, 'message.send', { roomId, id, text: id }).catch(() => null);
    if (!answer) {
      settle({ code: 'offline' });
      return 0;
    }
    this.#longest = Math.max(this.#longest, performance.now() - startedAt);
    this.#answers.push(answer);
    settle(answer.body.seq === undefined ? { code: answer.body.code ?? '' } : { seq: answer.body.seq });
    return answer.status;
  }
}
