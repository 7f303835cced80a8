import { errorText, type Locale, ProblemError } from '@hongyan/protocol';
import i18next, { type i18n } from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './en/index.ts';
import { zh } from './zh-CN/index.ts';

export { initialLocale, rememberLanguage } from './language.ts';

/** Makes the words of both languages available to `useTranslation`. Keeps `<html lang>` right. */
export function createI18n(locale: Locale): i18n {
  const i18n = i18next.createInstance();
  i18n.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  void i18n.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'en',
    defaultNS: 'common',
    resources: { en, 'zh-CN': zh },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return i18n;
}

/** The language now spoken. */
export function useLocale(): Locale {
  const { i18n } = useTranslation();
  return i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
}

/** Turns whatever was thrown into words: what happened and what to do. */
export function useErrorText(): (error: unknown) => string {
  const locale = useLocale();
  return useCallback(
    (error: unknown) =>
      error instanceof ProblemError ? errorText(error.code, locale, error.params) : errorText('internal', locale),
    [locale],
  );
}
