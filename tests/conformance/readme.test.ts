import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Actor, pause, Stage, until } from './stage.ts';

const readme = readFileSync(new URL('../../packages/sdk/README.md', import.meta.url), 'utf8');

let stage: Stage;
let anna: Actor;
let bot: ChildProcess | undefined;

beforeAll(async () => {
  stage = await Stage.open();
  [anna] = (await stage.cast('anna')) as [Actor];
});
afterAll(async () => {
  bot?.kill();
  await stage.close();
});

it('the bot of the README answers', async () => {
  const code = /## A bot in ten lines\n+```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const lines = code.split('\n').filter((line) => line.trim() !== '');
  expect(lines.length).toBeLessThanOrEqual(10);
  const [, name, password] = /signIn\('(.+?)', '(.+?)'\)/.exec(code) ?? [];
  const parrot = await stage.app.signUp(name!, password);
  const here = code.replace('http://localhost:3000', stage.app.url);
  bot = spawn(process.execPath, ['--input-type=module-typescript', '--eval', here], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const { room } = await anna.call('room.direct', { userId: parrot.id });
  const answers = () => anna.sees(room.id).filter((text) => text.startsWith('You said: '));
  // Until it has started, a message is part of what was there before.
  while (answers().length === 0) {
    await anna.says(room.id, '在吗？');
    await pause(300);
  }
  await anna.says(room.id, '你好');
  await until('it answers', () => answers().at(-1) === 'You said: 你好');
  expect(new Set(answers())).toEqual(new Set(['You said: 在吗？', 'You said: 你好']));
});
