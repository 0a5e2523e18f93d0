import { type Selectable, sql } from 'kysely'
import type { Addressee, Exclusion, ExclusionReason } from '../../model/editions/audience.js'
import type { Database } from '../server/database.js'
import type { Tables } from '../tables.js'

const PAGE = 1000

/** The frozen addressees by recipient, a page at a time. */
export async function* addresseesOf(
  db: Database,
  edition: string,
  version: number,
): AsyncGenerator<Addressee> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('addressee')
      .where('edition', '=', edition)
      .where('version', '=', version)
      .where(sql<boolean>`recipient collate "C" > ${after}`)
      .selectAll()
      .orderBy(sql`recipient collate "C"`)
      .limit(PAGE)
      .execute()
    yield* rows.map(toAddressee)
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last.recipient
  }
}

type AddresseeRow = Selectable<Tables['addressee']>

/** The frozen addressee of a delivery; null when there is none. */
export async function addresseeOf(db: Database, delivery: string): Promise<Addressee | null> {
  const row = await db
    .selectFrom('addressee as a')
    .innerJoin('delivery as d', join =>
      join
        .onRef('a.edition', '=', 'd.edition')
        .onRef('a.version', '=', 'd.version')
        .onRef('a.recipient', '=', 'd.recipient'),
    )
    .where('d.id', '=', delivery)
    .selectAll('a')
    .executeTakeFirst()
  return row ? toAddressee(row) : null
}

/** The model's form of a row of the frozen audience. */
export function toAddressee(row: Omit<AddresseeRow, 'edition' | 'version'>): Addressee {
  return {
    id: row.recipient,
    commune: row.commune,
    role: row.role,
    acting: row.acting,
    competences: row.competences,
    name: row.name,
    salutation: row.salutation ?? { fr: row.salutation_fr ?? '', nl: row.salutation_nl ?? '' },
    languages: row.languages,
    email: row.email,
    // Missing instead of null: keeps the hash of audiences frozen before this column existed.
    ...(row.also ? { also: row.also } : {}),
  }
}

/** Those of the communes in which somebody is written to, a person's further mandates included. */
export async function communesWritten(
  db: Database,
  { id, version }: { id: string; version: number },
  communes: string[],
): Promise<string[]> {
  const { rows } = await sql<{ commune: string }>`
    select commune from unnest(${communes}::text[]) commune
    where exists (select from addressee a where a.edition = ${id} and a.version = ${version} and a.commune = commune.commune)
      or exists (select from exclusion x where x.edition = ${id} and x.version = ${version} and x.commune = commune.commune
        and x.reason = 'same-person')`.execute(db)
  return rows.map(({ commune }) => commune)
}

/**
 * One addressee for each commune, role and reading that there is, the first of them, by recipient: reads as many rows as it returns, whatever the
 * size of the audience (PostgreSQL wiki, "Loose indexscan").
 */
export async function oneOfEachKind(db: Database, edition: string, version: number): Promise<Addressee[]> {
  const { rows } = await sql<AddresseeRow>`
    with recursive kind as (
      (select commune, role, languages, recipient from addressee where edition = ${edition} and version = ${version}
       order by commune, role, languages, recipient limit 1)
      union all
      select next.* from kind, lateral (
        select a.commune, a.role, a.languages, a.recipient from addressee a
        where a.edition = ${edition} and a.version = ${version}
          and (a.commune, a.role, a.languages) > (kind.commune, kind.role, kind.languages)
        order by a.commune, a.role, a.languages, a.recipient limit 1) next)
    select a.* from kind, lateral (
      select * from addressee whole where whole.edition = ${edition} and whole.version = ${version}
        and whole.recipient = kind.recipient limit 1) a
    order by a.recipient collate "C"`.execute(db)
  return rows.map(toAddressee)
}

/** The frozen addressees of a commune, the first 500 by recipient. */
export async function addresseesIn(
  db: Database,
  edition: string,
  version: number,
  commune: string,
): Promise<Addressee[]> {
  const rows = await db
    .selectFrom('addressee')
    .where('edition', '=', edition)
    .where('version', '=', version)
    .where('commune', '=', commune)
    .selectAll()
    .orderBy(sql`recipient collate "C"`)
    .limit(500)
    .execute()
  return rows.map(toAddressee)
}

/** The frozen exclusions, by recipient. */
export async function exclusionsOf(db: Database, edition: string, version: number): Promise<Exclusion[]> {
  const rows = await db
    .selectFrom('exclusion')
    .where('edition', '=', edition)
    .where('version', '=', version)
    .select(['recipient', 'commune', 'role', 'reason', 'stands_for'])
    .orderBy(sql`recipient collate "C"`)
    .execute()
  return rows.map(({ stands_for, ...row }) => ({
    ...row,
    reason: row.reason as ExclusionReason,
    ...(stands_for === null ? {} : { standsFor: stands_for }),
  }))
}
