import { type Kysely, sql } from 'kysely'

/** Who settled which doubt, and how; append-only, since a second mail that somebody asked for is to be told from one that we doubled. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // attempt: the one whose answer is not known.
  `create table settlement_log (
    delivery text not null references delivery (id),
    attempt integer not null,
    decision text not null check (decision in ('accepted', 'again')),
    by_email text not null,
    at timestamptz not null,
    primary key (delivery, attempt)
  )`,
  `create trigger append_only before update or delete on settlement_log for each row execute function refuse_change()`,
  `create trigger append_only_truncate before truncate on settlement_log execute function refuse_change()`,
]
