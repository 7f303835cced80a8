import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A server as people run it: a process of its own, on a data folder and a port of its own. */
export interface ServerProcess {
  url: string;
  /** The one-time link, while there is no administrator. */
  setupLink: string | null;
  child: ChildProcess;
  /** What it has said so far, on both streams. */
  output(): string;
  /** Ends it as Ctrl-C does. Resolves with its exit code. */
  stop(): Promise<number>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
}

const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * Starts `main.ts` and waits for its ready line. `env` is all that it gets of an environment.
 * @throws with everything it said, if it ends before
 */
export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const port = env['HONGYAN_PORT'] ?? String(await freePort());
  const { child, output, ended } = spawnServer({ HONGYAN_PORT: port, HONGYAN_HOST: '127.0.0.1', ...env });
  const isReady = new Promise<boolean>((resolve) => {
    child.stdout?.on('data', () => {
      if (/^Hongyan is ready at .*$/m.test(output())) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  if (!(await isReady)) throw new Error(`the server did not start:\n${output()}`);
  return {
    url: `http://127.0.0.1:${port}`,
    get setupLink() {
      return /http\S*\/setup\?token=\S+/.exec(output())?.[0] ?? null;
    },
    child,
    output,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Starts `main.ts` where it is meant to fail. Resolves when it has ended. */
export async function runServerProcess(env: Record<string, string>): Promise<{ code: number; output: string }> {
  const port = env['HONGYAN_PORT'] ?? String(await freePort());
  const { output, ended } = spawnServer({ HONGYAN_PORT: port, HONGYAN_HOST: '127.0.0.1', ...env });
  const code = await ended;
  return { code, output: output() };
}

function spawnServer(env: Record<string, string>) {
  const child = spawn(process.execPath, [mainFile], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = once(child, 'close').then(([code]) => (code as number | null) ?? -1);
  return { child, output: () => text, ended };
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
