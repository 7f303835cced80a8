import type { Locale } from '@hongyan/protocol';
import type { Client } from '@hongyan/sdk';
import { rememberLanguage } from '../../i18n/index.ts';
import { readChoice, writeChoice } from '../../ui/choices.ts';
import { applyTheme, type Theme } from '../../ui/index.ts';

/**
 * Language and theme that were chosen before signing in. The account doesn't know of them, and would undo them once its
 * own settings come; so they are kept aside, and become the account's with the next sign-in, or at once for a `client`.
 */
const languageKey = 'hongyan.chosen.language';
const themeKey = 'hongyan.chosen.theme';

export function chooseLanguage(locale: Locale, client: Client | null): void {
  rememberLanguage(locale);
  writeChoice(languageKey, locale);
  if (client) void handOverChoices(client);
}

export function chooseTheme(theme: Theme, client: Client | null): void {
  applyTheme(theme);
  writeChoice(themeKey, theme);
  if (client) void handOverChoices(client);
}

/** Makes the choices the account's. If that fails, the next sign-in tries again. */
export async function handOverChoices(client: Client): Promise<void> {
  const language = readChoice(languageKey);
  const theme = readChoice(themeKey);
  if (language === null && theme === null) return;
  try {
    await client.call('settings.update', {
      ...(language === 'en' || language === 'zh-CN' ? { language } : {}),
      ...(theme === 'auto' || theme === 'light' || theme === 'dark' ? { theme } : {}),
    });
    writeChoice(languageKey, null);
    writeChoice(themeKey, null);
  } catch {
    // Kept for the next time.
  }
}
