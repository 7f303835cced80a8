import type pg from 'pg';

/** What one kind of statement took, all calls together. */
export interface StatementCost {
  calls: number;
  /** Planning and execution. */
  total_ms: number;
  mean_plan_ms: number;
  mean_run_ms: number;
  rows: number;
  query: string;
}

const most = 40;

/** The dearest statements since the last call of this, on any database of the server, without what ran only once. */
export async function dearestStatements(admin: pg.Client): Promise<StatementCost[]> {
  await admin.query('create extension if not exists pg_stat_statements');
  const { rows } = await admin.query<StatementCost>(
    `select calls::int, round((total_plan_time + total_exec_time)::numeric, 1)::float as total_ms,
       round(mean_plan_time::numeric, 3)::float as mean_plan_ms,
       round(mean_exec_time::numeric, 3)::float as mean_run_ms,
       rows::int, regexp_replace(query, '\\s+', ' ', 'g') as query
     from pg_stat_statements
     where dbid <> (select oid from pg_database where datname = current_database()) and calls > 1
     order by total_plan_time + total_exec_time desc limit $1`,
    [most],
  );
  await admin.query('select pg_stat_statements_reset()');
  return rows;
}
