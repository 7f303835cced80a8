import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Plan, roomsByUser } from '../load/plan.ts';
import { startNodeServer } from './node-server.ts';
import type { BenchDatabase, Peer, StartOptions } from './peer.ts';

/** A server of this stack without accounts and checks: one that is ours, or on Socket.IO. */
function plainPeer(kind: 'bare' | 'socket.io', program: string): Peer {
  return {
    name: kind,
    missing: () => null,
    async start(plan: Plan, database: BenchDatabase, { inspect = false }: StartOptions = {}) {
      const url = await database.create(`bench_${program.replaceAll('-', '_')}`);
      const admin = new pg.Client({ connectionString: url });
      await admin.connect();
      await admin.query(
        'create table bare_messages (room int, seq bigint, body text not null, primary key (room, seq))',
      );
      await admin.end();
      const server = await startNodeServer(fileURLToPath(new URL(`${program}.ts`, import.meta.url)), {
        inspect,
        env: (port) => ({
          BENCH_PORT: String(port),
          BENCH_DATABASE: url,
          BENCH_ROOMS_OF: JSON.stringify(roomsByUser(plan)),
        }),
      });
      return {
        endpoint: { kind, host: '127.0.0.1', port: server.port, roomNames: [], direct: plan.direct },
        pids: [server.pid, database.pid],
        inspectorPort: server.inspectorPort,
        secretOf: () => '',
        receives: () => true,
        receiversOf: (members) => members,
        stop: () => server.stop(),
      };
    },
  };
}

export const bare = plainPeer('bare', 'bare-server');
export const socketIo = plainPeer('socket.io', 'socket-io-server');
