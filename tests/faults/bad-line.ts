import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';

/** A line that can be slow, lost without a word, or clogged: then nobody takes what the upstream end sends. */
export class BadLine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Ends that are read for the sake of the ends that connected here. */
  readonly #upstreams = new Set<Socket>();
  readonly #lost = new WeakSet<Socket>();
  #isClogged = false;
  /** How long each piece of data is on its way, to either end. */
  delayMs = 0;

  private constructor(upstream: NetConnectOpts) {
    this.#server = createServer((client) => {
      const server = connect(upstream);
      this.#upstreams.add(server);
      if (this.#isClogged) server.pause();
      this.#relay(client, server);
      this.#relay(server, client);
    });
  }

  static async before(upstream: NetConnectOpts): Promise<BadLine> {
    const line = new BadLine(upstream);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  clog(): void {
    this.#isClogged = true;
    for (const socket of this.#upstreams) socket.pause();
  }

  unclog(): void {
    this.#isClogged = false;
    for (const socket of this.#upstreams) socket.resume();
  }

  /** From now on nothing passes over the lines that there are, and nobody is told. New ones work. */
  lose(): void {
    for (const socket of this.#sockets) this.#lost.add(socket);
  }

  /** Cuts all lines; new ones may be made. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.drop();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #relay(from: Socket, to: Socket): void {
    let arrivesAt = 0;
    this.#sockets.add(from);
    from.on('data', (bytes) => {
      if (this.#lost.has(from)) return;
      const now = performance.now();
      // Whatever the delay becomes, nothing overtakes.
      arrivesAt = Math.max(arrivesAt, now + this.delayMs);
      const pass = () => {
        if (to.destroyed || to.write(bytes)) return;
        from.pause();
        to.once('drain', () => (this.#isClogged && this.#upstreams.has(from) ? null : from.resume()));
      };
      if (arrivesAt <= now) pass();
      else setTimeout(pass, arrivesAt - now);
    });
    from.on('error', () => from.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      this.#upstreams.delete(from);
      if (!this.#lost.has(from)) to.destroy();
    });
  }
}
