import { freePort, type Program, startProgram } from './program.ts';

/** A server on Node, as a process of its own. */
export interface NodeServer {
  /** Of the run that is under way. */
  readonly pid: number;
  port: number;
  inspectorPort: number | null;
  stop(): Promise<void>;
  /** Kills it and starts it anew on the same port. Resolves when it listens again. */
  crash(): Promise<void>;
}

/** Starts a server's main file on a free port; `env` says with that port how. */
export async function startNodeServer(
  main: string,
  options: { inspect: boolean; env(port: number): Record<string, string> },
): Promise<NodeServer> {
  const port = await freePort();
  const inspectorPort = options.inspect ? await freePort() : null;
  const args = inspectorPort === null ? [main] : [`--inspect=127.0.0.1:${inspectorPort}`, main];
  const start = (): Promise<Program> => startProgram(process.execPath, args, { port, env: options.env(port) });
  let program = await start();
  return {
    get pid() {
      return program.pid;
    },
    port,
    inspectorPort,
    stop: () => program.stop(),
    async crash() {
      await program.stop('SIGKILL');
      program = await start();
    },
  };
}
