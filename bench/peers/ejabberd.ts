import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { xmppName } from '../load/lines/xmpp.ts';
import type { Plan } from '../load/plan.ts';
import { temporaryFolder } from './endings.ts';
import type { Peer } from './peer.ts';
import { findProgram, freePort, startProgram } from './program.ts';
import { untilSignedIn, xmppEndpoint, xmppPassword, xmppReceivers } from './xmpp.ts';

const schema = '/usr/share/ejabberd/sql/pg.sql';

/** ejabberd of Debian's package; with its archive (XEP-0313) in the same PostgreSQL, or storing no message at all. */
export function ejabberd(archive: boolean): Peer {
  return {
    name: archive ? 'ejabberd+archive' : 'ejabberd',
    missing: () => (findProgram('ejabberdctl') ? null : 'ejabberd is not installed'),
    async start(plan, database) {
      const port = await freePort();
      const url = await database.create(`bench_ejabberd_${archive ? 'archive' : 'plain'}`);
      await seed(plan, url);
      const { path: folder, remove } = temporaryFolder('ejabberd');
      const config = join(folder, 'ejabberd.yml');
      writeFileSync(config, configuration(port, url, archive));
      // Debian's script turns itself into this user when root starts it.
      giveTo('ejabberd', folder, config);
      // With a port of its own for its node, no port mapper is started, which would stay behind.
      const env = { EJABBERD_BYPASS_WARNINGS: 'true', ERL_DIST_PORT: String(await freePort()) };
      const options = ['--config-dir', folder, '--config', config, '--logs', folder, '--spool', folder];
      const args = [...options, '--node', `bench${port}@localhost`, 'foreground-quiet'];
      const server = await startProgram(findProgram('ejabberdctl')!, args, { port, env, cwd: folder });
      const endpoint = xmppEndpoint(plan, port);
      await untilSignedIn(endpoint);
      return {
        ...xmppReceivers,
        endpoint,
        pids: [server.pid, database.pid],
        inspectorPort: null,
        async stop() {
          await server.stop();
          await remove();
        },
      };
    },
  };
}

async function seed(plan: Plan, url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(readFileSync(schema, 'utf8'));
  const names = Array.from({ length: plan.users }, (_, user) => xmppName(user));
  await admin.query('insert into users (username, password) select unnest($1::text[]), $2', [names, xmppPassword]);
  await admin.end();
}

function giveTo(user: string, ...paths: string[]): void {
  if (userInfo().uid !== 0) return;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${user}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  for (const path of paths) {
    chownSync(path, Number(uid), Number(gid));
    chmodSync(path, 0o700);
  }
}

function configuration(port: number, url: string, archive: boolean): string {
  const { hostname, port: sqlPort, pathname, username } = new URL(url);
  return JSON.stringify({
    hosts: ['localhost'],
    loglevel: 'error',
    listen: [
      { port, ip: '127.0.0.1', module: 'ejabberd_c2s', max_stanza_size: 262_144, shaper: 'none', access: 'all' },
    ],
    auth_method: 'sql',
    auth_password_format: 'plain',
    sql_type: 'pgsql',
    sql_server: hostname,
    sql_port: Number(sqlPort),
    sql_database: pathname.slice(1),
    sql_username: username,
    sql_password: 'unused',
    sql_pool_size: 10,
    modules: {
      mod_muc: {
        host: 'conference.localhost',
        max_users: 20_000,
        min_message_interval: 0,
        min_presence_interval: 0,
        history_size: 0,
        default_room_options: { mam: archive, presence_broadcast: [], max_users: 20_000, persistent: false },
      },
      mod_stream_mgmt: {},
      ...(archive ? { mod_mam: { db_type: 'sql', default: 'always' } } : {}),
    },
  });
}
