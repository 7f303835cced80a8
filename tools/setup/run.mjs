import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './paths.mjs';

/** Programs that we started and that still run. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** The first signal that asked us to end. @type {NodeJS.Signals | null} */
let asked = null;
let askedAt = 0;

/** One Ctrl-C may come twice: from the terminal and from npm. */
const sameAskMs = 1_000;

/** Passes signals on to the programs that we started, and asks them to end when npm, which started us, is gone. */
export function passSignalsOn() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => askToEnd(signal));
  if (!process.env['npm_lifecycle_event']) return;
  const parent = process.ppid;
  // npm runs a script by a shell, and a shell that is left alone does not tell.
  const above = parentOfShell(parent);
  setInterval(() => {
    if (process.ppid !== parent || (above && !isAlive(above))) askToEnd('SIGTERM');
  }, 500).unref();
}

/** @param {number} pid @returns {number | null} null if that process is no shell */
function parentOfShell(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, command] = /^\s*(\d+)\s+(\S+)/.exec(stdout ?? '') ?? [];
  return parent && /(^|\/)(ba|da|z|k)?sh$/.test(command ?? '') ? Number(parent) : null;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @param {NodeJS.Signals} signal */
function askToEnd(signal) {
  if (asked && Date.now() - askedAt < sameAskMs) return;
  asked = signal;
  askedAt = Date.now();
  for (const child of running) child.kill(signal);
}

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options] @returns {Promise<number>} its exit code, as a shell would say it
 */
export function run(program, args, options = {}) {
  if (asked) return Promise.resolve(exitCodeOf(null, asked));
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
  running.add(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(exitCodeOf(code, signal)));
  }).finally(() => running.delete(child));
}

/** The signal that asked us to end, if one did. */
export function askedToEnd() {
  return asked;
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
