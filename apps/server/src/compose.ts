import { mkdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import packageJson from '../package.json' with { type: 'json' };
import {
  accountRoutes,
  answerWithCookie,
  createAuthenticator,
  isAdministrator,
  keepHouse,
  openSetup,
  sessionToken,
} from './features/accounts/index.ts';
import { contactRoutes, onAccountDeleted as forgetContacts } from './features/contacts/index.ts';
import { createMessages, createPostEvent } from './features/messages/index.ts';
import { createPresence } from './features/presence/index.ts';
import {
  ensureDirectRoom,
  onAccountDeleted as leaveRooms,
  roomIdsByUser,
  roomRoutes,
  touchProfile,
} from './features/rooms/index.ts';
import { syncRoutes } from './features/sync/index.ts';
import { createBlobs } from './platform/blobs/index.ts';
import { type Bus, BusNodes, NatsBus, type Nodes, noOtherNodes } from './platform/bus/index.ts';
import type { Clock } from './platform/clock/index.ts';
import {
  type AnonymousCaller,
  type Caller,
  commandRunner,
  type Handlers,
  RateLimits,
} from './platform/commands/index.ts';
import type { Config } from './platform/config/index.ts';
import { type Db, isAnswering, Lookup, openDb, readsFrom, readsFromReplica } from './platform/db/index.ts';
import { addressReader, createHttpServer, isOwnOrigin, localeOf } from './platform/http/index.ts';
import type { Log } from './platform/log/index.ts';
import { type Mailer, startMailer } from './platform/mail/index.ts';
import {
  type Live,
  LiveConnections,
  noReach,
  type Reach,
  SharedLive,
  serveSockets,
} from './platform/realtime/index.ts';

export interface App {
  http: FastifyInstance;
  db: Db;
  /** The one-time link that makes the first administrator, while there is none. */
  setupLink: string | null;
  /** Writes what is gathered in memory: messages on their way, read marks. */
  drain(): Promise<void>;
  /** Stops taking requests, finishes what was taken, then lets go of everything. */
  close(): Promise<void>;
}

/** Builds the whole server on a migrated database. The only place where things are made and wired. */
export async function compose(options: { config: Config; databaseUrl: string; clock: Clock; log: Log }): Promise<App> {
  const { config, clock, log } = options;
  const {
    db,
    writer,
    close: closeDb,
  } = openDb(options.databaseUrl, {
    onError: (error) => log.warn({ err: error }, 'a database connection ended'),
  });
  const connections = new LiveConnections(clock);
  const { live, nodes, reach, leave } = joinNodes({ connections, db, log, natsUrls: config.natsUrls });
  const rateLimits = new RateLimits(clock, nodes);
  const filesDir = join(config.dataDir, 'files');
  mkdirSync(filesDir, { recursive: true });
  const mailer = startMailer({ db, clock, log, smtpUrl: config.smtpUrl, from: config.mailFrom });
  const roomReads =
    config.databaseReplicaUrl === null ? readsFrom(db) : readsFromReplica(db, config.databaseReplicaUrl, log);
  const messages = createMessages({ db, writer, roomReads, live, clock, log, config });
  const presence = createPresence({ db, live, nodes, clock, log });
  const handlers = wireFeatures({ db, live, clock, log, config, rateLimits, mailer, messages, presence, filesDir });
  const run = commandRunner(handlers, {
    rateLimits,
    isAdministrator: (userId) => isAdministrator(db, userId),
    onUnavailable: (error) => log.warn({ err: error }, 'the database cannot be asked'),
  });
  const identify = createAuthenticator({ db, live, clock, log });
  const rooms = new Lookup((userIds) => roomIdsByUser(db, userIds));
  const endHousekeeping = keepHouse({ db, live, clock, log });
  const addressOf = addressReader(config.trustedProxies);
  const authenticate = async (request: IncomingMessage): Promise<AnonymousCaller> => {
    const identity = await identify(sessionToken(request));
    const userAgent = request.headers['user-agent'] ?? '';
    const rest = { connectionId: null, address: addressOf(request), userAgent, locale: localeOf(request) };
    return { ...(identity ?? { userId: null, sessionId: null }), ...rest };
  };
  const http = await createHttpServer({
    publicUrl: config.url,
    run,
    log,
    metrics: createMetrics(connections, nodes),
    version: packageJson.version,
    metricsToken: config.metricsToken,
    webDir: fileURLToPath(new URL('../../web/dist', import.meta.url)),
    filesDir,
    authenticate: (request) => authenticate(request.raw),
    onAnswer: answerWithCookie(config.url.startsWith('https:')),
    isReady: () => isAnswering(db),
  });
  serveSockets({
    server: http.server,
    live: connections,
    reach,
    run,
    clock,
    log,
    authenticate: async (request) => {
      const caller = await authenticate(request);
      return caller.userId === null ? null : (caller as Caller);
    },
    isOwnOrigin: (request) => isOwnOrigin(request, config.url),
    roomIdsOf: async (userId) => (await rooms.get(userId)) ?? [],
  });
  return {
    http,
    db,
    setupLink: await openSetup({ db, clock, url: config.url }),
    drain: messages.drain,
    close: async () => {
      endHousekeeping();
      connections.close();
      await http.close();
      await messages.drain();
      await presence.stop();
      await leave();
      await mailer.stop();
      await roomReads.close();
      await closeDb();
    },
  };
}

/** With a bus there may be other nodes on the same database; without one there are none, and nothing is done for them. */
function joinNodes(options: { connections: LiveConnections; db: Db; log: Log; natsUrls: readonly string[] | null }): {
  live: Live;
  nodes: Nodes;
  reach: Reach;
  leave(): Promise<void>;
} {
  const { connections, db, log, natsUrls } = options;
  if (natsUrls === null) return { live: connections, nodes: noOtherNodes, reach: noReach, leave: async () => {} };
  const bus: Bus = new NatsBus(natsUrls, log);
  const nodes = new BusNodes(bus);
  const live = new SharedLive({ connections, bus, nodes, db, log });
  const leave = async () => {
    live.close();
    nodes.close();
    await bus.close();
  };
  return { live, nodes, reach: live, leave };
}

/** Every command of the protocol has its handler here; the type checker refuses a missing one. */
function wireFeatures(options: {
  db: Db;
  live: Live;
  clock: Clock;
  log: Log;
  config: Config;
  rateLimits: RateLimits;
  mailer: Mailer;
  messages: ReturnType<typeof createMessages>;
  presence: ReturnType<typeof createPresence>;
  filesDir: string;
}): Handlers {
  const { db, live, clock, log, config, rateLimits, mailer, messages, presence } = options;
  const blobs = createBlobs(options.filesDir, log);
  const rooms = { db, live, clock, blobs, postEvent: createPostEvent(clock), noteRead: messages.noteRead };
  const contacts = {
    db,
    live,
    clock,
    rateLimits,
    ensureDirectRoom: ensureDirectRoom(rooms),
    onRelationChanged: presence.refreshPair,
  };
  return {
    ...accountRoutes({
      db,
      live,
      clock,
      log,
      rateLimits,
      blobs,
      mailer,
      config: { ...config, sendsMail: mailer.sendsMail, version: packageJson.version },
      onProfileChanged: touchProfile(rooms),
      onAccountDeleted: async (tx, userId) => {
        const publishRooms = await leaveRooms(rooms)(tx, userId);
        const publishContacts = await forgetContacts(contacts)(tx, userId);
        return () => {
          publishRooms();
          publishContacts();
          presence.refresh(userId);
        };
      },
      onPresenceChanged: presence.refresh,
    }),
    ...contactRoutes(contacts),
    ...presence.routes,
    ...roomRoutes(rooms),
    ...messages.routes,
    ...syncRoutes({ db }),
  };
}

function createMetrics(live: LiveConnections, nodes: Nodes): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'hongyan_connections',
    help: 'Open sockets',
    registers: [registry],
    collect() {
      this.set(live.size);
    },
  });
  new Gauge({
    name: 'hongyan_nodes',
    help: 'Nodes that this one hears, with itself',
    registers: [registry],
    collect() {
      this.set(nodes.count);
    },
  });
  return registry;
}
