import { createTransport, type Transporter } from 'nodemailer';
import { uuidv7 } from 'uuidv7';
import type { Clock } from '../clock/index.ts';
import type { Db, Tx } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import { claimMails, forgetMails, insertMail, markFailed, markSent, type QueuedMail } from './repo.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

export interface Mailer {
  /** Whether mails leave the server; otherwise they stay in the outbox, where the administrator reads them. */
  readonly sendsMail: boolean;
  /** Puts a mail into the outbox, with the transaction that is its reason. Call `wake` after the commit. */
  queue(tx: Tx, mail: Mail): Promise<void>;
  wake(): void;
  stop(): Promise<void>;
}

const idleMs = 15_000;
const batchSize = 5;
/** How long a mail server may be silent, at each step. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, dnsTimeout: 10_000, socketTimeout: 30_000 };
/** Longer than one delivery can take, so that nobody takes a mail that is on its way. */
const claimMs = 3 * 60_000;
const firstRetryMs = 15_000;
const longestRetryMs = 6 * 3_600_000;
/** About five days with the waits above. */
const maxAttempts = 30;
const day = 24 * 3_600_000;
/** With a mail server a mail is a record of what was sent; without one it is a link to hand out, which soon expires. */
const keptMs = { sent: 90 * day, handedOut: 7 * day };
const forgetEveryMs = 3_600_000;

/**
 * The outbox. A mail is in the table before anything leaves, and is tried again, less and less often, until the mail
 * server takes it or refuses it for good; only then is it done with. A crash between the two sends it twice, never not
 * at all.
 */
export function startMailer(options: { db: Db; clock: Clock; log: Log; smtpUrl: string | null; from: string }): Mailer {
  const { db, clock, log, smtpUrl, from } = options;
  const transport = smtpUrl === null ? null : createTransport({ url: smtpUrl, ...timeouts }, { from });
  let wanted = false;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;

  async function sendDue(via: Transporter): Promise<void> {
    do {
      wanted = false;
      while (!stopped) {
        const due = await claimMails(db, clock.now(), batchSize, claimMs);
        await Promise.all(due.map((mail) => deliver(via, mail)));
        if (due.length < batchSize) break;
      }
    } while (wanted && !stopped);
  }

  async function deliver(via: Transporter, mail: QueuedMail): Promise<void> {
    try {
      await via.sendMail({ to: mail.recipient, subject: mail.subject, text: mail.body });
      await markSent(db, mail.id, clock.now());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const wait = Math.min(longestRetryMs, firstRetryMs * 2 ** mail.attempts);
      const isLast = mail.attempts + 1 >= maxAttempts || isRefused(error);
      await markFailed(db, mail.id, reason.slice(0, 500), isLast ? null : clock.now() + wait);
      log.warn({ mail: mail.id, reason }, isLast ? 'a mail is given up' : 'a mail could not be sent yet');
    }
  }

  function wake(): void {
    if (!transport || stopped) return;
    wanted = true;
    if (timer) clearTimeout(timer);
    running ??= sendDue(transport)
      .catch((error: unknown) => log.error({ err: error }, 'the outbox could not be read'))
      .finally(() => {
        running = null;
        if (wanted) wake();
        else if (!stopped) timer = setTimeout(wake, idleMs).unref();
      });
  }

  function forget(): void {
    forgetMails(db, clock.now() - (transport ? keptMs.sent : keptMs.handedOut)).catch((error: unknown) => {
      log.warn({ err: error }, 'old mails could not be forgotten');
    });
  }

  const forgetting = setInterval(forget, forgetEveryMs).unref();
  wake();
  return {
    sendsMail: transport !== null,
    async queue(tx, mail) {
      await insertMail(tx, { id: uuidv7(), ...mail, now: clock.now() });
      if (!transport) log.info(`mail for ${mail.to}: ${/https?:\/\/\S+/.exec(mail.text)?.[0] ?? mail.subject}`);
    },
    wake,
    async stop() {
      stopped = true;
      clearInterval(forgetting);
      if (timer) clearTimeout(timer);
      await running;
      transport?.close();
    },
  };
}

/** RFC 5321 §4.2.1: 5yz about this mail or its recipient stays so, however often it is tried. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('responseCode' in error)) return false;
  const isAboutMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  return isAboutMail && typeof error.responseCode === 'number' && error.responseCode >= 500;
}
