import { type RawBuilder, sql } from 'kysely'
import type { Database } from './database.js'

/** Without case, accents and typographic apostrophes: a cluster without a locale knows none of them. */
export const folded = (text: RawBuilder<unknown>) =>
  sql`lower(translate(regexp_replace(normalize(${text}, NFD), '[\\u0300-\\u036f]', '', 'g'), '’', ''''))`

/** Patterns of LIKE for texts that hold these words anywhere. */
export const patternsOf = (words: string[]): string[] =>
  words.map(word => `%${word.replace(/[\\%_]/g, '\\$&')}%`)

/** How names are sorted: É stands beside E, though the cluster itself may have no locale. A server without ICU compares without accents. */
export async function byName(db: Database): Promise<(name: RawBuilder<unknown>) => RawBuilder<unknown>> {
  const { rows } = await sql`select from pg_collation where collname = 'fr-BE-x-icu'`.execute(db)
  return rows.length > 0 ? name => sql`${name} collate "fr-BE-x-icu"` : folded
}
