import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { CommandFrame, limits, ProblemError, type PushFrame, socketProtocol, toProblem } from '@hongyan/protocol';
import { Compile } from 'typebox/compile';
import { uuidv7 } from 'uuidv7';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock/index.ts';
import type { Caller, RunCommand } from '../commands/index.ts';
import type { Log } from '../log/index.ts';
import { Connection } from './connection.ts';
import { Inbox } from './inbox.ts';
import type { LiveConnections } from './live.ts';
import type { Reach } from './reach.ts';

export interface SocketOptions {
  server: Server;
  live: LiveConnections;
  reach: Reach;
  run: RunCommand;
  clock: Clock;
  log: Log;
  /** Who opens the socket, by cookie or by the subprotocol `bearer.<token>`; null refuses with 401. */
  authenticate(request: IncomingMessage): Promise<Caller | null>;
  /** Whether the `Origin` (RFC 6454) of a browser's request is our own. */
  isOwnOrigin(request: IncomingMessage): boolean;
  /** The rooms that a user gets live. */
  roomIdsOf(userId: string): Promise<string[]>;
}

const checkFrame = Compile(CommandFrame);
const path = '/socket';

/** Serves WebSockets on an HTTP server. Nobody gets an open socket without a session. */
export function serveSockets(options: SocketOptions): void {
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has(socketProtocol) ? socketProtocol : false),
  });
  options.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    upgrade(options, webSockets, request, socket as Socket, head).catch((error: unknown) => {
      options.log.error({ err: error }, 'socket could not be opened');
      refuse(socket, '503 Service Unavailable');
    });
  });
}

async function upgrade(
  options: SocketOptions,
  webSockets: WebSocketServer,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
): Promise<void> {
  if (new URL(request.url ?? '/', 'http://host').pathname !== path) return refuse(socket, '404 Not Found');
  if (!options.isOwnOrigin(request)) return refuse(socket, '403 Forbidden');
  const caller = await options.authenticate(request);
  if (!caller) return refuse(socket, '401 Unauthorized');
  if (options.live.connectionsOf(caller.userId) >= limits.connectionsPerUser)
    return refuse(socket, '429 Too Many Requests');
  const identity = { id: uuidv7(), userId: caller.userId, sessionId: caller.sessionId };
  // The order matters: first known to `live`, then the rooms are read, so that no room joined in between is missed; then
  // the rooms are heard, so that nothing is missed that happens after the client has read what there is.
  options.live.beginOpening(caller.userId);
  try {
    await options.reach.reached();
    options.live.enter(caller.userId, await options.roomIdsOf(caller.userId));
    await options.reach.reached();
    if (socket.destroyed) return;
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new Connection(identity, webSocket, socket);
      options.live.add(connection);
      listen(options, webSocket, socket, connection, { ...caller, connectionId: identity.id });
      void endUnlessSignedIn(options, request, connection);
    });
  } finally {
    options.live.endOpening(caller.userId);
  }
}

/** A session that ended while the socket opened, and so was not found by whoever ended it, is noticed here. */
async function endUnlessSignedIn(
  options: SocketOptions,
  request: IncomingMessage,
  connection: Connection,
): Promise<void> {
  try {
    if (!(await options.authenticate(request))) connection.end(4001, { push: 'ended', reason: 'signed-out' });
  } catch (error) {
    options.log.error({ err: error }, 'a session could not be checked');
    connection.end(1011);
  }
}

function listen(
  options: SocketOptions,
  webSocket: WebSocket,
  socket: Socket,
  connection: Connection,
  caller: Caller,
): void {
  const inbox = new Inbox(connection, webSocket, (frame) => answer(options, connection, frame, caller));
  socket.on('drain', () => inbox.advance());
  webSocket.on('message', (data: Buffer, isBinary: boolean) => {
    // A peer may go on sending until it takes note of the end.
    if (connection.isClosed) return;
    const frame = isBinary ? null : parseFrame(data);
    if (frame) inbox.take(frame);
    else connection.end(1007);
  });
  webSocket.on('pong', () => {
    connection.heard = true;
  });
  webSocket.on('error', (error) => options.log.debug({ err: error }, 'socket failed'));
  webSocket.on('close', () => options.live.remove(connection));
  socket.setNoDelay(true);
  const hello: PushFrame = {
    push: 'hello',
    userId: caller.userId,
    sessionId: caller.sessionId,
    connectionId: connection.id,
    time: options.clock.now(),
  };
  connection.answer(hello);
}

/** Runs a command and answers it. Resolves with whether the server had the time for it. */
async function answer(
  options: SocketOptions,
  connection: Connection,
  frame: CommandFrame,
  caller: Caller,
): Promise<boolean> {
  try {
    const waking = options.reach.waking();
    if (waking) await waking;
    // Its session may have been over before this began.
    if (!connection.isClosed)
      connection.answer({ id: frame.id, result: await options.run(frame.op, frame.args, caller) });
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError)) options.log.error({ err: error, op: frame.op }, 'command failed');
    const problem = error instanceof ProblemError ? error : new ProblemError('internal');
    connection.answer({ id: frame.id, error: toProblem(problem, caller.locale) });
    return problem.code !== 'overloaded';
  }
}

function parseFrame(data: Buffer): CommandFrame | null {
  try {
    const frame: unknown = JSON.parse(data.toString());
    return checkFrame.Check(frame) ? frame : null;
  } catch {
    return null;
  }
}

function refuse(socket: Duplex, status: string): void {
  // Data that nobody read would turn the close into a reset, which may overtake the answer.
  socket.resume();
  // After an upgrade, Node leaves its side open until both ends have ended: the other end may never do.
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
