import { connect } from 'node:net';
import { Answers, type OpenLine } from '../line.ts';

const domain = 'localhost';
const answerWithinMs = 20_000;
const stream = `<?xml version='1.0'?><stream:stream to='${domain}' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;

/** A user's name on an XMPP server, and their name in rooms. */
export function xmppName(user: number): string {
  return `u${user}`;
}

/**
 * XMPP over TCP, as its own clients speak it (RFC 6120, 6121): SASL PLAIN, a resource, presence. In rooms (XEP-0045)
 * the room's own copy is the answer to a send, for pairs it is stream management's acknowledgement (XEP-0198).
 */
export const openXmpp: OpenLine = async (endpoint, user, onText) => {
  const name = xmppName(user.index);
  const answers = new Answers();
  const socket = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
  socket.setEncoding('latin1');
  let rest = '';
  let awaited: { mark: string; resolve(): void; reject(): void } | null = null;
  let acked = 0;

  /** Asks for something and waits for the mark that ends its answer. */
  const ask = (request: string, mark: string) =>
    new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        settle();
      };
      const fail = (error: Error) => {
        socket.destroy();
        end(() => reject(error));
      };
      const tooLate = () => fail(new Error(`no ${mark} to ${request}, but ${rest}`));
      const timer = setTimeout(tooLate, answerWithinMs);
      awaited = { mark, resolve: () => end(resolve), reject: tooLate };
      socket.once('error', fail);
      socket.write(request);
    });

  socket.on('data', (chunk: string) => {
    rest += chunk;
    if (awaited) {
      const { mark, resolve, reject } = awaited;
      const at = rest.indexOf(mark);
      if (at === -1) {
        if (rest.includes('</stream:stream>')) reject();
        return;
      }
      rest = rest.slice(at + mark.length);
      awaited = null;
      return resolve();
    }
    // Up to the end of the last whole stanza that matters; a message that is cut in two waits for its rest.
    const end = Math.max(rest.lastIndexOf('</message>') + 10, rest.lastIndexOf('/>') + 2);
    if (end < 12) return;
    const text = rest.slice(0, end);
    rest = rest.slice(end);
    if (endpoint.direct) countAcks(text);
    else findOwn(text);
    onText(text);
  });

  function countAcks(text: string): void {
    for (const [, count] of text.matchAll(/<a [^>]*\bh='(\d+)'/g)) {
      while (acked < Number(count)) answers.resolve((acked += 1));
    }
  }

  function findOwn(text: string): void {
    for (let at = text.indexOf('<message'); at !== -1; at = text.indexOf('<message', at + 8)) {
      const head = text.slice(at, text.indexOf('>', at));
      const id = head.includes(`/${name}'`) ? /\bid='s(\d+)'/.exec(head) : null;
      if (id) answers.resolve(Number(id[1]));
    }
  }

  await ask(stream, '</stream:features>');
  const plain = Buffer.from(`\0${name}\0${user.secret}`).toString('base64');
  await ask(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${plain}</auth>`, '<success');
  await ask(stream, '</stream:features>');
  const bind = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>x</resource></bind>`;
  await ask(`<iq type='set' id='bind'>${bind}</iq>`, '</iq>');
  await ask(`<presence/>`, `<presence`);
  if (endpoint.direct) await ask(`<enable xmlns='urn:xmpp:sm:3'/>`, '<enabled');
  else {
    for (const room of user.rooms) {
      const history = `<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>`;
      await ask(`<presence to='${endpoint.roomNames[room]}/${name}'>${history}</presence>`, '<subject');
    }
  }
  return {
    send(room, body) {
      const { id, answer } = answers.next();
      const type = endpoint.direct ? 'chat' : 'groupchat';
      // In a pair the first sends to the second, whose address is the room's name.
      const message = `<message type='${type}' to='${endpoint.roomNames[room]}' id='s${id}'><body>${body}</body></message>`;
      socket.write(endpoint.direct ? `${message}<r xmlns='urn:xmpp:sm:3'/>` : message);
      return answer;
    },
    cut: () => socket.destroy(),
  };
};
