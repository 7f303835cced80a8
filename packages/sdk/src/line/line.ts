import { limits, ProblemError, type PushFrame, type ServerFrame, socketProtocol } from '@hongyan/protocol';
import { Backoff } from './backoff.ts';
import { Commands } from './commands.ts';
import { listenForHints } from './hints.ts';

export type Hello = Extract<PushFrame, { push: 'hello' }>;

export interface LineOptions {
  url: string;
  token(): string | null;
  onConnecting(): void;
  /** The socket is open and the server has said who we are. */
  onOpen(hello: Hello): void;
  onPush(frame: PushFrame): void;
  /** There is no socket. `wasOpen` is false if the server could not be reached or refused. */
  onLost(retryAt: number | null, wasOpen: boolean): void;
}

const handshakeMs = 15_000;
const watchMs = 2_000;

/**
 * The socket to the server, made anew whenever it is lost. States, in order: stopped; waiting for the next try;
 * connecting; open. A line that says nothing for longer than two heartbeats is dead, whatever the network claims.
 */
export class Line {
  readonly #options: LineOptions;
  readonly #backoff = new Backoff(1_000, 30_000);
  #started = false;
  #socket: WebSocket | null = null;
  #commands: Commands | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  #deadline = 0;
  #stopHints = () => {};

  constructor(options: LineOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#commands !== null;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#stopHints = listenForHints({ back: () => this.check(), gone: () => this.#drop() });
    this.#watchdog = setInterval(() => this.#watch(), watchMs);
    this.#connect();
  }

  stop(): void {
    if (!this.#started) return;
    this.#started = false;
    this.#stopHints();
    clearInterval(this.#watchdog);
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** Connects now instead of waiting; a line that has been silent for too long is made anew. */
  check(): void {
    this.#watch();
    if (!this.#started || this.#socket) return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  /** The server is reached and works: the next loss is a first one. */
  settled(): void {
    this.#backoff.reset();
  }

  /** Runs a command over the open socket. @throws ProblemError the server's, or `offline` */
  request(name: string, args: unknown): Promise<unknown> {
    return this.#commands?.request(name, args) ?? Promise.reject(new ProblemError('offline'));
  }

  #connect(): void {
    const { url, token, onConnecting } = this.#options;
    const bearer = token();
    const protocols = bearer === null ? [socketProtocol] : [socketProtocol, `bearer.${bearer}`];
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket`, protocols);
    this.#socket = socket;
    this.#deadline = Date.now() + handshakeMs;
    const mine = () => this.#socket === socket;
    socket.addEventListener('message', (event) => mine() && this.#receive(socket, event.data));
    socket.addEventListener('close', () => mine() && this.#drop());
    onConnecting();
  }

  #receive(socket: WebSocket, data: unknown): void {
    this.#deadline = Date.now() + limits.heartbeatSeconds * 2_000;
    const frame = parse(data);
    if (!frame) return;
    if (!('push' in frame)) this.#commands?.answer(frame);
    else if (frame.push === 'hello') {
      this.#commands = new Commands((text) => socket.send(text));
      this.#options.onOpen(frame);
    } else this.#options.onPush(frame);
  }

  #watch(): void {
    if (this.#socket && Date.now() > this.#deadline) this.#drop();
  }

  /** Lets the socket go, if there is one, and plans the next try. */
  #drop(): void {
    const socket = this.#socket;
    if (!socket) return;
    const commands = this.#commands;
    this.#socket = null;
    this.#commands = null;
    socket.close();
    const waitMs = this.#backoff.next();
    if (this.#started) this.#retry = setTimeout(() => this.#connect(), waitMs);
    this.#options.onLost(this.#started ? Date.now() + waitMs : null, commands !== null);
    commands?.close();
  }
}

function parse(data: unknown): ServerFrame | null {
  try {
    return typeof data === 'string' ? (JSON.parse(data) as ServerFrame) : null;
  } catch {
    return null;
  }
}
