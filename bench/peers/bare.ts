import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Plan, roomsByUser } from '../load/plan.ts';
import type { BenchDatabase, Peer } from './peer.ts';
import { startProgram } from './program.ts';

/** A server of this stack without accounts and checks: one that is ours, or on Socket.IO. */
function plainPeer(kind: 'bare' | 'socket.io', program: string, port: number): Peer {
  return {
    name: kind,
    missing: () => null,
    async start(plan: Plan, database: BenchDatabase) {
      const url = await database.create(`bench_${program.replaceAll('-', '_')}`);
      const admin = new pg.Client({ connectionString: url });
      await admin.connect();
      await admin.query(
        'create table bare_messages (room int, seq bigint, body text not null, primary key (room, seq))',
      );
      await admin.end();
      const path = fileURLToPath(new URL(`${program}.ts`, import.meta.url));
      const env = {
        BENCH_PORT: String(port),
        BENCH_DATABASE: url,
        BENCH_ROOMS_OF: JSON.stringify(roomsByUser(plan)),
      };
      const server = await startProgram(process.execPath, [path], { port, env });
      return {
        endpoint: { kind, host: '127.0.0.1', port, roomNames: [], direct: plan.direct },
        pids: [server.pid, database.pid],
        secretOf: () => '',
        receives: () => true,
        receiversOf: (members) => members,
        stop: () => server.stop(),
      };
    },
  };
}

export const bare = plainPeer('bare', 'bare-server', 4210);
export const socketIo = plainPeer('socket.io', 'socket-io-server', 4211);
