import type { Locale, Settings } from '@hongyan/protocol';
import { readChoice, writeChoice } from '../ui/choices.ts';

const key = 'hongyan.language';

/** The language to speak: what was chosen, else the first of the browser's that is known, else English. */
function pickLocale(choice: string | null, browser: readonly string[]): Locale {
  if (choice === 'en' || choice === 'zh-CN') return choice;
  for (const language of browser) {
    if (/^zh\b/i.test(language)) return 'zh-CN';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'en';
}

/** The language before the account's settings are known. */
export function initialLocale(): Locale {
  return pickLocale(readChoice(key), navigator.languages);
}

/** Keeps the choice for the next start, and answers which language it means here. */
export function rememberLanguage(choice: Settings['language']): Locale {
  const locale = choice === 'en' || choice === 'zh-CN' ? choice : null;
  writeChoice(key, locale);
  return pickLocale(locale, navigator.languages);
}

/**
 * The reader's own kind of a language, for dates: `en-GB` for `en` where the browser asks for it. Of the same script:
 * who reads traditional characters gets simplified ones in dates too, as in all words round them.
 */
export function regional(locale: string, browser: readonly string[] = navigator.languages): string {
  const wanted = writing(locale);
  return browser.find((tag) => writing(tag) === wanted) ?? locale;
}

/** A language with its script; null for a tag that is none. */
function writing(tag: string): string | null {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return null;
  }
}
