import type { Import, SourceModule } from '../modules.ts';
import { featureOf, isProductCode, isTestCode, type Rule, workspaceOf } from './rule.ts';

/** What the code of a workspace may import of the others. */
const mayImport: Record<string, readonly string[]> = {
  'packages/protocol': [],
  'packages/sdk': ['packages/protocol'],
  'packages/plugin-api': ['packages/protocol'],
  'apps/web': ['packages/sdk', 'packages/protocol'],
  'apps/server': ['packages/protocol', 'packages/plugin-api'],
};
const pluginsMayImport = ['packages/plugin-api', 'packages/protocol'];

/** Packages that a workspace must do without. */
const foreign: Record<string, RegExp> = {
  'packages/protocol': /^(?!typebox($|\/))/,
  'packages/sdk': /^(node:|react($|-|\/))/,
  'apps/web': /^node:/,
};

/** What the web app's features may use of the frame around them. */
const openToFeatures = ['client.tsx', 'server-info.ts', 'title.ts'].map((name) => `apps/web/src/app/${name}`);

function importRule(name: string, message: string, isBad: (from: string, imported: Import) => boolean): Rule {
  return {
    name,
    check: (modules) =>
      modules
        .filter(isProductCode)
        .flatMap(({ path, imports }) =>
          imports
            .filter((imported) => isBad(path, imported))
            .map(({ specifier, line }) => ({ path, line, message: `${specifier}: ${message}` })),
        ),
  };
}

const workspaces = importRule(
  'workspaces',
  'the direction is protocol ← sdk ← web, protocol ← plugin-api ← server and plugins, by package name.',
  (from, { specifier, target }) => {
    if (!target) return specifier.startsWith('@hongyan/');
    const [own, other] = [workspaceOf(from), workspaceOf(target)];
    if (own === other) return false;
    const allowed = own.startsWith('plugins/') ? pluginsMayImport : (mayImport[own] ?? []);
    return specifier.startsWith('.') || !allowed.includes(other);
  },
);

const packages = importRule(
  'packages',
  'protocol imports typebox alone, the SDK neither React nor Node, the web app no Node.',
  (from, { specifier }) => {
    const isPackage = !specifier.startsWith('.') && !specifier.startsWith('@hongyan/');
    return isPackage && (foreign[workspaceOf(from)]?.test(specifier) ?? false);
  },
);

const platform = importRule(
  'platform',
  'the platform knows nothing of features, nor of what wires them.',
  (from, { target }) => isBelow(from, 'apps/server/src/platform') && leaves(target, 'apps/server/src', 'platform'),
);

const ui = importRule(
  'ui',
  'ui knows nothing of features, of the app around it, or of the SDK.',
  (from, { specifier, target }) =>
    isBelow(from, 'apps/web/src/ui') && (specifier === '@hongyan/sdk' || leaves(target, 'apps/web/src', 'ui', 'i18n')),
);

const frame = importRule(
  'frame',
  'a feature is wired from above and imports nothing of what wires it; of the web app’s frame client.tsx, server-info.ts and title.ts are open to it.',
  (from, { target }) => {
    if (!target || !featureOf(from)) return false;
    const isServers =
      target.startsWith('apps/server/src/') && !/^apps\/server\/src\/(platform|features)\//.test(target);
    const isWebs = /^apps\/web\/src\/(app\/|[^/]+$)/.test(target) && !openToFeatures.includes(target);
    return isServers || isWebs;
  },
);

const featureEntrance = importRule(
  'feature-entrance',
  'a feature is reached through its index.ts alone.',
  (from, { target }) => {
    const feature = target === null ? null : featureOf(target);
    return feature !== null && feature !== featureOf(from) && target !== `${feature}/index.ts`;
  },
);

const testCode = importRule(
  'test-code',
  'what runs for people does not import what is there for tests.',
  (_, { target }) => target !== null && isTestCode(target),
);

export const directionRules: readonly Rule[] = [workspaces, packages, platform, ui, frame, featureEntrance, testCode];

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** Whether an import stays in `base` but leaves the named folders of it. */
function leaves(target: SourceModule['path'] | null, base: string, ...folders: string[]): boolean {
  return target !== null && isBelow(target, base) && !folders.some((folder) => isBelow(target, `${base}/${folder}`));
}
