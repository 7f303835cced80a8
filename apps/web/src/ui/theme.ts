import { readChoice, writeChoice } from './choices.ts';

export type Theme = 'auto' | 'light' | 'dark';

const key = 'hongyan.theme';
const system = () => matchMedia('(prefers-color-scheme: dark)');

/** The theme that this device shows now. */
export function currentTheme(): Theme {
  const choice = readChoice(key);
  return choice === 'light' || choice === 'dark' ? choice : 'auto';
}

/** Shows a theme and keeps the choice for `public/theme.js`, which reads it before the next start's first paint. */
export function applyTheme(choice: Theme): void {
  writeChoice(key, choice === 'auto' ? null : choice);
  const dark = choice === 'dark' || (choice === 'auto' && system().matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--surface').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
}

/** Calls back when the system goes dark or light. */
export function onSystemTheme(listener: () => void): () => void {
  const query = system();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
