import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What may be open, in the order in which it was opened. */
const open: (() => Promise<void>)[] = [];

/**
 * Keeps how to end something, for when the bench is interrupted: programs live in process groups of their own, so that
 * nobody but us ends them. What has ended by then is ended once more, which must do no harm.
 */
export function ending(end: () => Promise<void>): void {
  open.push(end);
}

/** Ends all that is open, the last first. */
export async function endAll(): Promise<void> {
  for (const end of open.toReversed()) await end().catch(() => {});
}

/** A folder of its own below the system's temporary one. */
export function temporaryFolder(name: string): { path: string; remove(): Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), `bench-${name}-`));
  const remove = async () => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  ending(remove);
  return { path, remove };
}
