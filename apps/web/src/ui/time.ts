import { regional } from '../i18n/language.ts';

/**
 * Times in words, by `Intl` (ECMA-402). `at` and `now` are milliseconds since 1970; the zone is the reader's.
 */
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(at: number, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(regional(locale), options);
    formatters.set(key, formatter);
  }
  return formatter.format(at);
}

/** The day's number, counted in the reader's zone. */
function dayOf(at: number): number {
  const date = new Date(at);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

/** 14:05 */
export function formatClock(at: number, locale: string): string {
  return format(at, locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** A day as a heading: today, yesterday, Monday, 3 March, 3 March 2024. */
export function formatDay(at: number, locale: string, now: number): string {
  const days = dayOf(now) - dayOf(at);
  if (days === 0 || days === 1) {
    const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
    return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
  }
  if (days > 1 && days < 7) return format(at, locale, { weekday: 'long' });
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) {
    return format(at, locale, { month: 'long', day: 'numeric' });
  }
  return format(at, locale, { year: 'numeric', month: 'long', day: 'numeric' });
}

/** As short as a list allows: the clock for today, the weekday for this week, the date before. */
export function formatShort(at: number, locale: string, now: number): string {
  const days = dayOf(now) - dayOf(at);
  if (days === 0) return formatClock(at, locale);
  if (days === 1) return formatDay(at, locale, now);
  if (days > 1 && days < 7) return format(at, locale, { weekday: 'short' });
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) {
    return format(at, locale, { month: 'numeric', day: 'numeric' });
  }
  return format(at, locale, { year: 'numeric', month: 'numeric', day: 'numeric' });
}

/** Everything: the date and the clock. */
export function formatFull(at: number, locale: string): string {
  return format(at, locale, { dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' });
}

/** A date within a sentence: 3 March 2024. */
export function formatDate(at: number, locale: string): string {
  return format(at, locale, { dateStyle: 'long' });
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago, or in how long: "5 minutes ago", "in 2 days", "now" within a minute. */
export function formatRelative(at: number, locale: string, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return words.format(0, 'second');
}
