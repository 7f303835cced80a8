import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real mail server on this machine that keeps what it is given. */
export interface MailServer {
  url: string;
  /** The newest mail to an address that was not read yet; waits for it. */
  next(address: string): Promise<ParsedMail>;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const boxes = new Map<string, ParsedMail[]>();
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        for (const { address } of session.envelope.rcptTo) boxes.set(address, [...(boxes.get(address) ?? []), mail]);
        for (const look of waiting) look();
        done();
      }, done);
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    next: (to) =>
      new Promise((resolve) => {
        const look = () => {
          const mail = boxes.get(to)?.pop();
          if (!mail) return;
          waiting.delete(look);
          resolve(mail);
        };
        waiting.add(look);
        look();
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The one link of a mail. */
export function linkIn(mail: ParsedMail): string {
  const link = /https?:\/\/\S+/.exec(mail.text ?? '')?.[0];
  if (!link) throw new Error(`the mail "${mail.subject}" has no link`);
  return link;
}
