import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { type Node, parseSync } from 'oxc-parser';

/** One source file. Paths are relative to the checked folder, with slashes. */
export interface SourceModule {
  path: string;
  lines: number;
  imports: Import[];
  uses: Use[];
}

export interface Import {
  specifier: string;
  /** The file that it leads to; null for packages and Node's own modules. */
  target: string | null;
  line: number;
}

/** Something that only some files may do. */
export interface Use {
  what: 'sql' | 'console' | 'process.env';
  line: number;
}

const folders = ['apps', 'packages', 'plugins', 'tests', 'tools', 'bench'];
const skipped = new Set(['node_modules', 'dist', 'dist.new', 'fixtures', 'artefacts']);
const queryMethods = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto']);

/** Reads every source file below `root`. @throws if one cannot be parsed */
export function readModules(root: string): SourceModule[] {
  const paths = folders.flatMap((folder) => listSources(root, folder));
  const known = new Set(paths);
  return paths.map((path) => readModule(root, path, known));
}

function listSources(root: string, folder: string): string[] {
  return readEntries(join(root, folder)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listSources(root, path);
    return /\.(m?[jt]s|tsx)$/.test(entry.name) ? [path] : [];
  });
}

function readEntries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function readModule(root: string, path: string, known: ReadonlySet<string>): SourceModule {
  const text = readFileSync(join(root, path), 'utf8');
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const lineOf = lineCounter(text);
  const module: SourceModule = { path, lines: text.split('\n').length - 1, imports: [], uses: [] };
  visit(program, (node) => {
    const specifier = importedBy(node);
    if (specifier !== null)
      module.imports.push({ specifier, target: resolve(path, specifier, known), line: lineOf(node.start) });
    const what = useOf(node);
    if (what) module.uses.push({ what, line: lineOf(node.start) });
  });
  return module;
}

/** Every way to name a module counts, types too. */
function importedBy(node: Node): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return node.source.value;
    case 'ExportNamedDeclaration':
      return node.source?.value ?? null;
    case 'ImportExpression':
    case 'TSImportType':
      return node.source.type === 'Literal' && typeof node.source.value === 'string' ? node.source.value : null;
    default:
      return null;
  }
}

function useOf(node: Node): Use['what'] | null {
  if (node.type === 'TaggedTemplateExpression') return isNamed(node.tag, 'sql') ? 'sql' : null;
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const { property } = node.callee;
    return property.type === 'Identifier' && queryMethods.has(property.name) ? 'sql' : null;
  }
  if (node.type !== 'MemberExpression') return null;
  if (isNamed(node.object, 'console')) return 'console';
  return isNamed(node.object, 'process') && isNamed(node.property, 'env') ? 'process.env' : null;
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function visit(node: Node, enter: (node: Node) => void): void {
  enter(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, enter);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function resolve(from: string, specifier: string, known: ReadonlySet<string>): string | null {
  const own = /^@hongyan\/([^/]+)$/.exec(specifier)?.[1];
  if (own)
    return (
      ['packages', 'apps', 'plugins'].map((kind) => `${kind}/${own}/src/index.ts`).find((path) => known.has(path)) ??
      null
    );
  return specifier.startsWith('.') ? posix.normalize(posix.join(dirname(from), specifier)) : null;
}

function lineCounter(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split('\n').length;
}
