/**
 * Small choices that must be known before anything is loaded (theme, language, last user). Storage may be forbidden;
 * then a choice lasts as long as the page.
 */
export function readChoice(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a choice; null forgets it. */
export function writeChoice(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Not kept: see above.
  }
}
