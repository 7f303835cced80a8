import type pg from 'pg';

/** Texts that are prepared. What is made of parts (lists of different lengths) must not fill the database's memory. */
const maxStatements = 500;
const names = new Map<string, string>();

type Query = (text: string, values?: readonly unknown[]) => Promise<pg.QueryResult>;

/**
 * Makes a connection prepare what it is asked: planning most of our queries takes PostgreSQL several times as long as
 * running them. BEGIN is not waited for: it travels with the first statement, which fails if it did.
 */
export function prepareStatements(client: pg.Client): void {
  const plain = client.query.bind(client) as unknown as (query: pg.QueryConfig) => Promise<pg.QueryResult>;
  const query: Query = (text, values = []) => {
    if (values.length === 0) return isBegin(text) ? begin(plain, text) : plain({ text });
    const name = nameOf(text);
    const answer = plain({ text, values: [...values], ...(name && { name }) });
    answer.catch((error: unknown) => {
      // Its other statements of that table will fail, too: a new connection plans them anew.
      if (isStalePlan(error)) void client.end();
    });
    return answer;
  };
  client.query = query as unknown as typeof client.query;
}

/** The columns that a plan answers have changed since: another release has brought the schema further. */
export function isStalePlan(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '0A000' && /cached plan/.test(error.message);
}

function nameOf(text: string): string | undefined {
  let name = names.get(text);
  if (name === undefined && names.size < maxStatements) {
    name = `s${names.size}`;
    names.set(text, name);
  }
  return name;
}

function isBegin(text: string): boolean {
  return text === 'begin' || text.startsWith('start transaction');
}

function begin(plain: (query: pg.QueryConfig) => Promise<pg.QueryResult>, text: string): Promise<pg.QueryResult> {
  plain({ text }).catch(() => {});
  return Promise.resolve({ command: 'BEGIN', rowCount: null, oid: 0, fields: [], rows: [] });
}
