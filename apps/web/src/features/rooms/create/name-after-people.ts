import type { Locale } from '@hongyan/protocol';

/** As long as a list can show, in code points. */
const longest = 30;

/** A group's name when nobody gives it one: those in it, as many as fit. Empty without people. */
export function nameAfterPeople(names: readonly string[], locale: Locale): string {
  const between = locale === 'zh-CN' ? '、' : ', ';
  const whole = names.join(between);
  if (lengthOf(whole) <= longest) return whole;
  let fitting = names.length - 1;
  while (fitting > 1 && lengthOf(names.slice(0, fitting).join(between)) > longest) fitting -= 1;
  const some = names.slice(0, fitting).join(between);
  return `${Array.from(some).slice(0, longest).join('')}…`;
}

const lengthOf = (text: string) => Array.from(text).length;
