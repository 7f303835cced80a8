import { limits, type PushFrame, socketProtocol } from '@hongyan/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import { idOf } from '../testing/rows.ts';
import { Line } from './line.ts';

let server: WebSocketServer;
let sockets: ServerSocket[];
let line: Line;
let log: string[];
const heartbeatSeconds = limits.heartbeatSeconds;

beforeEach(async () => {
  sockets = [];
  log = [];
  server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: (offered) => [...offered].join('|') && socketProtocol,
  });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket, request) => {
    sockets.push(socket);
    log.push(`server: ${request.url} ${request.headers['sec-websocket-protocol']}`);
    const id = idOf('user', 1);
    socket.send(
      JSON.stringify({ push: 'hello', userId: id, sessionId: id, connectionId: id, time: 1 } satisfies PushFrame),
    );
  });
  const { port } = server.address() as { port: number };
  line = new Line({
    url: `http://127.0.0.1:${port}`,
    token: () => 'secret',
    onConnecting: () => log.push('connecting'),
    onOpen: () => log.push('open'),
    onPush: (frame) => log.push(frame.push),
    onLost: (retryAt, wasOpen) => log.push(`lost ${retryAt === null ? 'for good' : 'for now'} ${wasOpen}`),
  });
});
afterEach(async () => {
  Object.assign(limits, { heartbeatSeconds });
  line.stop();
  for (const socket of sockets) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

async function until(entry: string, count = 1): Promise<void> {
  while (log.filter((one) => one === entry).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('Line', () => {
  it('opens with the token, and passes pushes and answers on', async () => {
    line.start();
    expect(line.isOpen).toBe(false);
    await until('open');
    expect(log).toEqual(['connecting', `server: /socket ${socketProtocol}, bearer.secret`, 'open']);
    sockets[0]!.send(JSON.stringify({ push: 'lagged' }));
    await until('lagged');
    sockets[0]!.on('message', (data) =>
      sockets[0]!.send(JSON.stringify({ id: JSON.parse(String(data)).id, result: 'done' })),
    );
    expect(await line.request('do', {})).toBe('done');
  });

  it('fails what is under way when it is lost, and comes back by itself', async () => {
    line.start();
    await until('open');
    const asked = line.request('do', {}).catch((error: { code: string }) => error.code);
    sockets[0]!.terminate();
    expect(await asked).toBe('offline');
    expect(line.isOpen).toBe(false);
    await until('open', 2);
    expect(log.slice(3)).toEqual(['lost for now true', 'connecting', log[1], 'open']);
  });

  it('counts a line as dead that is silent for longer than two heartbeats', async () => {
    Object.assign(limits, { heartbeatSeconds: 0.2 });
    line.start();
    await until('open', 2);
    expect(log).toContain('lost for now true');
  });

  it('goes on trying while the server is not there, and says that it was never open', async () => {
    await new Promise((resolve) => server.close(resolve));
    line.start();
    await until('lost for now false', 2);
  });

  it('stops for good', async () => {
    line.start();
    await until('open');
    line.stop();
    expect(log.at(-1)).toBe('lost for good true');
    expect(await line.request('do', {}).catch((error: { code: string }) => error.code)).toBe('offline');
  });
});
