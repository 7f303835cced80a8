import type { en } from './en/index.ts';

/** The same keys as the English words; the English singular has no counterpart in Chinese. */
type Same<T> = {
  -readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Same<T[K]>;
};

/** What a language must say in one namespace: a missing or a superfluous key fails the type check. */
export type Words<Namespace extends keyof typeof en> = Same<(typeof en)[Namespace]>;
