import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { CommandResult } from '@hongyan/protocol';
import pg from 'pg';
import { hashPassword, verifyPassword } from '../../apps/server/src/features/accounts/passwords.ts';
import { nowUs } from '../load/marks.ts';
import { type Plan, range } from '../load/plan.ts';
import { usageOf } from '../load/processes.ts';
import { percentile } from '../load/verify.ts';
import { type RunningHongyan, startHongyan } from '../peers/hongyan.ts';
import { type Bench, type Line, round, type Scenario } from './scenario.ts';

const users = 500;
const atOnce = 32;
/** Sign-ins of one network address before it would be told to wait: each of ours stays below. */
const perAddress = 50;
const password = `飞鸿踏雪 ${randomBytes(9).toString('base64')}`;

const plan: Plan = {
  scenario: 'login',
  users,
  rooms: [],
  senders: [],
  inFlight: 0,
  perSecond: null,
  direct: false,
};

interface SignedIn {
  user: number;
  result: CommandResult<'account.signIn'>;
  ms: number;
}

async function givePasswords(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query('update users set password_hash = $1', [await hashPassword(password)]);
  await admin.end();
}

/** All of 127.0.0.0/8 is this machine, so that each may be an address of its own. */
function agentOf(address: number): Agent {
  return new Agent({
    keepAlive: true,
    maxSockets: atOnce,
    localAddress: `127.0.${1 + (address >> 7)}.${2 + (address & 127)}`,
  });
}

function post<T>(agent: Agent, url: string, args: object, token?: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const asking = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text) as T);
        else reject(new Error(`${response.statusCode}: ${text}`));
      });
    });
    asking.on('error', reject).end(JSON.stringify(args));
  });
}

/** Signs people in as fast as the server takes it, from addresses that were not used before `firstAddress`. */
async function signIn(url: string, seconds: number, firstAddress: number): Promise<SignedIn[]> {
  const signedIn: SignedIn[] = [];
  const agents: (Agent | undefined)[] = [];
  const untilUs = nowUs() + seconds * 1e6;
  let count = 0;
  const next = async () => {
    while (nowUs() < untilUs) {
      const user = count % users;
      const address = firstAddress + Math.floor(count / perAddress);
      count += 1;
      const agent = (agents[address] ??= agentOf(address));
      const startUs = nowUs();
      const args = { login: `bench${user}`, password, device: 'bench' };
      const result = await post<SignedIn['result']>(agent, `${url}/api/account.signIn`, args);
      signedIn.push({ user, result, ms: (nowUs() - startUs) / 1000 });
    }
  };
  await Promise.all(range(atOnce).map(next));
  for (const agent of agents) agent?.destroy();
  return signedIn;
}

/** How many of the tokens do not open the account that signed in. */
async function wrongOf({ url, userIds }: RunningHongyan, signedIn: readonly SignedIn[]): Promise<number> {
  const agent = agentOf(5_000);
  const asked = signedIn.map(async ({ user, result }) => {
    const { userId, sessionId } = await post<SignedIn['result']>(agent, `${url}/api/account.session`, {}, result.token);
    return userId === userIds[user] && sessionId === result.sessionId;
  });
  const right = await Promise.all(asked);
  agent.destroy();
  return right.filter((one) => !one).length;
}

/** The same hash in this process and nothing else: what the processors can do at most. */
async function hashesPerSecond(seconds: number): Promise<number> {
  const hash = await hashPassword(password);
  const untilUs = nowUs() + seconds * 1e6;
  let count = 0;
  const next = async () => {
    for (; nowUs() < untilUs; count += 1) await verifyPassword(password, hash);
  };
  await Promise.all(range(atOnce).map(next));
  return count / seconds;
}

async function measure({ database, seconds }: Bench): Promise<Line> {
  const running = await startHongyan(plan, database);
  try {
    await givePasswords(running.databaseUrl);
    await signIn(running.url, 0.5, 0);
    const before = usageOf(running.pids);
    const startUs = nowUs();
    const signedIn = await signIn(running.url, seconds, 1_000);
    const tookS = (nowUs() - startUs) / 1e6;
    const cpuS = usageOf(running.pids).cpuSeconds - before.cpuSeconds;
    const wrong = await wrongOf(running, signedIn);
    await running.stop();
    const alone = await hashesPerSecond(2);
    const times = Float64Array.from(signedIn, ({ ms }) => ms).sort();
    const perSecond = signedIn.length / tookS;
    return {
      sign_ins_per_s: round(perSecond),
      p50_ms: percentile(times, 0.5),
      p99_ms: percentile(times, 0.99),
      threads: round(cpuS / tookS, 2),
      cpu_ms: round((cpuS / signedIn.length) * 1000),
      hashes_per_s: round(alone),
      share_of_hashes: round(perSecond / alone, 2),
      wrong,
    };
  } finally {
    await running.stop();
  }
}

export const login: Scenario = {
  name: 'login',
  about: 'people sign in with their passwords (Argon2id, 19 MiB, two passes), 32 at once; each token is tried',
  servers: ['hongyan'],
  columns: [
    { field: 'sign_ins_per_s', title: 'sign-ins/s' },
    { field: 'p50_ms', title: 'p50 ms' },
    { field: 'p99_ms', title: 'p99 ms' },
    { field: 'threads', title: 'processors used' },
    { field: 'cpu_ms', title: 'CPU ms each' },
    { field: 'hashes_per_s', title: 'Argon2id alone/s' },
    { field: 'share_of_hashes', title: 'share of that' },
    { field: 'wrong', title: 'wrong' },
  ],
  ratio: null,
  begin: (bench) => async () => [await measure(bench)],
};
