import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { startNats } from '../../tools/cluster/nats.ts';
import type { Plan } from '../load/plan.ts';
import { temporaryFolder } from './endings.ts';
import { type NodeServer, startNodeServer } from './node-server.ts';
import type { BenchDatabase, Peer, RunningPeer, StartOptions } from './peer.ts';
import { freePort } from './program.ts';

const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));

/** Hongyan, with what only its own scenarios ask for. */
export interface RunningHongyan extends RunningPeer {
  /** The address of its HTTP side. */
  url: string;
  databaseUrl: string;
  /** By index of the plan. */
  userIds: string[];
  tokens: string[];
  roomIds: string[];
  /** Kills the server and starts it anew. Resolves when it listens again, under another pid. */
  crash(): Promise<void>;
}

/** The real server with everything on: sign-in, access, limits, group commit on disk. */
export const hongyan: Peer = { name: 'hongyan', missing: () => null, start: startHongyan };

function startNode(databaseUrl: string, dataDir: string, inspect: boolean, more: Record<string, string> = {}) {
  return startNodeServer(main, {
    inspect,
    env: (port) => ({
      DATABASE_URL: databaseUrl,
      HONGYAN_DATA: dataDir,
      HONGYAN_PORT: String(port),
      HONGYAN_URL: `http://127.0.0.1:${port}`,
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      ...more,
    }),
  });
}

/** Several nodes on one database, with NATS between them; users are spread over them. */
export async function startHongyanNodes(plan: Plan, database: BenchDatabase, count: number): Promise<RunningPeer> {
  const databaseUrl = await database.create('bench_hongyan');
  const nats = await startNats(await freePort());
  const data = Array.from({ length: count }, () => temporaryFolder('hongyan'));
  const nodes: NodeServer[] = [];
  // One after the other: the first brings the schema.
  for (const { path } of data) nodes.push(await startNode(databaseUrl, path, false, { NATS_URL: nats.url }));
  const seeded = await seed(plan, databaseUrl);
  const nodePorts = nodes.map(({ port }) => port);
  const port = nodePorts[0]!;
  return {
    endpoint: { kind: 'hongyan', host: '127.0.0.1', port, nodePorts, roomNames: seeded.roomIds, direct: plan.direct },
    get pids() {
      const [first, ...others] = nodes.map(({ pid }) => pid);
      return [first!, ...others, database.pid, nats.child.pid!] satisfies RunningPeer['pids'];
    },
    inspectorPort: null,
    secretOf: (user) => seeded.tokens[user]!,
    receives: () => true,
    receiversOf: (members) => members,
    async stop() {
      for (const node of nodes) await node.stop();
      await nats.stop();
      for (const folder of data) await folder.remove();
    },
  };
}

export async function startHongyan(
  plan: Plan,
  database: BenchDatabase,
  { inspect = false }: StartOptions = {},
): Promise<RunningHongyan> {
  const databaseUrl = await database.create('bench_hongyan');
  const data = temporaryFolder('hongyan');
  const server = await startNode(databaseUrl, data.path, inspect);
  const { port } = server;
  const seeded = await seed(plan, databaseUrl);
  return {
    ...seeded,
    url: `http://127.0.0.1:${port}`,
    databaseUrl,
    endpoint: { kind: 'hongyan', host: '127.0.0.1', port, roomNames: seeded.roomIds, direct: plan.direct },
    get pids() {
      return [server.pid, database.pid] satisfies RunningPeer['pids'];
    },
    inspectorPort: server.inspectorPort,
    secretOf: (user) => seeded.tokens[user]!,
    receives: () => true,
    receiversOf: (members) => members,
    crash: () => server.crash(),
    async stop() {
      await server.stop();
      await data.remove();
    },
  };
}

/** Puts people with open sessions and their rooms into a server's database, as if they had made them. */
async function seed(plan: Plan, url: string): Promise<{ userIds: string[]; tokens: string[]; roomIds: string[] }> {
  const userIds = Array.from({ length: plan.users }, () => uuidv7());
  const tokens = userIds.map((id) => `bench-token-of-${id}`);
  // The two of a pair stand in order; the id of a room is anybody's choice.
  if (plan.direct) userIds.sort();
  const roomIds = plan.rooms.map(() => uuidv7());
  const members = plan.rooms.flatMap((own, room) =>
    own.map((user) => ({ room: roomIds[room]!, user: userIds[user]! })),
  );
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query('begin');
  await admin.query(
    `insert into users (id, name, name_key, email, email_key, password_hash, display_name, verified_at, created_at,
       self_rev, settings_rev)
     select id, name, name, name || '@bench.invalid', name || '@bench.invalid', '', name, 1, 1, 1, 1
     from unnest($1::uuid[], $2::text[]) as u(id, name)`,
    [userIds, userIds.map((_, index) => `bench${index}`)],
  );
  await admin.query('insert into user_scopes (user_id, rev) select unnest($1::uuid[]), 1', [userIds]);
  await admin.query(
    `insert into sessions (id, user_id, token_hash, device, address, created_at, last_seen_at, rev)
     select gen_random_uuid(), id, hash, 'bench', '', $3, $3, 1 from unnest($1::uuid[], $2::bytea[]) as s(id, hash)`,
    [userIds, tokens.map((token) => createHash('sha256').update(token).digest()), Date.now()],
  );
  await admin.query(
    `insert into rooms (id, kind, name, pair_a, pair_b, created_by, created_at, last_at, member_count, rev)
     select id, $5, case when $5 = 'group' then 'bench' else '' end, a, b, $4, 1, 1, size, 1
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $6::int[]) as r(id, a, b, size)`,
    [
      roomIds,
      plan.rooms.map((own) => (plan.direct ? userIds[own[0]!] : null)),
      plan.rooms.map((own) => (plan.direct ? userIds[own[1]!] : null)),
      userIds[0],
      plan.direct ? 'direct' : 'group',
      plan.rooms.map((own) => own.length),
    ],
  );
  const pairs = [members.map((one) => one.room), members.map((one) => one.user)];
  await admin.query(
    `insert into members (room_id, user_id, role, joined_at, rev)
     select room, "user", 'member', 1, 1 from unnest($1::uuid[], $2::uuid[]) as m(room, "user")`,
    pairs,
  );
  await admin.query(
    `insert into subscriptions (room_id, user_id, joined_at, rev)
     select room, "user", 1, 1 from unnest($1::uuid[], $2::uuid[]) as m(room, "user")`,
    pairs,
  );
  await admin.query('commit');
  await admin.query('analyze');
  await admin.end();
  return { userIds, tokens, roomIds };
}
