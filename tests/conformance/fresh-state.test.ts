import 'fake-indexeddb/auto';
import { indexedDbStorage } from '@hongyan/sdk';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Person, RandomHistory } from './history.ts';
import { Random } from './random.ts';
import { type Actor, pause, Stage } from './stage.ts';
import { sameAsFresh } from './state.ts';

/** `HONGYAN_SEED` runs one history again. */
const fixedSeed = Number(process.env['HONGYAN_SEED'] ?? 0);
const histories = fixedSeed ? 1 : 3;
const steps = 120;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ heartbeatSeconds: 2 });
});
afterAll(() => stage.close());

/** A device that follows live, with a bad network and with views that load this and that meanwhile. */
class Follower {
  readonly person: Person;
  readonly #random: Random;
  readonly #isPersistent: boolean;
  device!: Actor;
  #awayFor = 0;

  constructor(person: Person, random: Random, isPersistent: boolean) {
    this.person = person;
    this.#random = random;
    this.#isPersistent = isPersistent;
  }

  async enter(): Promise<this> {
    const storage = this.#isPersistent ? { storage: indexedDbStorage(this.person.id) } : {};
    this.device = await stage.device(this.person, storage);
    // Answers that take their time are overtaken by what changes meanwhile.
    this.device.proxy.fromServer = (frame, line) => {
      const isSlow = frame.startsWith('{"id"') && this.#random.chance(0.5);
      if (isSlow) setTimeout(() => line.toClient(frame), this.#random.below(200));
      else line.toClient(frame);
    };
    return this;
  }

  /** Something happens to the device between two steps of the history. */
  async live(roomIds: readonly string[]): Promise<void> {
    const { proxy, client } = this.device;
    this.#awayFor -= 1;
    if (this.#awayFor === 0) proxy.mend();
    if (this.#awayFor <= 0) client.reconnect();
    const luck = this.#random.next();
    if (luck < 0.05) proxy.drop();
    else if (luck < 0.07 && this.#awayFor <= 0) {
      proxy.cut();
      this.#awayFor = 1 + this.#random.below(15);
    } else if (luck < 0.11 && this.#isPersistent && this.#awayFor <= 0) {
      await this.device.leaves();
      await this.enter();
    } else if (luck < 0.5 && roomIds.length > 0) this.#look(this.#random.pick(roomIds));
  }

  #look(roomId: string): void {
    const { client } = this.device;
    if (!client.store.room(roomId)) return;
    const { history } = client;
    const views: (() => unknown)[] = [
      () => history.open(roomId, { firstUnread: true }),
      () => history.loadOlder(roomId),
      () => history.loadNewer(roomId),
      () => history.jump(roomId, { seq: 1 + this.#random.below(20) }),
      () => history.jumpToNewest(roomId),
      () => client.loadMembers(roomId).catch(() => {}),
      () => client.markRead(roomId, this.#random.below(30)),
      () => client.setDraft(roomId, `draft ${this.#random.below(10)}`, null),
    ];
    void this.#random.pick(views)();
  }

  async settle(): Promise<void> {
    this.device.proxy.mend();
    await this.device.comesBack();
  }
}

async function tell(seed: number): Promise<void> {
  const random = new Random(seed);
  const people = await Promise.all(
    ['甲', 'bea', '丙', 'dan'].map((name) => stage.app.signUp(`${name}${seed}`) as Promise<Person>),
  );
  const [first, ...others] = people as [Person, ...Person[]];
  const followers = await Promise.all([
    new Follower(first, random, true).enter(),
    ...[first, ...others].map((person) => new Follower(person, random, false).enter()),
  ]);
  const history = new RandomHistory(random, people);
  for (let step = 0; step < steps; step += 1) {
    // Some things happen at the same time.
    await Promise.all(Array.from({ length: 1 + random.below(3) }, () => history.step()));
    for (const follower of followers) await follower.live(history.rooms);
  }
  for (const follower of followers) await follower.settle();
  // The server notes what authors have read of their own a moment later.
  await pause(500);
  for (const follower of followers) await sameAsFresh(follower.device, stage.app.url);
  for (const follower of followers) await follower.device.leaves();
}

describe('old state and changes are the fresh state', () => {
  for (let number = 0; number < histories; number += 1) {
    it(`after a random history (${number + 1})`, { timeout: 120_000 }, async () => {
      const seed = fixedSeed || Math.floor(Math.random() * 1_000_000_000);
      await tell(seed).catch((error: unknown) => {
        throw new Error(`failed with HONGYAN_SEED=${seed}`, { cause: error });
      });
    });
  }
});
