/**
 * `npm run bench -- [--scenario NAME] [--peers] [--seconds N] [--runs N]`: one JSON line for each scenario, server and
 * run. With `--peers` the other servers run in the same round, one after the other.
 */
import { parseArgs } from 'node:util';
import { drive } from './load/drive.ts';
import { type Plan, plans } from './load/plan.ts';
import { bare, socketIo } from './peers/bare.ts';
import { startDatabase } from './peers/database.ts';
import { ejabberd } from './peers/ejabberd.ts';
import { hongyan } from './peers/hongyan.ts';
import type { BenchDatabase, Peer } from './peers/peer.ts';
import { prosody } from './peers/prosody.ts';

const all: Peer[] = [hongyan, bare, socketIo, ejabberd(true), ejabberd(false), prosody(true), prosody(false)];

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', multiple: true, default: ['rooms', 'direct'] },
    server: { type: 'string', multiple: true },
    peers: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '10' },
    runs: { type: 'string', default: '1' },
  },
});

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function measure(plan: Plan, peer: Peer, database: BenchDatabase, seconds: number): Promise<void> {
  const missing = peer.missing();
  if (missing) return print({ scenario: plan.scenario, server: peer.name, skipped: missing });
  const running = await peer.start(plan, database);
  try {
    const { cpu_s, ...outcome } = await drive(plan, running, seconds);
    const per1000 = Math.round((cpu_s / (outcome.sends_per_s * outcome.seconds)) * 1_000_000) / 1000;
    print({ scenario: plan.scenario, server: peer.name, ...outcome, cpu_s_per_1000: per1000 });
  } finally {
    await running.stop();
  }
}

const chosen = values.server
  ? all.filter((peer) => values.server!.includes(peer.name))
  : values.peers
    ? all
    : [hongyan];
const database = await startDatabase();
try {
  for (let run = 0; run < Number(values.runs); run += 1) {
    for (const scenario of values.scenario) {
      const plan = plans[scenario];
      if (!plan) throw new Error(`there is no scenario ${scenario}: ${Object.keys(plans).join(', ')}`);
      for (const peer of chosen) await measure(plan(), peer, database, Number(values.seconds));
    }
  }
} finally {
  await database.stop();
}
