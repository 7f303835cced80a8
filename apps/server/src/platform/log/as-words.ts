const levels: Record<number, string> = { 20: 'debug', 30: 'info', 40: 'warning', 50: 'error', 60: 'error' };
const ownKeys = new Set(['level', 'time', 'msg', 'err']);

interface Entry extends Record<string, unknown> {
  level: number;
  time: number;
  msg?: string;
  err?: { stack?: string; message?: string };
}

/** One JSON line of the log as a person reads it on a terminal: time, weight, words, and what else is known. */
export function asWords(json: string): string {
  const entry: Entry = JSON.parse(json);
  const time = new Date(entry.time).toTimeString().slice(0, 8);
  const rest = Object.entries(entry).filter(([key]) => !ownKeys.has(key));
  const details = rest.map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const head = `${time} ${levels[entry.level] ?? ''} ${entry.msg ?? ''}${details.join('')}\n`;
  const { err } = entry;
  return err ? `${head}${(err.stack ?? err.message ?? '').replace(/^/gm, '  ')}\n` : head;
}
