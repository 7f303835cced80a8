import { type CommandArgs, type CommandName, ProblemError } from '@hongyan/protocol';
import { type Call, type TestUser } from '../../apps/server/src/testing/index.ts';
import type { Random } from './random.ts';

export interface Person extends TestUser {
  password: string;
}

interface Place {
  roomId: string;
  id: string;
}

const words = ['飞鸿', 'snow', '雪泥', 'mud', '👍', 'north', '南', 'a longer line of words', '@all', '…'];
const emojis = ['👍', '🎉', '❤️'];

/**
 * A history of everything that people can do, at random: every step picks somebody and something, often with rows that
 * earlier steps made. Most steps are allowed, some are refused, which is part of it.
 */
export class RandomHistory {
  readonly #random: Random;
  readonly #people: readonly Person[];
  readonly #rooms: string[] = [];
  readonly #messages: Place[] = [];
  readonly #requests: string[] = [];
  readonly #sessions: { user: Person; sessionId: string }[] = [];
  /** How often each command was run and not refused. */
  readonly done = new Map<CommandName, number>();

  constructor(random: Random, people: readonly Person[]) {
    this.#random = random;
    this.#people = people;
  }

  get rooms(): readonly string[] {
    return this.#rooms;
  }

  /** Does one thing. A refusal is fine; a failure of the server is not. */
  async step(): Promise<void> {
    const person = this.#random.pick(this.#people);
    const [, act] = this.#draw();
    try {
      await act(person, this.#counting(person.call));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code === 'internal' || error.code === 'invalid') throw error;
    }
  }

  #counting(call: Call): Call {
    return async (name, args) => {
      const result = await call(name, args);
      this.done.set(name, (this.done.get(name) ?? 0) + 1);
      return result;
    };
  }

  #draw(): Act {
    const total = acts.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.#random.below(total);
    for (const [weight, name] of acts) {
      left -= weight;
      if (left < 0) return [weight, (person, call) => this.#act(name, person, call)];
    }
    throw new Error('the weights do not add up');
  }

  async #act(name: CommandName, person: Person, call: Call): Promise<void> {
    const random = this.#random;
    const other = random.pick(this.#people.filter((one) => one !== person));
    const userId = other.id;
    const roomId = this.#rooms.length > 0 ? random.pick(this.#rooms) : '';
    const place = this.#messages.length > 0 ? random.pick(this.#messages) : null;
    const text = `${random.pick(words)} ${random.below(1000)}`;
    const on = random.chance(0.6);
    switch (name) {
      case 'room.create': {
        const id = crypto.randomUUID();
        const userIds = this.#people.filter(() => random.chance(0.5)).map((one) => one.id);
        await call(name, { id, kind: random.pick(['group', 'channel'] as const), name: text, topic: '', userIds });
        this.#rooms.push(id);
        return;
      }
      case 'room.direct': {
        const { room } = await call(name, { userId });
        if (!this.#rooms.includes(room.id)) this.#rooms.push(room.id);
        return;
      }
      case 'message.forward': {
        if (!place) return;
        const id = crypto.randomUUID();
        await call(name, { roomId, id, from: { roomId: place.roomId, messageIds: [place.id] } });
        this.#messages.push({ roomId, id });
        return;
      }
      case 'thread.open': {
        if (!place) return;
        const { room } = await call(name, { roomId: place.roomId, messageId: place.id });
        if (!this.#rooms.includes(room.id)) this.#rooms.push(room.id);
        return;
      }
      case 'message.send':
        return this.#send(call, roomId, text);
      case 'contact.request': {
        const id = crypto.randomUUID();
        await call(name, { id, userId, note: text });
        this.#requests.push(id);
        return;
      }
      case 'account.signIn': {
        const { sessionId } = await call(name, { login: person.name, password: person.password });
        this.#sessions.push({ user: person, sessionId });
        return;
      }
      case 'session.end': {
        const session = this.#sessions.pop();
        if (session) await this.#counting(session.user.call)(name, { sessionId: session.sessionId });
        return;
      }
      default: {
        const requestId = this.#requests.length > 0 ? random.pick(this.#requests) : '';
        const args = simpleArgs({ roomId, place, userId, requestId, text, on, random })[name];
        if (args) await call(name, args as CommandArgs<typeof name>);
      }
    }
  }

  async #send(call: Call, roomId: string, text: string): Promise<void> {
    if (roomId === '') return;
    const random = this.#random;
    const id = crypto.randomUUID();
    const inRoom = this.#messages.filter((message) => message.roomId === roomId);
    await call('message.send', {
      roomId,
      id,
      text,
      mentionsAll: random.chance(0.1),
      mentions: random.chance(0.3) ? [random.pick(this.#people).id] : [],
      ...(inRoom.length > 0 && random.chance(0.2) ? { replyTo: random.pick(inRoom).id } : {}),
    });
    this.#messages.push({ roomId, id });
  }
}

type Act = [weight: number, act: (person: Person, call: Call) => Promise<void>];

/** What happens, and how often compared with the others. */
const acts: readonly [weight: number, name: CommandName][] = [
  [60, 'message.send'],
  [15, 'room.create'],
  [8, 'room.direct'],
  [4, 'room.update'],
  [2, 'room.archive'],
  [6, 'room.join'],
  [4, 'room.leave'],
  [2, 'room.transfer'],
  [8, 'member.add'],
  [4, 'member.remove'],
  [4, 'member.setRole'],
  [12, 'message.edit'],
  [6, 'message.recall'],
  [12, 'message.react'],
  [5, 'message.pin'],
  [5, 'message.save'],
  [4, 'message.forward'],
  [6, 'thread.open'],
  [10, 'room.read'],
  [6, 'draft.set'],
  [6, 'subscription.update'],
  [8, 'contact.request'],
  [6, 'contact.accept'],
  [3, 'contact.decline'],
  [2, 'contact.withdraw'],
  [4, 'contact.update'],
  [2, 'contact.remove'],
  [2, 'contact.block'],
  [4, 'contact.unblock'],
  [3, 'account.updateProfile'],
  [3, 'settings.update'],
  [2, 'status.set'],
  [1, 'account.signIn'],
  [1, 'session.end'],
];

interface Pieces {
  roomId: string;
  place: Place | null;
  userId: string;
  requestId: string;
  text: string;
  on: boolean;
  random: Random;
}

/** The arguments of the commands that leave nothing behind for later steps; undefined where a piece is missing. */
function simpleArgs({ roomId, place, userId, requestId, text, on, random }: Pieces) {
  const inRoom = <A extends object>(args: A) => (roomId === '' ? undefined : { roomId, ...args });
  const atPlace = <A extends object>(args: A) => (place ? { ...place, ...args } : undefined);
  const ofRequest = requestId === '' ? undefined : { requestId };
  const all: { [N in CommandName]?: CommandArgs<N> | undefined } = {
    'room.update': inRoom(on ? { name: text } : { topic: text }),
    'room.archive': inRoom({ archived: random.chance(0.3) }),
    'room.join': inRoom({}),
    'room.leave': inRoom({}),
    'room.transfer': inRoom({ userId }),
    'member.add': inRoom({ userIds: [userId] }),
    'member.remove': inRoom({ userId }),
    'member.setRole': inRoom({ userId, role: on ? ('admin' as const) : ('member' as const) }),
    'message.edit': atPlace({ text }),
    'message.recall': atPlace({}),
    'message.react': atPlace({ emoji: random.pick(emojis), on }),
    'message.pin': atPlace({ on }),
    'message.save': atPlace({ on }),
    'room.read': inRoom({ seq: 1 + random.below(50) }),
    'draft.set': inRoom({ text: on ? text : '', replyTo: null }),
    'subscription.update': inRoom(
      random.pick([{ muted: on }, { pinned: on }, { markedUnread: on }, { muted: on, pinned: !on }]),
    ),
    'contact.accept': ofRequest,
    'contact.decline': ofRequest,
    'contact.withdraw': ofRequest,
    'contact.update': { userId, ...random.pick([{ remark: text }, { starred: on }, { group: random.pick(words), notes: text }]) },
    'contact.remove': { userId },
    'contact.block': { userId },
    'contact.unblock': { userId },
    'account.updateProfile': on ? { displayName: text } : { bio: text },
    'settings.update': random.pick([
      { theme: 'dark' as const },
      { lastSeenFor: 'contacts' as const },
      { requestsFrom: 'everyone' as const },
      { presence: on ? ('busy' as const) : ('auto' as const) },
    ]),
    'status.set': { status: on ? { emoji: '🎉', text, until: null } : null },
  };
  return all;
}
