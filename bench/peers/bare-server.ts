/**
 * The least that sends messages: one batched insert, one encoding a message, one write a socket and turn. No accounts,
 * no access, no limits. What it reaches is the limit of this stack. Run by `peers/bare.ts`.
 */
import type { Socket } from 'node:net';
import pg from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';
import { encodeFrame } from '../../apps/server/src/platform/realtime/connection.ts';

interface Sent {
  id: number;
  room: number;
  body: string;
  line: Line;
}

class Line {
  queue: Buffer[] = [];
  readonly socket: Socket;
  constructor(socket: Socket) {
    this.socket = socket;
  }
  push(frame: Buffer): void {
    if (dirty.size === 0) setImmediate(flush);
    dirty.add(this);
    this.queue.push(frame);
  }
}

const dirty = new Set<Line>();
function flush(): void {
  for (const line of dirty) {
    line.socket.write(Buffer.concat(line.queue));
    line.queue = [];
  }
  dirty.clear();
}

const roomsOf = JSON.parse(process.env['BENCH_ROOMS_OF'] ?? '[]') as number[][];
const rooms = new Map<number, { seq: number; lines: Set<Line> }>();
const pool = new pg.Pool({ connectionString: process.env['BENCH_DATABASE'], max: 2 });
let waiting: Sent[] = [];
let writing = false;

async function write(): Promise<void> {
  writing = true;
  const batch = waiting;
  waiting = [];
  const seqs = batch.map(({ room }) => (rooms.get(room)!.seq += 1));
  await pool.query('insert into bare_messages select * from unnest($1::int[], $2::bigint[], $3::text[])', [
    batch.map(({ room }) => room),
    seqs,
    batch.map(({ body }) => body),
  ]);
  batch.forEach(({ id, room, body, line }, index) => {
    line.push(encodeFrame({ ack: id }));
    const frame = encodeFrame({ room, seq: seqs[index], body });
    for (const member of rooms.get(room)!.lines) member.push(frame);
  });
  writing = false;
  if (waiting.length > 0) setImmediate(() => void write());
}

const server = new WebSocketServer({ port: Number(process.env['BENCH_PORT']), host: '127.0.0.1' });
server.on('connection', (webSocket: WebSocket, request) => {
  const line = new Line(request.socket);
  const user = Number(new URL(request.url ?? '/', 'http://host').searchParams.get('user'));
  const own = roomsOf[user] ?? [];
  for (const room of own) {
    if (!rooms.has(room)) rooms.set(room, { seq: 0, lines: new Set() });
    rooms.get(room)!.lines.add(line);
  }
  webSocket.on('message', (data) => {
    waiting.push({ ...(JSON.parse(String(data)) as Omit<Sent, 'line'>), line });
    if (!writing) {
      writing = true;
      setImmediate(() => void write());
    }
  });
  webSocket.on('close', () => own.forEach((room) => rooms.get(room)!.lines.delete(line)));
});
server.on('listening', () => process.stdout.write('ready\n'));
