import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { limits, type ServerFrame, socketProtocol } from '@hongyan/protocol';
import { WebSocket } from 'ws';
import type { Ledger } from './ledger.ts';
import type { LoneServer, Person } from './lone-server.ts';

/** Sends one message, unless its line can take no more; then it is not sent. */
export type SendOne = (roomId: string) => boolean;

/** What came of a flood, beside what its ledger says. */
export interface Tally {
  /** How long those that were accepted took, in milliseconds. */
  tookMs: number[];
  /** Refusals that do not say when to come again. */
  withoutWait: number;
  /** Those that were not sent because everything that a line may have under way was. */
  heldBack: number;
}

export interface FloodDeps {
  server: LoneServer;
  ledger: Ledger;
  tally: Tally;
}

/** A socket with as many commands under way as the protocol allows. */
export async function socketLine(
  { server, ledger, tally }: FloodDeps,
  person: Person,
): Promise<{ send: SendOne; close(): void }> {
  const webSocket = new WebSocket(`${server.url.replace('http', 'ws')}/socket`, [
    socketProtocol,
    `bearer.${person.token}`,
  ]);
  await once(webSocket, 'message');
  const waiting = new Map<number, (frame: ServerFrame) => void>();
  webSocket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ServerFrame;
    if ('push' in frame) return;
    waiting.get(frame.id)?.(frame);
    waiting.delete(frame.id);
  });
  // Order is promised on one line, not among several of one person.
  const name = crypto.randomUUID();
  let last = 0;
  return {
    send: (roomId) => {
      if (waiting.size >= limits.commandsInFlight) return false;
      last += 1;
      const [id, sentAt] = [crypto.randomUUID(), performance.now()];
      const { settle } = ledger.begin(name, roomId, id);
      waiting.set(last, (frame) => {
        if ('result' in frame) tally.tookMs.push(performance.now() - sentAt);
        if ('error' in frame && !(Number(frame.error.params['seconds']) > 0)) tally.withoutWait += 1;
        settle('error' in frame ? { code: frame.error.code } : (frame as { result: { seq: number } }).result);
      });
      webSocket.send(JSON.stringify({ id: last, op: 'message.send', args: { roomId, id, text: id } }));
      return true;
    },
    close: () => webSocket.terminate(),
  };
}

/** HTTP requests, each on a connection that others use after it (RFC 9112 §9.3). */
export class HttpLines {
  readonly #deps: FloodDeps;
  readonly #all: readonly Socket[];
  readonly #idle: Socket[];

  private constructor(deps: FloodDeps, sockets: readonly Socket[]) {
    this.#deps = deps;
    this.#all = sockets;
    this.#idle = [...sockets];
  }

  /** Opens them a few at a time: the kernel takes no more than some hundred that nobody has accepted yet. */
  static async open(deps: FloodDeps, count: number): Promise<HttpLines> {
    const sockets: Socket[] = [];
    while (sockets.length < count) {
      const some = Array.from({ length: 100 }, () => connect({ host: '127.0.0.1', port: deps.server.port }));
      for (const socket of some) socket.on('error', () => {});
      await Promise.all(some.map((socket) => once(socket, 'connect')));
      sockets.push(...some);
    }
    return new HttpLines(deps, sockets);
  }

  send(person: Person, roomId: string): boolean {
    const socket = this.#idle.pop();
    if (!socket) return false;
    const { ledger, tally } = this.#deps;
    const [id, sentAt] = [crypto.randomUUID(), performance.now()];
    const { settle } = ledger.begin(id, roomId, id);
    const body = JSON.stringify({ roomId, id, text: id });
    socket.write(
      `POST /api/message.send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
        `Authorization: Bearer ${person.token}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    let answer = '';
    const take = (data: Buffer) => {
      answer += data.toString();
      const [head, text] = answer.split('\r\n\r\n', 2);
      const length = Number(/^content-length: (\d+)/im.exec(head ?? '')?.[1]);
      if (text === undefined || Buffer.byteLength(text) < length) return;
      socket.off('data', take);
      socket.off('close', lost);
      this.#idle.push(socket);
      const result = JSON.parse(text) as { seq?: number; code?: string };
      if (result.seq !== undefined) tally.tookMs.push(performance.now() - sentAt);
      else if (!/^retry-after: [1-9]/im.test(head!)) tally.withoutWait += 1;
      settle(result.seq === undefined ? { code: result.code ?? '' } : { seq: result.seq });
    };
    const lost = () => settle({ code: 'offline' });
    socket.on('data', take);
    socket.once('close', lost);
    return true;
  }

  close(): void {
    for (const socket of this.#all) socket.destroy();
  }
}
