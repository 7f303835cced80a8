import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkBoundaries, rules } from './check.ts';

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));

/** The file of each fixture that breaks the rule which the fixture is named after. */
const badFiles: Record<string, string> = {
  workspaces: 'apps/server/src/features/rooms/index.ts:1',
  packages: 'packages/sdk/src/storage.ts:1',
  platform: 'apps/server/src/platform/http/server.ts:1',
  ui: 'apps/web/src/ui/Avatar.tsx:1',
  frame: 'apps/server/src/features/rooms/routes.ts:1',
  'feature-entrance': 'apps/server/src/features/messages/send.ts:1',
  'test-code': 'apps/server/src/main.ts:1',
  'import-cycle': 'apps/server/src/features/rooms/room.ts:1',
  'feature-cycle': 'apps/server/src/features/rooms/greet.ts:1',
  sql: 'apps/server/src/features/rooms/make-room.ts:1',
  driver: 'apps/server/src/features/rooms/repo.ts:1',
  'process-env': 'apps/server/src/platform/http/server.ts:1',
  console: 'apps/web/src/features/rooms/index.ts:1',
  size: 'apps/web/src/features/rooms/long.ts:501',
};

describe('the rules of the layout', () => {
  it.each(rules.map((rule) => rule.name))('reports what breaks "%s", and nothing else', (name) => {
    const found = checkBoundaries(`${fixtures}${name}`);
    expect(found.map(({ rule, path, line }) => `${rule} ${path}:${line}`)).toEqual([`${name} ${badFiles[name]}`]);
  });

  it('has a fixture for every rule and no other', () => {
    expect(readdirSync(fixtures).toSorted()).toEqual(rules.map((rule) => rule.name).toSorted());
  });
});
