import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** What becomes of a frame on its way: the frames that go on in its place, at once or later. */
export type Mangle = (frame: string, line: ProxyLine) => void;

/** One socket through the proxy. */
export interface ProxyLine {
  /** Passes a frame on to the client or to the server. */
  toClient(frame: string): void;
  toServer(frame: string): void;
  cut(): void;
}

/** The network between one client and the server: it can be cut, and can treat single frames badly. */
export class Proxy {
  readonly #server: Server;
  readonly #upstream: URL;
  readonly #lines = new Set<ProxyLine>();
  #isCut = false;
  url = '';
  /** What happens to the frames of the server and of the client. */
  fromServer: Mangle = (frame, line) => line.toClient(frame);
  fromClient: Mangle = (frame, line) => line.toServer(frame);

  private constructor(upstream: string) {
    this.#upstream = new URL(upstream);
    this.#server = createServer((request, response) => {
      if (this.#isCut) return void request.socket.destroy();
      const { method, headers, url } = request;
      const onward = httpRequest(new URL(url ?? '/', upstream), { method: method ?? 'GET', headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered][0] ?? false });
    this.#server.on('upgrade', (request, socket, head) => {
      if (this.#isCut) return void socket.destroy();
      sockets.handleUpgrade(request, socket, head, (client) => this.#join(request, client));
    });
  }

  static async before(upstream: string): Promise<Proxy> {
    const proxy = new Proxy(upstream);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    proxy.url = `http://127.0.0.1:${(proxy.#server.address() as AddressInfo).port}`;
    return proxy;
  }

  /** Cuts every line and lets nothing through until `mend`. */
  cut(): void {
    this.#isCut = true;
    this.drop();
  }

  mend(): void {
    this.#isCut = false;
  }

  /** Cuts every line; new ones may be made. */
  drop(): void {
    for (const line of [...this.#lines]) line.cut();
    this.#server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(request: IncomingMessage, client: WebSocket): void {
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    const server = new WebSocket(`ws://${this.#upstream.host}${request.url}`, protocols);
    const early: string[] = [];
    const line: ProxyLine = {
      toClient: (frame) => client.readyState === client.OPEN && client.send(frame),
      toServer: (frame) => {
        if (server.readyState === server.OPEN) server.send(frame);
        else early.push(frame);
      },
      cut: () => {
        this.#lines.delete(line);
        client.terminate();
        server.terminate();
      },
    };
    this.#lines.add(line);
    server.on('open', () => {
      for (const frame of early) server.send(frame);
    });
    server.on('message', (data: RawData) => this.fromServer(String(data), line));
    client.on('message', (data: RawData) => this.fromClient(String(data), line));
    for (const end of [client, server]) {
      end.on('close', line.cut);
      end.on('error', line.cut);
    }
  }
}
