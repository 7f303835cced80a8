import { en } from '../../../apps/web/src/i18n/en/index.ts';
import { zh } from '../../../apps/web/src/i18n/zh-CN/index.ts';

export type Language = 'en' | 'zh-CN';

/** The words of the web app, so that tests press what a reader sees, in either language. */
export type Spoken = typeof zh;

export function wordsOf(language: Language): Spoken {
  return language === 'en' ? en : zh;
}

/** Puts the values into a text, as the web app does. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}
