import type { Client, Connection, Store, StoreKey } from '@hongyan/sdk';
import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from 'react';
import type { AppSession, SessionState } from './session.ts';

const SessionContext = createContext<AppSession | null>(null);

/** Makes the session, and through it the client, known to everything inside. */
export function SessionProvider({ session, children }: { session: AppSession; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session, for signing in and out and for commands that need no session. */
export function useSession(): AppSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of SessionProvider');
  return session;
}

/** Who is signed in; drawn again when that changes. */
export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.get);
}

/** The client, or null for those who are not signed in. */
export function useOptionalClient(): Client | null {
  const state = useSessionState();
  return state.state === 'signed-in' ? state.client : null;
}

/** The client of the signed-in user. Only inside the signed-in part of the app. */
export function useClient(): Client {
  const client = useOptionalClient();
  if (!client) throw new Error('useClient while nobody is signed in');
  return client;
}

/** My own user id. */
export function useMyId(): string {
  const state = useSessionState();
  if (state.state !== 'signed-in') throw new Error('useMyId while nobody is signed in');
  return state.userId;
}

const nothing = () => () => {};

/**
 * A view of the store, drawn again when `key` changes: `useStore(`room:${id}`, (store) => store.room(id))`. `read` must
 * answer the same reference until something changed, as the store's getters do.
 */
export function useStore<T>(key: StoreKey, read: (store: Store) => T): T {
  const { store } = useClient();
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key]);
  return useSyncExternalStore(subscribe, () => read(store));
}

/** As `useStore`, and `fallback` for those who are not signed in. */
export function useOptionalStore<T>(key: StoreKey, read: (store: Store) => T, fallback: T): T {
  const store = useOptionalClient()?.store;
  const subscribe = useCallback((listener: () => void) => store?.subscribe(key, listener) ?? nothing, [store, key]);
  return useSyncExternalStore(subscribe, () => (store ? read(store) : fallback));
}

/** The state of the line to the server. */
export function useConnection(): Connection {
  const { connection } = useClient();
  const subscribe = useCallback((listener: () => void) => connection.subscribe(listener), [connection]);
  return useSyncExternalStore(subscribe, () => connection.get());
}

/** Whether the line to the server is open, so that what passes is still true. */
export function useIsCurrent(): boolean {
  const { connection } = useClient();
  const subscribe = useCallback((listener: () => void) => connection.subscribe(listener), [connection]);
  return useSyncExternalStore(subscribe, () => {
    const { state } = connection.get();
    return state === 'online' || state === 'syncing';
  });
}
