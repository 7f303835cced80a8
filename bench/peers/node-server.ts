import { freePort, type Program, startProgram } from './program.ts';

/** A server on Node, as a process of its own. */
export interface NodeServer extends Program {
  port: number;
  inspectorPort: number | null;
}

/** Starts a server's main file on a free port; `env` says with that port how. */
export async function startNodeServer(
  main: string,
  options: { inspect: boolean; env(port: number): Record<string, string> },
): Promise<NodeServer> {
  const port = await freePort();
  const inspectorPort = options.inspect ? await freePort() : null;
  const args = inspectorPort === null ? [main] : [`--inspect=127.0.0.1:${inspectorPort}`, main];
  const program = await startProgram(process.execPath, args, { port, env: options.env(port) });
  return { ...program, port, inspectorPort };
}
