import { type EndReason, ProblemError } from '@hongyan/protocol';
import type { Client } from '@hongyan/sdk';
import { readChoice, writeChoice } from '../ui/choices.ts';

const userKey = 'hongyan.user';

/**
 * Who uses this page. States, in order: `asking` the server, then `signed-out` or `signed-in`, which follow each other.
 * `reason` says why the server ended the session, null when nobody was signed in or the reader signed out.
 */
export type SessionState =
  | { state: 'asking' }
  | { state: 'signed-out'; reason: EndReason | null }
  | { state: 'signed-in'; userId: string; client: Client };

export interface SessionDeps {
  /** For commands that need no session; never started. */
  anonymous: Client;
  /** A client for a user, with what this device holds of them. */
  makeClient(userId: string): Client;
}

/** The session of this page: one SDK client while somebody is signed in. */
export interface AppSession {
  get(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Waits until it is known whether somebody is signed in. */
  settled(): Promise<Exclude<SessionState, { state: 'asking' }>>;
  /** Signs in with a cookie. Throws `ProblemError`. */
  signIn(login: string, password: string): Promise<void>;
  /** Signs this device out and forgets what it holds. Works without a connection too: then the server learns later. */
  signOut(): Promise<void>;
  /** Calls a command that needs no session. Throws `ProblemError`. */
  call: Client['call'];
}

/**
 * Starts at once from what this device holds when it knows its last user, and asks the server meanwhile; otherwise asks
 * first.
 */
export function createSession({ anonymous, makeClient }: SessionDeps): AppSession {
  let current: SessionState = { state: 'asking' };
  const listeners = new Set<() => void>();

  const become = (next: SessionState) => {
    current = next;
    for (const listener of listeners) listener();
  };

  const begin = (userId: string) => {
    if (current.state === 'signed-in') {
      if (current.userId === userId) return;
      current.client.stop();
    }
    writeChoice(userKey, userId);
    const client = makeClient(userId);
    client.on('ended', (reason) => {
      if (current.state === 'signed-in' && current.client === client) end(reason);
    });
    client.start();
    become({ state: 'signed-in', userId, client });
  };

  const end = (reason: EndReason | null) => {
    writeChoice(userKey, null);
    if (current.state === 'signed-in') current.client.stop();
    become({ state: 'signed-out', reason });
  };

  const ask = async () => {
    try {
      begin((await anonymous.call('account.session', {})).userId);
    } catch (error) {
      const refused = error instanceof ProblemError && error.code === 'not_signed_in';
      if (current.state === 'asking') end(null);
      else if (refused) end('signed-out');
    }
  };

  const known = readChoice(userKey);
  if (known) begin(known);
  void ask();

  const session: AppSession = {
    get: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled() {
      return new Promise((resolve) => {
        const look = () => {
          if (current.state === 'asking') return;
          listeners.delete(look);
          resolve(current);
        };
        listeners.add(look);
        look();
      });
    },
    async signIn(login, password) {
      const { userId } = await anonymous.call('account.signIn', { login, password, cookie: true });
      begin(userId);
    },
    async signOut() {
      if (current.state !== 'signed-in') return;
      const { client } = current;
      await client.signOut();
      end(null);
    },
    call: (name, args) => anonymous.call(name, args),
  };
  return session;
}
