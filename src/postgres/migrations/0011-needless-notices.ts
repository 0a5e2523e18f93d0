import { type Kysely, sql } from 'kysely'

/** A notice that nobody needs any more when its turn comes is not one that failed. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table notice drop constraint notice_state_check`,
  `alter table notice add constraint notice_state_check check (state in ('pending', 'sent', 'failed', 'needless'))`,
]
