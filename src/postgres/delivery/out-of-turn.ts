import { sql } from 'kysely'
import type { Addressee } from '../../model/editions/audience.js'
import { toAddressee } from '../editions/audiences.js'
import type { Database } from '../server/database.js'
import { OPEN } from './states.js'

/** How many of an edition's deliveries may still go: claimed ones, and pending or deferred ones unless the edition is stopped. */
export async function stillOpen(db: Database, edition: string): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from delivery d join edition e on e.id = d.edition
    where d.edition = ${edition} and d.state in ${OPEN}
      and (e.stopped_at is null or d.claimed_until > clock_timestamp())`.execute(db)
  return rows[0]?.open ?? 0
}

/** Who got an edition: deliveries accepted or in doubt, as addressed. */
export async function whoWasSent(db: Database, edition: string): Promise<Addressee[]> {
  const got = await db
    .selectFrom('delivery as d')
    .innerJoin('addressee as a', join =>
      join
        .onRef('a.edition', '=', 'd.edition')
        .onRef('a.version', '=', 'd.version')
        .onRef('a.recipient', '=', 'd.recipient'),
    )
    .leftJoin('address_correction as c', join =>
      join.onRef('c.edition', '=', 'd.edition').onRef('c.recipient', '=', 'd.recipient'),
    )
    .where('d.edition', '=', edition)
    .where('d.state', 'in', ['accepted', 'in-doubt'])
    .selectAll('a')
    .select('c.email as corrected')
    .execute()
  return got.map(({ corrected, ...row }) => ({ ...toAddressee(row), email: corrected ?? row.email }))
}

/** The name of a week's next flash or erratum, `2026-W48-flash-2`: the first number above the existing ones. */
export async function nextOutOfTurn(db: Database, week: string, kind: 'flash' | 'erratum'): Promise<string> {
  const rows = await db.selectFrom('edition').where('id', 'like', `${week}-${kind}-%`).select('id').execute()
  const numbers = rows.map(({ id }) => Number(id.split('-').at(-1)))
  return `${week}-${kind}-${Math.max(0, ...numbers) + 1}`
}
