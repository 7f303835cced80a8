import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { StartupError } from '../../apps/server/src/platform/config/index.ts';

const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));

/** A node that runs. */
export interface RunningNode {
  url: string;
  /** The line that says how to become the administrator, or ''. */
  setupLine: string;
  stop(): Promise<void>;
}

/** Starts a node and waits until it is ready. What it complains of goes to our standard error. */
export async function startNode(env: Record<string, string>): Promise<RunningNode> {
  // In a process group of its own it is ended by us alone, in our order. The channel tells it when we are killed.
  const child = spawn(process.execPath, [main], { env, detached: true, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const ended = once(child, 'close');
  const url = `http://${env['HONGYAN_HOST']}:${env['HONGYAN_PORT']}`;
  let said = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/^Hongyan is ready.*$/m.test(said)) resolve();
    });
  });
  if ((await Promise.race([ready.then(() => 'ready'), ended])) !== 'ready')
    throw new StartupError(`The node at ${url} did not start: read why above.`);
  let isWanted = true;
  void ended.then(() => isWanted && process.stderr.write(`The node at ${url} has ended. The others go on.\n`));
  return {
    url,
    setupLine: /^There is no administrator.*\n/m.exec(said)?.[0] ?? '',
    stop: async () => {
      isWanted = false;
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}
