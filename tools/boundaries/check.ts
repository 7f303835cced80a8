import { readModules } from './modules.ts';
import { contentRules } from './rules/contents.ts';
import { cycleRules } from './rules/cycles.ts';
import { directionRules } from './rules/directions.ts';
import type { Violation } from './rules/rule.ts';

export const rules = [...directionRules, ...cycleRules, ...contentRules];

/** Everything below `root` that breaks a rule of the layout. */
export function checkBoundaries(root: string): Violation[] {
  const modules = readModules(root);
  return rules.flatMap((rule) => rule.check(modules).map((violation) => ({ rule: rule.name, ...violation })));
}
