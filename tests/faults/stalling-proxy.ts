import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a port of this machine that can go dead, as when a network is cut: neither end hears anything. */
export class StallingProxy {
  readonly #server: Server;
  readonly #lines = new Set<Socket>();
  #isStalled = false;

  private constructor(upstreamPort: number) {
    this.#server = createServer((client) => {
      const upstream = connect({ host: '127.0.0.1', port: upstreamPort });
      for (const [end, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.#lines.add(end);
        end.on('data', (bytes) => this.#isStalled || other.write(bytes));
        end.on('error', () => end.destroy());
        end.once('close', () => {
          this.#lines.delete(end);
          // Whoever is cut off does not hear that the other end has gone.
          if (!this.#isStalled) other.destroy();
        });
      }
    });
  }

  static async before(upstreamPort: number): Promise<StallingProxy> {
    const proxy = new StallingProxy(upstreamPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  stall(): void {
    this.#isStalled = true;
  }

  /** New lines work again. What was in the old ones is lost, so they end. */
  mend(): void {
    this.#isStalled = false;
    for (const end of this.#lines) end.destroy();
  }

  async close(): Promise<void> {
    for (const end of this.#lines) end.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
