import { type Kysely, sql } from 'kysely'

/**
 * Room on their pages for the claims and phases that every row sees: an update that finds room beside the row, and changes nothing that is
 * indexed, touches no index (a heap-only tuple). A delivery has six. Holds for pages that are filled from now on.
 */
export async function up(db: Kysely<never>) {
  await sql.raw('alter table delivery set (fillfactor = 50)').execute(db)
  await sql.raw('alter table attempt set (fillfactor = 50)').execute(db)
}
