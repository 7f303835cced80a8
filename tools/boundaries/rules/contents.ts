import type { Use } from '../modules.ts';
import { isProductCode, isTestCode, type Rule } from './rule.ts';

const longestSource = 500;
const longestTest = 1_000;

function useRule(name: string, what: Use['what'], message: string, isAllowedIn: (path: string) => boolean): Rule {
  return {
    name,
    check: (modules) =>
      modules
        .filter((module) => isProductCode(module) && !isAllowedIn(module.path))
        .flatMap(({ path, uses }) =>
          uses.filter((use) => use.what === what).map(({ line }) => ({ path, line, message })),
        ),
  };
}

const sql = useRule(
  'sql',
  'sql',
  'SQL stands in repo.ts, in …-repo.ts and in platform/db alone.',
  (path) => /(^|\/|-)repo\.ts$/.test(path) || path.startsWith('apps/server/src/platform/db/'),
);

/** A connection of one's own would go around the repositories. */
const driver: Rule = {
  name: 'driver',
  check: (modules) =>
    modules
      .filter(isProductCode)
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ specifier }) => specifier === 'pg' && !/^apps\/server\/src\/platform\/(db|postgres)\//.test(path))
          .map(({ line }) => ({ path, line, message: 'pg: only platform/db and platform/postgres open connections.' })),
      ),
};

const processEnv = useRule('process-env', 'process.env', 'The environment is read in platform/config alone.', (path) =>
  path.startsWith('apps/server/src/platform/config/'),
);

const noConsole = useRule('console', 'console', 'Use the log: it knows levels and hides secrets.', () => false);

const size: Rule = {
  name: 'size',
  check: (modules) =>
    modules.flatMap(({ path, lines }) => {
      const longest = isTestCode(path) ? longestTest : longestSource;
      if (lines <= longest) return [];
      return [
        { path, line: longest + 1, message: `${lines} lines; the most is ${longest}: split it by what it does.` },
      ];
    }),
};

export const contentRules: readonly Rule[] = [sql, driver, processEnv, noConsole, size];
