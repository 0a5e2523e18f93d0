import type pg from 'pg'

/** A statement with its parameters as $1, $2, …; the name is its own, and stands for the text for ever. */
export type Statement = { name: string; text: string }

export type Prepared = {
  /** Runs a statement, each on a connection of its own, committed when it returns. Throws what PostgreSQL says. */
  run: <Row extends object>(statement: Statement, values: unknown[]) => Promise<Row[]>
  close: () => Promise<void>
}

/** Statements that are run thousands of times, over connections of `pool`. */
export function prepareOn(pool: pg.Pool): Prepared {
  let closed: Promise<void> | undefined
  return {
    run: async <Row extends object>({ name, text }: Statement, values: unknown[]) =>
      (await pool.query<Row>({ name, text, values })).rows,
    close: () => {
      closed ??= pool.end()
      return closed
    },
  }
}
