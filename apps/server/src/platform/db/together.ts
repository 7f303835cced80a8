import type { RawBuilder } from 'kysely';
import type { Tx } from './schema.ts';

type Rows<Queries> = { [Place in keyof Queries]: Queries[Place] extends RawBuilder<infer Row> ? Row[] : never };

/** Sends several queries of a transaction at once, in their order: one way to the database and back for all of them. */
export function together<const Queries extends readonly RawBuilder<unknown>[]>(
  tx: Tx,
  ...queries: Queries
): Promise<Rows<Queries>> {
  return tx.getExecutor().provideConnection(async (connection) => {
    // All are waited for, also when one fails: nobody else may use the connection before it is free.
    const answers = await Promise.allSettled(queries.map((query) => connection.executeQuery(query.compile(tx))));
    const rows = answers.map((answer) => {
      if (answer.status === 'rejected') throw answer.reason;
      return answer.value.rows;
    });
    return rows as Rows<Queries>;
  });
}
