import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { rememberLanguage } from '../i18n/index.ts';
import { applyTheme, onSystemTheme } from '../ui/theme.ts';
import { useStore } from './client.tsx';

/** Makes this page follow the account's language and theme, whichever device chose them. Draws nothing. */
export function Preferences() {
  const { i18n } = useTranslation();
  const settings = useStore('settings', (store) => store.settings());
  const { language, theme, rev } = settings;
  const known = rev > 0;

  useEffect(() => {
    if (known) void i18n.changeLanguage(rememberLanguage(language));
  }, [i18n, known, language]);

  useEffect(() => {
    if (!known) return;
    applyTheme(theme);
    return onSystemTheme(() => applyTheme(theme));
  }, [known, theme]);

  return null;
}
