/** What a developer would otherwise pick: Socket.IO with the same batched insert. Run by `peers/bare.ts`. */
import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';

interface Sent {
  room: number;
  body: string;
  done(): void;
}

const roomsOf = JSON.parse(process.env['BENCH_ROOMS_OF'] ?? '[]') as number[][];
const pool = new pg.Pool({ connectionString: process.env['BENCH_DATABASE'], max: 2 });
const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
const seqs = new Map<number, number>();
let waiting: Sent[] = [];
let writing = false;

async function write(): Promise<void> {
  const batch = waiting;
  waiting = [];
  const places = batch.map(({ room }) => {
    const seq = (seqs.get(room) ?? 0) + 1;
    seqs.set(room, seq);
    return seq;
  });
  await pool.query('insert into bare_messages select * from unnest($1::int[], $2::bigint[], $3::text[])', [
    batch.map(({ room }) => room),
    places,
    batch.map(({ body }) => body),
  ]);
  batch.forEach(({ room, body, done }, index) => {
    done();
    io.to(String(room)).emit('message', room, places[index], body);
  });
  writing = false;
  if (waiting.length > 0) start();
}

function start(): void {
  if (writing) return;
  writing = true;
  setImmediate(() => void write());
}

io.on('connection', (socket) => {
  const user = Number(socket.handshake.query['user']);
  void socket.join((roomsOf[user] ?? []).map(String));
  socket.on('send', (room: number, body: string, done: () => void) => {
    waiting.push({ room, body, done });
    start();
  });
});
http.listen(Number(process.env['BENCH_PORT']), '127.0.0.1');
