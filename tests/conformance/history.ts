import { type CommandArgs, type CommandName, type CommandResult, ProblemError } from '@hongyan/protocol';
import type { TestUser } from '../../apps/server/src/testing/index.ts';
import type { Random } from './random.ts';

export interface Person extends TestUser {
  password: string;
}

interface Place {
  roomId: string;
  id: string;
}

/** What earlier steps made, as far as later steps need it. Rights are the server's business: some steps are refused. */
interface Made {
  rooms: { id: string; userIds: Set<string> }[];
  messages: (Place & { authorId: string })[];
  requests: { id: string; fromId: string; toId: string }[];
  sessions: { user: Person; sessionId: string }[];
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
  readonly #made: Made = { rooms: [], messages: [], requests: [], sessions: [] };
  /** How often each command was run and not refused. */
  readonly done = new Map<CommandName, number>();

  constructor(random: Random, people: readonly Person[]) {
    this.#random = random;
    this.#people = people;
  }

  get rooms(): readonly string[] {
    return this.#made.rooms.map((room) => room.id);
  }

  /** Does one thing. A refusal is fine; a failure of the server is not. */
  async step(): Promise<void> {
    const person = this.#random.pick(this.#people);
    const name = this.#draw();
    try {
      await this.#act(name, person);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code === 'internal' || error.code === 'invalid') throw error;
    }
  }

  #draw(): CommandName {
    let left = this.#random.below(acts.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, name] of acts) {
      left -= weight;
      if (left < 0) return name;
    }
    throw new Error('the weights do not add up');
  }

  async #run<N extends CommandName>(person: Person, name: N, args: CommandArgs<N>): Promise<CommandResult<N>> {
    const result = await person.call(name, args);
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
    return result;
  }

  async #act(name: CommandName, person: Person): Promise<void> {
    const random = this.#random;
    const { rooms, messages, requests, sessions } = this.#made;
    // Mostly where the person is, so that most of it is allowed.
    const near = rooms.filter((room) => room.userIds.has(person.id) || random.chance(0.1));
    const room = near.length > 0 ? random.pick(near) : null;
    const there = messages.filter((message) => near.some(({ id }) => id === message.roomId));
    const own = there.filter((message) => message.authorId === person.id || random.chance(0.1));
    const other = random.pick(this.#people.filter((one) => one !== person));
    const pieces: Pieces = {
      random,
      room,
      roomId: room?.id ?? '',
      place: placeOf(there, random),
      ownPlace: placeOf(own, random),
      userId: other.id,
      text: `${random.pick(words)} ${random.below(1000)}`,
      on: random.chance(0.6),
    };
    if (name === 'room.create' || name === 'room.direct' || name === 'thread.open')
      return this.#open(name, person, pieces);
    if (name === 'message.send' || name === 'message.forward') return this.#send(name, person, pieces);
    if (name === 'contact.request') {
      const id = crypto.randomUUID();
      await this.#run(person, name, { id, userId: other.id, note: pieces.text });
      requests.push({ id, fromId: person.id, toId: other.id });
    } else if (name === 'contact.accept' || name === 'contact.decline' || name === 'contact.withdraw') {
      const open = requests.filter(({ fromId, toId }) => (name === 'contact.withdraw' ? fromId : toId) === person.id);
      if (open.length > 0) await this.#run(person, name, { requestId: random.pick(open).id });
    } else if (name === 'account.signIn') {
      const { sessionId } = await this.#run(person, name, { login: person.name, password: person.password });
      sessions.push({ user: person, sessionId });
    } else if (name === 'session.end') {
      const session = sessions.pop();
      if (session) await this.#run(session.user, name, { sessionId: session.sessionId });
    } else {
      const args = simpleArgs(pieces)[name];
      if (!args) return;
      await this.#run(person, name, args);
      follow(name, person.id, pieces);
    }
  }

  async #open(name: 'room.create' | 'room.direct' | 'thread.open', person: Person, pieces: Pieces): Promise<void> {
    const { random, userId, text, place } = pieces;
    const { rooms } = this.#made;
    const others = this.#people.filter((one) => one !== person && random.chance(0.6)).map((one) => one.id);
    const known = (id: string) => rooms.some((room) => room.id === id);
    if (name === 'room.create') {
      const id = crypto.randomUUID();
      const kind = random.pick(['group', 'channel'] as const);
      await this.#run(person, name, { id, kind, name: text, topic: '', userIds: others });
      rooms.push({ id, userIds: new Set([person.id, ...others]) });
    } else if (name === 'room.direct') {
      const { room } = await this.#run(person, name, { userId });
      if (!known(room.id)) rooms.push({ id: room.id, userIds: new Set([person.id, userId]) });
    } else if (place) {
      const { room } = await this.#run(person, name, { roomId: place.roomId, messageId: place.id });
      const above = rooms.find(({ id }) => id === place.roomId)?.userIds ?? [];
      if (!known(room.id)) rooms.push({ id: room.id, userIds: new Set(above) });
    }
  }

  async #send(name: 'message.send' | 'message.forward', person: Person, pieces: Pieces): Promise<void> {
    const { random, room, place, text } = pieces;
    if (!room) return;
    const { messages } = this.#made;
    const sent = { roomId: room.id, id: crypto.randomUUID() };
    if (name === 'message.forward') {
      if (!place) return;
      await this.#run(person, name, { ...sent, from: { roomId: place.roomId, messageIds: [place.id] } });
    } else {
      const replied = placeOf(
        messages.filter((message) => message.roomId === room.id),
        random,
      );
      await this.#run(person, name, {
        ...sent,
        text,
        mentionsAll: random.chance(0.1),
        mentions: [...room.userIds].filter(() => random.chance(0.2)),
        ...(replied && random.chance(0.3) ? { replyTo: replied.id } : {}),
      });
    }
    messages.push({ ...sent, authorId: person.id });
  }
}

function placeOf(messages: readonly Place[], random: Random): Place | null {
  if (messages.length === 0) return null;
  const { roomId, id } = random.pick(messages);
  return { roomId, id };
}

/** Who is in a room after a step that was not refused. */
function follow(name: CommandName, personId: string, { room, userId }: Pieces): void {
  if (name === 'room.join') room?.userIds.add(personId);
  if (name === 'member.add') room?.userIds.add(userId);
  if (name === 'room.leave') room?.userIds.delete(personId);
  if (name === 'member.remove') room?.userIds.delete(userId);
}

/** What happens, and how often compared with the others. */
const acts: readonly [weight: number, name: CommandName][] = [
  [60, 'message.send'],
  [6, 'room.create'],
  [5, 'room.direct'],
  [4, 'room.update'],
  [2, 'room.archive'],
  [5, 'room.join'],
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
  [10, 'contact.accept'],
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
  random: Random;
  room: Made['rooms'][number] | null;
  roomId: string;
  /** A message that the person can see, and one of their own. */
  place: Place | null;
  ownPlace: Place | null;
  userId: string;
  text: string;
  on: boolean;
}

/** The arguments of the commands that make nothing for later steps; undefined where a piece is missing. */
function simpleArgs({ random, roomId, place, ownPlace, userId, text, on }: Pieces) {
  const inRoom = <A extends object>(args: A) => (roomId === '' ? undefined : { roomId, ...args });
  const atPlace = <A extends object>(args: A) => (place ? { ...place, ...args } : undefined);
  const all: { [N in CommandName]?: CommandArgs<N> | undefined } = {
    'room.update': inRoom(on ? { name: text } : { topic: text }),
    'room.archive': inRoom({ archived: random.chance(0.3) }),
    'room.join': inRoom({}),
    'room.leave': inRoom({}),
    'room.transfer': inRoom({ userId }),
    'member.add': inRoom({ userIds: [userId] }),
    'member.remove': inRoom({ userId }),
    'member.setRole': inRoom({ userId, role: on ? ('admin' as const) : ('member' as const) }),
    'message.edit': ownPlace ? { ...ownPlace, text } : undefined,
    'message.recall': ownPlace ? { ...ownPlace } : undefined,
    'message.react': atPlace({ emoji: random.pick(emojis), on }),
    'message.pin': atPlace({ on }),
    'message.save': atPlace({ on }),
    'room.read': inRoom({ seq: 1 + random.below(50) }),
    'draft.set': inRoom({ text: on ? text : '', replyTo: null }),
    'subscription.update': inRoom(
      random.pick([{ muted: on }, { pinned: on }, { markedUnread: on }, { muted: on, pinned: !on }]),
    ),
    'contact.update': {
      userId,
      ...random.pick([{ remark: text }, { starred: on }, { group: random.pick(words), notes: text }]),
    },
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
