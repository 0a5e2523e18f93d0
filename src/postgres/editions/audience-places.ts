import { type RawBuilder, sql } from 'kysely'
import type { AudiencePlace } from '../../model/editions/audience-place.js'
import type { Database } from '../server/database.js'
import { byName, folded, patternsOf } from '../server/reading-order.js'

/** A frozen audience, or one that nobody has frozen. */
export type FrozenSource = { edition: string; version: number }
export type AudienceSource = FrozenSource | { places: AudiencePlace[] }

/** The mandates of an audience, as rows; `only`: of a frozen one, that of one recipient. */
export const placesOf = (
  source: AudienceSource,
  only: RawBuilder<unknown> | null = null,
): RawBuilder<unknown> =>
  'places' in source
    ? sql`(select recipient, commune, role, name, email, reason, null as languages
        from jsonb_to_recordset(${JSON.stringify(source.places)}::jsonb)
          as t(recipient text, commune text, role text, name text, email text, reason text))`
    : sql`(select recipient, commune, role, name, email, null as reason, languages from addressee
        where edition = ${source.edition} and version = ${source.version} ${only ? sql`and recipient = ${only}` : sql``}
        union all
        select recipient, commune, role, '', '', reason, null from exclusion
        where edition = ${source.edition} and version = ${source.version} ${only ? sql`and recipient = ${only}` : sql``})`

/** Nobody: what an audience is compared with before the first edition. */
const NOBODY: AudienceSource = { places: [] }

/** A further mandate of somebody who gets one mail for all of theirs is no exclusion to a reader. */
export const gets = (reason: RawBuilder<unknown>) => sql`(${reason} is null or ${reason} = 'same-person')`

/** How many mandates of a commune get the edition, how many don't, and how many got the one before. */
export type CommuneAudience = { commune: string; gets: number; excluded: number; before: number }

export async function communeAudiences(
  db: Database,
  now: AudienceSource,
  before: AudienceSource | null,
): Promise<CommuneAudience[]> {
  const { rows } = await sql<CommuneAudience>`
    select commune,
      count(*) filter (where is_now and ${gets(sql`reason`)})::int as gets,
      count(*) filter (where is_now and not ${gets(sql`reason`)})::int as excluded,
      count(*) filter (where not is_now and ${gets(sql`reason`)})::int as before
    from (select commune, reason, true as is_now from ${placesOf(now)} n
      union all select commune, reason, false from ${placesOf(before ?? NOBODY)} b) t
    group by commune order by commune`.execute(db)
  return rows
}

/** Narrows an audience; `words`: each is part of a name or an id. Empty narrows nothing. */
export type PlaceChoice = { communes: string[] | null; words: string[]; page: number }

const PAGE_ROWS = 50

/**
 * One page of an audience, who does not get the edition first; the name of an exclusion is from the audience before. Without words, of a large
 * audience no more communes are sorted than the page needs: they come in order from `addressee_kind`.
 */
export async function listedPlaces(
  db: Database,
  now: AudienceSource,
  before: AudienceSource | null,
  { communes, words, page }: PlaceChoice,
): Promise<{ rows: AudiencePlace[]; hasMore: boolean }> {
  const known = sql`coalesce((select b.name from ${placesOf(before ?? NOBODY)} b where b.recipient = n.recipient), '')`
  const patterns = patternsOf(words)
  const inOrder = await byName(db)
  const part = (source: RawBuilder<unknown>, name: RawBuilder<unknown>) => sql`
    (select n.recipient, n.commune, n.role, ${name} as name, n.email, n.reason from ${source} n
    where (${communes}::text[] is null or n.commune = any(${communes}))
      ${patterns.length === 0 ? sql`` : sql`and ${matching(name, patterns)}`}
    order by n.commune, ${inOrder(name)}, n.recipient limit ${(page + 1) * PAGE_ROWS + 1})`
  const { rows } = await sql<AudiencePlace>`
    select * from (${part(excludedOf(now), known)} union all ${part(writtenOf(now), sql`n.name`)}) both_parts
    order by reason is null, commune, ${inOrder(sql`name`)}, recipient
    limit ${PAGE_ROWS + 1} offset ${page * PAGE_ROWS}`.execute(db)
  return { rows: rows.slice(0, PAGE_ROWS), hasMore: rows.length > PAGE_ROWS }
}

const writtenOf = (source: AudienceSource): RawBuilder<unknown> =>
  'places' in source
    ? sql`(select * from ${placesOf(source)} p where reason is null)`
    : sql`(select recipient, commune, role, name, email, null as reason from addressee
        where edition = ${source.edition} and version = ${source.version})`

const excludedOf = (source: AudienceSource): RawBuilder<unknown> =>
  sql`(select * from ${placesOf(source)} p where reason is not null)`

const matching = (name: RawBuilder<unknown>, patterns: string[]) => sql`(
  select bool_and(${folded(name)} like ${folded(sql`p`)} or n.recipient ilike p) from unnest(${patterns}::text[]) p)`
