import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** Where a WebSocket is, and who opens it. */
export interface WebSocketAddress {
  host: string;
  port: number;
  path: string;
  protocols?: string[];
}

/**
 * A WebSocket client (RFC 6455) that costs next to nothing, so that the load leaves the processors to the server. It
 * reads text frames that are not fragmented, which is all that the measured servers send, and answers pings.
 */
export class WebSocketClient {
  readonly #socket: Socket;
  readonly #onText: (text: string) => void;
  #rest: Buffer | null = null;
  #out: Buffer[] = [];

  private constructor(socket: Socket, onText: (text: string) => void) {
    this.#socket = socket;
    this.#onText = onText;
  }

  /** Opens a socket. Rejects if the server answers anything but 101. `onText` gets each frame as Latin-1 text. */
  static async open(address: WebSocketAddress, onText: (text: string) => void): Promise<WebSocketClient> {
    const socket = connect({ host: address.host, port: address.port, noDelay: true });
    const client = new WebSocketClient(socket, onText);
    await client.#shakeHands(address);
    return client;
  }

  /** Sends a text frame; frames of one turn of the event loop leave in one write. */
  send(text: string): void {
    if (this.#out.length === 0) setImmediate(() => this.#flush());
    this.#out.push(encode(0x1, Buffer.from(text)));
  }

  onClose(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  /** Drops the line without a word, as a dead network does. */
  cut(): void {
    this.#socket.destroy();
  }

  /** Stops reading, as a reader that cannot keep up. */
  pause(): void {
    this.#socket.pause();
  }

  #shakeHands({ host, port, path, protocols = [] }: WebSocketAddress): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error('the line was closed before it was open'));
      this.#socket.once('error', reject).once('close', fail);
      this.#socket.once('data', (answer: Buffer) => {
        const end = answer.indexOf('\r\n\r\n');
        const head = answer.subarray(0, end).toString('latin1');
        if (!head.startsWith('HTTP/1.1 101')) {
          this.#socket.destroy();
          return reject(new Error(head.split('\r\n')[0] ?? 'no answer'));
        }
        this.#socket.off('close', fail).off('error', reject);
        this.#socket.on('error', () => {}).on('data', (bytes: Buffer) => this.#read(bytes));
        resolve();
        if (answer.length > end + 4) this.#read(answer.subarray(end + 4));
      });
      const offered = protocols.length > 0 ? [`Sec-WebSocket-Protocol: ${protocols.join(', ')}`] : [];
      const request = [
        `GET ${path} HTTP/1.1`,
        `Host: ${host}:${port}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        'Sec-WebSocket-Version: 13',
        ...offered,
      ];
      this.#socket.write(`${request.join('\r\n')}\r\n\r\n`);
    });
  }

  #flush(): void {
    const bytes = this.#out.length === 1 ? this.#out[0]! : Buffer.concat(this.#out);
    this.#out = [];
    this.#socket.write(bytes);
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    for (;;) {
      const frame = frameAt(bytes, at);
      if (!frame) break;
      at = frame.end;
      if (frame.opcode === 0x1) this.#onText(bytes.toString('latin1', frame.start, frame.end));
      else if (frame.opcode === 0x9) this.#socket.write(encode(0xa, bytes.subarray(frame.start, frame.end)));
      else if (frame.opcode === 0x8) this.#socket.end();
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : null;
  }
}

function frameAt(bytes: Buffer, at: number): { opcode: number; start: number; end: number } | null {
  if (bytes.length < at + 2) return null;
  const opcode = bytes[at]! & 0x0f;
  const short = bytes[at + 1]! & 0x7f;
  const headerLength = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < at + headerLength) return null;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  const start = at + headerLength;
  return bytes.length < start + length ? null : { opcode, start, end: start + length };
}

/** A client masks what it sends (RFC 6455 §5.3); a mask of zeros is allowed and costs nothing. */
function encode(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 6 : length < 0x1_0000 ? 8 : 14);
  header[0] = 0x80 | opcode;
  if (length < 126) header[1] = 0x80 | length;
  else if (length < 0x1_0000) {
    header[1] = 0x80 | 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 0x80 | 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}
