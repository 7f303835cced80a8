import type { SourceModule } from '../modules.ts';

export interface Violation {
  rule: string;
  path: string;
  line: number;
  /** What is wrong and what would be right, in one sentence. */
  message: string;
}

export interface Rule {
  name: string;
  check(modules: readonly SourceModule[]): Omit<Violation, 'rule'>[];
}

/** Test code may reach further: it wires things by hand and looks inside. */
export function isTestCode(path: string): boolean {
  return /\.test\.tsx?$|\/testing\/|^(tests|tools|bench)\//.test(path);
}

export function isProductCode(module: SourceModule): boolean {
  return !isTestCode(module.path) && /^(apps|packages|plugins)\/[^/]+\/src\//.test(module.path);
}

/** `packages/sdk` of `packages/sdk/src/index.ts`. */
export function workspaceOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

/** `apps/server/src/features/rooms` of any file below it; null elsewhere. */
export function featureOf(path: string): string | null {
  return /^apps\/[^/]+\/src\/features\/[^/]+(?=\/)/.exec(path)?.[0] ?? null;
}
