/** A client process of `presence`: some look, the others come, reload and go. */
import { socketProtocol } from '@hongyan/protocol';
import { nowUs } from './marks.ts';
import { WebSocketClient } from './web-socket.ts';
import { serveWorker } from './worker-process.ts';

export interface PresenceShare {
  host: string;
  port: number;
  /** Who looks at whom, by ids. */
  viewers: { token: string; userIds: string[] }[];
  visitors: { userId: string; token: string }[];
}

export interface PresenceTalk {
  to:
    | { do: 'open'; share: PresenceShare }
    | { do: 'come' }
    /** Everybody loses their line and is back at once, as a page that is loaded anew. */
    | { do: 'reload' }
    | { do: 'go' }
    /** Asks for what the viewers of this process know. */
    | { do: 'tell' };
  from: { is: 'open' } | { is: 'moved'; atUs: Record<string, number> } | Told;
}

export interface Told {
  is: 'told';
  /** By user, when the last viewer of this process was told what holds now. */
  lastUs: Record<string, number>;
  /** Pairs of a viewer and whom they look at, by what the viewer was told last. */
  online: number;
  offline: number;
  /** Presences that were pushed since the last `come`, `reload` or `go`. */
  pushed: number;
}

interface Presence {
  userId: string;
  state: string;
}

const openAtOnce = 20;
let share: PresenceShare;
const lines = new Map<string, WebSocketClient>();
/** By viewer, what they were told of each. */
const known: Map<string, string>[] = [];
let lastUs: Record<string, number> = {};
let pushed = 0;

function openLine(token: string, onText: (text: string) => void): Promise<WebSocketClient> {
  const { host, port } = share;
  const protocols = [socketProtocol, `bearer.${token}`];
  return new Promise((resolve, reject) => {
    // Whoever is here has said hello.
    let socket: WebSocketClient | null = null;
    let greeted = false;
    const settle = () => socket && greeted && resolve(socket);
    WebSocketClient.open({ host, port, path: '/socket', protocols }, (text) => {
      if (text.startsWith('{"push":"hello"')) {
        greeted = true;
        settle();
      } else onText(text);
    }).then((opened) => {
      socket = opened;
      settle();
    }, reject);
  });
}

async function look({ token, userIds }: PresenceShare['viewers'][number]): Promise<void> {
  const told = new Map<string, string>();
  known.push(told);
  const first = Promise.withResolvers<void>();
  const socket = await openLine(token, (text) => {
    const frame = JSON.parse(text) as { result?: { presences: Presence[] }; push?: string; presences?: Presence[] };
    const presences = frame.result?.presences ?? (frame.push === 'presence' ? frame.presences! : []);
    const now = nowUs();
    for (const { userId, state } of presences) {
      told.set(userId, state);
      if (frame.push) {
        lastUs[userId] = now;
        pushed += 1;
      }
    }
    if (frame.result) first.resolve();
  });
  socket.send(JSON.stringify({ id: 1, op: 'presence.watch', args: { userIds } }));
  await first.promise;
}

async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  const next = async () => {
    for (let one = queue.shift(); one; one = queue.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: openAtOnce }, next));
}

/** Opens a line for every visitor, in place of one that they have. Returns when each was here. */
async function come(): Promise<Record<string, number>> {
  const atUs: Record<string, number> = {};
  await inTurns(share.visitors, async ({ userId, token }) => {
    lines.get(userId)?.cut();
    lines.set(userId, await openLine(token, () => {}));
    atUs[userId] = nowUs();
  });
  return atUs;
}

function go(): Record<string, number> {
  const atUs: Record<string, number> = {};
  for (const [userId, line] of lines) {
    line.cut();
    atUs[userId] = nowUs();
  }
  lines.clear();
  return atUs;
}

function tell(): Told {
  const states = known.flatMap((told) => [...told.values()]);
  const online = states.filter((state) => state === 'online').length;
  return { is: 'told', lastUs, online, offline: states.length - online, pushed };
}

serveWorker<PresenceTalk>(async (message) => {
  if (message.do === 'tell') return tell();
  if (message.do === 'open') {
    share = message.share;
    await inTurns(share.viewers, look);
    return { is: 'open' };
  }
  lastUs = {};
  pushed = 0;
  return { is: 'moved', atUs: message.do === 'go' ? go() : await come() };
});
