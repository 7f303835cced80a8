import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import pg from 'pg';
import socketIo from 'socket.io/package.json' with { type: 'json' };
import ws from 'ws/package.json' with { type: 'json' };
import type { Line } from '../scenarios/scenario.ts';

/** One printed line, of one round. */
export interface Result {
  scenario: string;
  server: string;
  round: number;
  line: Line;
}

/** Where and when results come from. */
export interface Circumstances {
  scenario: string;
  measuredOn: string;
  commit: string;
  seconds: number;
  machine: string;
  versions: string;
}

export interface Results {
  circumstances: Circumstances[];
  results: Result[];
}

/** One JSON value a line, so that a run of one scenario changes its own lines alone. */
const file = new URL('../results.jsonl', import.meta.url);

export function readResults(): Results {
  const values = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((text) => text !== '')
        .map((text) => JSON.parse(text) as Circumstances | Result)
    : [];
  return {
    circumstances: values.filter((value) => 'machine' in value),
    results: values.filter((value) => 'line' in value),
  };
}

/** Puts the results of these scenarios in the place of those that they had. */
export function keepResults(news: Results): Results {
  const measured = new Set(news.circumstances.map(({ scenario }) => scenario));
  const before = readResults();
  const kept = {
    circumstances: [...before.circumstances.filter(({ scenario }) => !measured.has(scenario)), ...news.circumstances],
    results: [...before.results.filter(({ scenario }) => !measured.has(scenario)), ...news.results],
  };
  const lines = [...kept.circumstances, ...kept.results].map((value) => JSON.stringify(value));
  writeFileSync(file, `${lines.join('\n')}\n`);
  return kept;
}

/** What a reader needs to know of the machine and the programs. */
export async function circumstancesOf(
  database: { create(name: string): Promise<string> },
  seconds: number,
): Promise<Omit<Circumstances, 'scenario'>> {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    measuredOn: new Date().toISOString().slice(0, 10),
    commit: said('git', ['rev-parse', '--short', 'HEAD']),
    seconds,
    machine: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memory} GiB, Linux ${release()}`,
    versions: [
      `Node ${process.versions.node}`,
      `PostgreSQL ${await postgresVersion(database)}`,
      `ws ${ws.version}`,
      `Socket.IO ${socketIo.version}`,
      ...debianVersions(['ejabberd', 'prosody']),
    ].join(', '),
  };
}

async function postgresVersion(database: { create(name: string): Promise<string> }): Promise<string> {
  const client = new pg.Client({ connectionString: await database.create('bench_version') });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return rows[0]!.server_version;
}

function debianVersions(packages: string[]): string[] {
  return packages.flatMap((name) => {
    const version = said('dpkg-query', ['--show', name]);
    return version === '' ? [] : [version.replace('\t', ' ')];
  });
}

/** What a program says on its first line; nothing if it is not there or fails. */
function said(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
