import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModules } from './boundaries/modules.ts';

const root = join(import.meta.dirname, '..');

interface Step {
  path: string;
  link: string;
  /** A name that the file defines. */
  name: string;
}

/** The numbered lines of the document. */
function readSteps(text: string): Step[] {
  return [...text.matchAll(/^\d+\. \[`([^`]+)`\]\(([^)]+)\) `([^`]+)`/gm)].map(([, path, link, name]) => ({
    path: path!,
    link: link!,
    name: name!,
  }));
}

/** Steps that no import ties to one before them; an `index.ts` passes its folder's names on. */
function untied(steps: readonly Step[]): string[] {
  const modules = new Map(readModules(root).map((module) => [module.path, module]));
  const reaches = (from: string, to: string) =>
    targets(from).some((target) => target === to || (target.endsWith('/index.ts') && targets(target).includes(to)));
  const targets = (path: string) => modules.get(path)?.imports.map((one) => one.target ?? '') ?? [];
  return steps.flatMap(({ path }, index) => {
    const before = steps.slice(0, index).map((step) => step.path);
    const isTied = index === 0 || before.some((earlier) => reaches(earlier, path) || reaches(path, earlier));
    return isTied ? [] : [path];
  });
}

const text = readFileSync(join(root, 'docs/message-path.md'), 'utf8');
const steps = readSteps(text);

describe('docs/message-path.md', () => {
  it('numbers its steps without a hole', () => {
    const numbers = [...text.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(steps.map((_, index) => index + 1));
    expect(steps.length).toBeGreaterThan(10);
  });

  it.each(steps)('leads to $path, which defines $name', ({ path, link, name }) => {
    expect(link).toBe(`../${path}`);
    const definition = new RegExp(`(function|class|const) ${name}\\b|^  (async )?${name}\\(`, 'm');
    expect(definition.test(readFileSync(join(root, path), 'utf8'))).toBe(true);
  });

  it('leaves no step out between two that it names', () => {
    expect(untied(steps)).toEqual([]);
  });

  it('would notice a step that is missing', () => {
    const withoutSocket = steps.filter(({ path }) => !path.endsWith('/socket.ts'));
    expect(untied(withoutSocket)).not.toEqual([]);
  });
});
