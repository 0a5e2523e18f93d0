import { type RawBuilder, sql } from 'kysely'
import type { AudienceChange, AudiencePlace } from '../../model/editions/audience-place.js'
import type { Database } from '../server/database.js'
import { type AudienceSource, type FrozenSource, gets, placesOf } from './audience-places.js'

/** A mandate that is otherwise in the audience than before; `n`: how many changed in the same way. */
export type ChangedPlace = AudiencePlace & { change: AudienceChange; n: number }

/**
 * What changed in the audience since the one before, at most `limit` of each kind, by commune. Who is in one audience alone is counted by
 * difference and read in the order of `addressee_kind`: a long list beside a short one costs its count and no more.
 */
export async function changedPlaces(
  db: Database,
  now: AudienceSource,
  before: FrozenSource,
  limit: number,
): Promise<ChangedPlace[]> {
  const [n, b] = [sql`${placesOf(now)} n`, sql`${placesOf(before)} b`]
  // One is looked up for each mandate of the other, by its key: a list of now is short, and what was sent before is mostly no longer than what follows.
  const both =
    'places' in now
      ? sql`${n} join lateral ${placesOf(before, sql`n.recipient`)} b`
      : sql`${b} join lateral ${placesOf(now, sql`b.recipient`)} n`
  const { rows } = await sql<ChangedPlace>`
    with shared as materialized (
      select n.recipient, n.commune, n.role, coalesce(nullif(n.name, ''), b.name, '') as name, n.reason,
        n.email as email_now, b.email as email_before, ${gets(sql`n.reason`)} as is_now, ${gets(sql`b.reason`)} as was
      from ${both} on b.recipient = n.recipient
    ), changed as (
      select recipient, commune, role, name, reason, case
          when was and not is_now then 'excluded'
          when is_now and not was then 'back'
          when is_now and email_now <> '' and email_before <> '' and email_now <> email_before then 'address'
        end as change
      from shared
      union all
      select recipient, commune, role, name, reason, 'excluded' from ${n}
      where not ${gets(sql`n.reason`)} and not exists (select from ${b} where b.recipient = n.recipient)
    ), counted as (
      select *, (count(*) over (partition by change))::int as n,
        row_number() over (partition by change order by commune, recipient) as place
      from changed where change is not null
    ), came_total as materialized (${countAlone(n, 'is_now')}), gone_total as materialized (${countAlone(b, 'was')}),
    came as (${alone(n, b, 'is_now', limit)}), gone as (${alone(b, n, 'was', limit)})
    select recipient, commune, role, name, '' as email, reason, change, n from (
      select recipient, commune, role, name, reason, change, n, place from counted where place <= ${limit}
      union all select recipient, commune, role, name, reason, 'came', n, place from came
      union all select recipient, commune, role, name, reason, 'left', n, place from gone) found
    order by change, place`.execute(db)
  return rows
}

/** How many mandates get the edition in one audience and are not in the other. */
const countAlone = (own: RawBuilder<unknown>, shared: 'is_now' | 'was') => sql`
  select ((select count(*) from ${own} where ${gets(sql`${sql.ref(shared === 'was' ? 'b.reason' : 'n.reason')}`)})
    - (select count(*) from shared where ${sql.ref(shared)}))::int as n`

/** The first of them. */
function alone(
  own: RawBuilder<unknown>,
  other: RawBuilder<unknown>,
  shared: 'is_now' | 'was',
  limit: number,
): RawBuilder<unknown> {
  const [one, two] = shared === 'was' ? [sql.ref('b'), sql.ref('n')] : [sql.ref('n'), sql.ref('b')]
  return sql`
    select first.*, row_number() over (order by commune, role, languages, recipient) as place, total.n
    from ${sql.ref(shared === 'was' ? 'gone_total' : 'came_total')} total, lateral (
      select ${one}.* from ${own} where total.n > 0 and ${gets(sql`${one}.reason`)}
        and not exists (select from ${other} where ${two}.recipient = ${one}.recipient)
      order by commune, role, languages, recipient limit ${limit}) first`
}
