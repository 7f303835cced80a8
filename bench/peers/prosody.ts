import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { xmppName } from '../load/lines/xmpp.ts';
import type { Plan } from '../load/plan.ts';
import { temporaryFolder } from './endings.ts';
import type { Peer } from './peer.ts';
import { findProgram, freePort, startProgram } from './program.ts';
import { untilSignedIn, xmppEndpoint, xmppPassword, xmppReceivers } from './xmpp.ts';

/** Prosody of Debian's package; with its archive (XEP-0313) in the same PostgreSQL, or storing no message at all. */
export function prosody(archive: boolean): Peer {
  return {
    name: archive ? 'prosody+archive' : 'prosody',
    missing: () => (findProgram('prosody') ? null : 'prosody is not installed'),
    async start(plan, database) {
      const port = await freePort();
      const url = await database.create(`bench_prosody_${archive ? 'archive' : 'plain'}`);
      const { path: folder, remove } = temporaryFolder('prosody');
      writeAccounts(plan, folder);
      const config = join(folder, 'prosody.cfg.lua');
      writeFileSync(config, configuration(folder, port, url, archive));
      const server = await startProgram(findProgram('prosody')!, ['--config', config, '-F'], { port, cwd: folder });
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

function writeAccounts(plan: Plan, folder: string): void {
  const accounts = join(folder, 'localhost', 'accounts');
  mkdirSync(accounts, { recursive: true });
  for (let user = 0; user < plan.users; user += 1) {
    writeFileSync(join(accounts, `${xmppName(user)}.dat`), `return { ["password"] = "${xmppPassword}"; };\n`);
  }
}

/**
 * The two first settings make Prosody about three times as fast as its defaults do: its garbage is mostly young, and a
 * write that is tried at once saves two changes of what epoll waits for.
 */
function configuration(folder: string, port: number, url: string, archive: boolean): string {
  const { hostname, port: sqlPort, pathname, username } = new URL(url);
  const sql = `{ driver = "PostgreSQL", database = "${pathname.slice(1)}", username = "${username}", password = "unused", host = "${hostname}", port = ${sqlPort} }`;
  return `
run_as_root = true
gc = { mode = "generational" }
network_settings = { opportunistic_writes = true }
data_path = "${folder}"
pidfile = "${folder}/prosody.pid"
log = { { levels = { "error" }, to = "console" } }
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
modules_disabled = { "s2s", "limits" }
modules_enabled = { "saslauth", "roster", "disco", "smacks"${archive ? ', "mam"' : ''} }
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
${archive ? `storage = { archive = "sql", muc_log = "sql" }\nsql = ${sql}\ndefault_archive_policy = true` : ''}
VirtualHost "localhost"
Component "conference.localhost" "muc"
  restrict_room_creation = false
  muc_room_locking = false
  muc_room_default_history_length = 0
  muc_room_default_presence_broadcast = { visitor = false, participant = false, moderator = false }
  ${archive ? 'modules_enabled = { "muc_mam" }\n  muc_log_by_default = true' : ''}
`;
}
