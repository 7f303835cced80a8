import type { Channel, Nodes } from '../../platform/bus/index.ts';
import type { Devices } from './view.ts';

/** What happens on a node within this time is told together. */
const gatherMs = 100;
/** People of a node that ended are on another one before anybody sees them gone. */
const graceMs = 5_000;
/** Users in one message between nodes. */
const usersPerTell = 2_000;

/** A user's devices on one node, and when somebody who is gone was there last, if that may be known. */
export interface Sighting {
  userId: string;
  devices: Devices;
  seenAt: number | null;
}

/** `whole`: whoever is not named in this and the following ones is gone from that node. */
interface Told {
  whole?: true;
  sightings: Sighting[];
}

/** Who is here by the word of the other nodes. Each answers for its own connections, and is heard or its users are gone. */
export class Elsewhere {
  readonly #nodes: Nodes;
  readonly #channel: Channel<Told>;
  readonly #byNode = new Map<string, Map<string, Devices>>();
  readonly #onMoved: (sighting: Sighting) => void;
  #news = new Map<string, Sighting>();
  #timer: NodeJS.Timeout | null = null;

  /**
   * @param here everybody who has connections on this node
   * @param onMoved told of each user who may be another than before. `seenAt` is null too when their node died.
   */
  constructor(nodes: Nodes, here: () => Iterable<Sighting>, onMoved: (sighting: Sighting) => void) {
    this.#nodes = nodes;
    this.#onMoved = onMoved;
    this.#channel = nodes.channel('presence');
    this.#channel.on((told, nodeId) => this.#hear(told, nodeId));
    nodes.onCome((nodeId) => this.#tellAll(nodeId, [...here()]));
    nodes.onGone((nodeId, saidGoodbye) => {
      if (saidGoodbye) setTimeout(() => this.#lose(nodeId), graceMs).unref();
      else this.#lose(nodeId);
    });
  }

  /** A user's devices on all other nodes, taken together. */
  devicesOf(userId: string): Devices {
    let devices: Devices = 'gone';
    for (const ofNode of this.#byNode.values()) {
      const here = ofNode.get(userId);
      if (here === 'active') return 'active';
      if (here) devices = here;
    }
    return devices;
  }

  /** Tells the others how a user's devices on this node are. */
  tell(sighting: Sighting): void {
    if (this.#nodes.count === 1) return;
    this.#news.set(sighting.userId, sighting);
    this.#timer ??= setTimeout(() => this.#tellNews(), gatherMs).unref();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #tellNews(): void {
    this.#timer = null;
    const news = [...this.#news.values()];
    this.#news = new Map();
    for (const sightings of partsOf(news)) this.#channel.tell({ sightings });
  }

  #tellAll(nodeId: string, here: Sighting[]): void {
    const [first = [], ...rest] = partsOf(here);
    this.#channel.tellOne(nodeId, { whole: true, sightings: first });
    for (const sightings of rest) this.#channel.tellOne(nodeId, { sightings });
  }

  #hear({ whole, sightings }: Told, nodeId: string): void {
    const before = whole ? this.#byNode.get(nodeId) : undefined;
    if (whole || !this.#byNode.has(nodeId)) this.#byNode.set(nodeId, new Map());
    const ofNode = this.#byNode.get(nodeId)!;
    for (const { userId, devices } of sightings) {
      if (devices === 'gone') ofNode.delete(userId);
      else ofNode.set(userId, devices);
    }
    for (const sighting of sightings) this.#onMoved(sighting);
    for (const userId of before?.keys() ?? [])
      if (!ofNode.has(userId)) this.#onMoved({ userId, devices: 'gone', seenAt: null });
  }

  #lose(nodeId: string): void {
    const ofNode = this.#byNode.get(nodeId);
    this.#byNode.delete(nodeId);
    for (const userId of ofNode?.keys() ?? []) this.#onMoved({ userId, devices: 'gone', seenAt: null });
  }
}

function partsOf(sightings: Sighting[]): Sighting[][] {
  const count = Math.ceil(sightings.length / usersPerTell);
  return Array.from({ length: count }, (_, part) => sightings.slice(part * usersPerTell, (part + 1) * usersPerTell));
}
