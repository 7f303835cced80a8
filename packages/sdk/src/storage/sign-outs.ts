import { Dexie, type EntityTable } from 'dexie';
import { Backoff } from '../line/backoff.ts';
import { post } from '../line/http.ts';
import { asProblem, isPassing } from '../line/retry.ts';

/** A session that was ended here while the server could not be told. */
export interface SignOut {
  sessionId: string;
  url: string;
  /** Null for a browser's session: its cookie, or a later session of the same user, may end it. */
  token: string | null;
}

const maxTries = 12;

/** Notes outlive the page where the browser keeps anything; they are apart from what belongs to a user. */
class Notes extends Dexie {
  declare signOuts: EntityTable<SignOut, 'sessionId'>;

  constructor() {
    super('hongyan');
    this.version(1).stores({ signOuts: 'sessionId' });
  }
}

async function withNotes<T>(work: (notes: Notes) => Promise<T>): Promise<T | null> {
  if (typeof indexedDB === 'undefined') return null;
  const notes = new Notes();
  try {
    return await work(notes);
  } catch {
    return null;
  } finally {
    notes.close();
  }
}

/** Ends a session, now or as soon as the server can be reached. Resolves after the first try. */
export async function endSession(signOut: SignOut): Promise<void> {
  await withNotes((notes) => notes.signOuts.put(signOut));
  if (!(await tryToEnd(signOut))) void keepTrying(signOut);
}

/** Ends what earlier pages could not. */
export async function endLeftSessions(url: string): Promise<void> {
  const left = await withNotes((notes) => notes.signOuts.filter((signOut) => signOut.url === url).toArray());
  for (const signOut of left ?? []) await tryToEnd(signOut);
}

async function keepTrying(signOut: SignOut): Promise<void> {
  const backoff = new Backoff(2_000, 60_000);
  for (let tries = 1; tries < maxTries; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, backoff.next()));
    if (await tryToEnd(signOut)) return;
  }
}

/** @returns whether nothing is left to do: it is ended, or cannot be ended from here any more */
async function tryToEnd({ sessionId, url, token }: SignOut): Promise<boolean> {
  try {
    // By its id, never "the present one": somebody may have signed in again.
    await post(url, token, 'session.end', { sessionId });
  } catch (thrown) {
    if (isPassing(asProblem(thrown))) return false;
  }
  await withNotes((notes) => notes.signOuts.delete(sessionId));
  return true;
}
