import { type Kysely, sql } from 'kysely'

/** Deliveries that a person sent again, to an address corrected since or to the same one; and which of their mails a report is about. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // attempts: how many there were before; before, state_before: where the last of them went, and what had come of it.
  // return_token: of the return path from then on, so that a late bounce of the old address is told from one of the new.
  `create table send_again (
    delivery text not null references delivery (id),
    number integer not null,
    attempts integer not null,
    before text not null,
    address text not null,
    state_before text not null,
    return_token text not null,
    by_email text not null,
    at timestamptz not null,
    taken_back_at timestamptz,
    taken_back_by text,
    primary key (delivery, number)
  )`,
  `create index send_again_return_token on send_again (return_token)`,
  `create index send_again_before on send_again (lower(before))`,
  // How often the delivery had been sent again when the mail went out that the report is about.
  `alter table report add column sent_again integer not null default 0`,
  // A person's decision stands beside what the roster said by itself.
  `alter table address_correction drop constraint if exists address_correction_by_check`,
  `alter table address_correction add constraint address_correction_by_check check (by in ('roster', 'person'))`,
]
