import { limits, type ServerInfo } from '@hongyan/protocol';
import { useEffect, useSyncExternalStore } from 'react';
import { useConnection, useSession } from './client.tsx';
import type { AppSession } from './session.ts';

/** What the server said of itself: null until it has answered, then `error` if it could not be asked the last time. */
export interface Answer {
  info: ServerInfo | null;
  error: unknown;
}

/** The last answer, which all parts of the page share. */
interface Inquiry {
  get(): Answer;
  subscribe(listener: () => void): () => void;
  /** Asks anew, unless an answer is already on its way. */
  ask(): void;
}

function createInquiry(session: AppSession): Inquiry {
  let answer: Answer = { info: null, error: null };
  let asking = false;
  const listeners = new Set<() => void>();
  const take = (next: Answer) => {
    asking = false;
    answer = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => answer,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask() {
      if (asking) return;
      asking = true;
      session.call('server.info', {}).then(
        (info) => take({ info, error: null }),
        (error: unknown) => take({ info: answer.info, error }),
      );
    },
  };
}

const inquiries = new WeakMap<AppSession, Inquiry>();

function useInquiry(): Inquiry {
  const session = useSession();
  let inquiry = inquiries.get(session);
  if (!inquiry) {
    inquiry = createInquiry(session);
    inquiries.set(session, inquiry);
  }
  return inquiry;
}

/** What the server is and allows. It is asked anew by each part that wants to know; the last answer stands meanwhile. */
export function useServerInfo(): Answer & Pick<Inquiry, 'ask'> {
  const { get, subscribe, ask } = useInquiry();
  const answer = useSyncExternalStore(subscribe, get);
  useEffect(ask, [ask]);
  return { ...answer, ask };
}

/** What the server allows with messages. */
export type MessageRules = Pick<ServerInfo, 'messageLength' | 'recallMinutes'>;

/** The most that any server allows: the server itself has the last word. */
const unknownRules: MessageRules = { messageLength: limits.messageLength, recallMinutes: 0 };

/** The server's rules for messages; until they are known, those of the most generous server. They stay as they are. */
export function useMessageRules(): MessageRules {
  const { get, subscribe, ask } = useInquiry();
  const { info } = useSyncExternalStore(subscribe, get);
  const { state } = useConnection();
  useEffect(() => {
    // When the line is back, what failed may succeed.
    if (info === null && state !== 'offline') ask();
  }, [info, state, ask]);
  return info ?? unknownRules;
}
