import type pg from 'pg'

/** A statement with parameters $1, $2, …; its name is unique and never gets another text. */
export type Statement = { name: string; text: string }

export type Prepared = {
  /** Runs a statement on a connection of its own, committed when it returns. Throws PostgreSQL's error. */
  run: <Row extends object>(statement: Statement, values: unknown[]) => Promise<Row[]>
  close: () => Promise<void>
}

/** Statements that run thousands of times, over connections of `pool`. */
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
