import { sql } from 'kysely'
import { closingOf, type Remark, type RemarkReply } from '../../model/sign-off/remark.js'
import type { Database } from '../server/database.js'

export type NewRemark = Omit<Remark, 'id' | 'replies'>

/** Keeps remarks, in order; resolves to their ids. */
export async function keepRemarks(db: Database, remarks: readonly NewRemark[]): Promise<number[]> {
  if (remarks.length === 0) return []
  const rows = await db
    .insertInto('remark_log')
    .values(
      remarks.map(({ update, isRefusal, by, ...rest }) => ({
        ...{ ...rest, update_id: update, is_refusal: isRefusal, by_email: by },
      })),
    )
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Which remarks: by id, by update, by the edition in which they were read, since an instant, open ones. */
export type RemarkFilter = {
  ids?: readonly number[]
  updates?: readonly string[]
  edition?: string
  since?: Date
  isOpen?: boolean
}

/** The remarks that fit, with their replies, in order. */
export async function remarksBy(
  db: Database,
  { ids, updates, edition, since, isOpen }: RemarkFilter,
): Promise<Remark[]> {
  if (ids?.length === 0 || updates?.length === 0) return []
  let query = db.selectFrom('remark_log').selectAll().orderBy('id')
  if (ids) query = query.where(sql<boolean>`id = any(${ids}::bigint[])`)
  if (updates) query = query.where(sql<boolean>`update_id = any(${updates}::text[])`)
  if (edition !== undefined) query = query.where('edition', '=', edition)
  if (since) query = query.where('at', '>=', since)
  if (isOpen)
    query = query.where(
      sql<boolean>`not exists (select from remark_reply_log r where r.remark = remark_log.id and r.action = 'close')`,
    )
  const rows = await query.execute()
  const replies = await repliesTo(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ update_id, is_refusal, by_email, ...rest }) => ({
    ...{ ...rest, update: update_id, isRefusal: is_refusal, by: by_email },
    replies: replies.get(rest.id) ?? [],
  }))
}

async function repliesTo(db: Database, remarks: readonly number[]): Promise<Map<number, RemarkReply[]>> {
  const found = new Map<number, RemarkReply[]>()
  if (remarks.length === 0) return found
  const rows = await db
    .selectFrom('remark_reply_log')
    .where(sql<boolean>`remark = any(${remarks}::bigint[])`)
    .select(['remark', 'action', 'by_email as by', 'text', 'at'])
    .orderBy('id')
    .execute()
  for (const { remark, ...reply } of rows) found.set(remark, [...(found.get(remark) ?? []), reply])
  return found
}

/** The ids of the remarks that were answered or closed since an instant. */
export async function repliedSince(db: Database, since: Date): Promise<number[]> {
  const rows = await db
    .selectFrom('remark_reply_log')
    .where('at', '>=', since)
    .select('remark')
    .distinct()
    .execute()
  return rows.map(({ remark }) => remark)
}

/** Adds a reply to a remark, as `judge` finds it then; serialised, so that nothing follows its closing. Resolves to the remark as it is now. */
export async function keepReply<R extends string>(
  db: Database,
  id: number,
  reply: RemarkReply,
  judge: (remark: Remark) => R | null,
): Promise<Remark | R | 'no-remark' | 'closed'> {
  return db.transaction().execute(async trx => {
    await sql`select pg_advisory_xact_lock(hashtext(${`estafette remark ${id}`}))`.execute(trx)
    const [remark] = await remarksBy(trx, { ids: [id] })
    if (!remark) return 'no-remark'
    if (closingOf(remark)) return 'closed'
    const refusal = judge(remark)
    if (refusal) return refusal
    const { action, by, text, at } = reply
    await trx.insertInto('remark_reply_log').values({ remark: id, action, by_email: by, text, at }).execute()
    return { ...remark, replies: [...remark.replies, reply] }
  })
}

/** The revisions of a frozen version's updates, by their ids. */
export async function frozenRevisions(
  db: Database,
  edition: string,
  version: number,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('frozen_item')
    .where('edition', '=', edition)
    .where('version', '=', version)
    .select(['update_id', 'revision'])
    .execute()
  return new Map(rows.map(({ update_id, revision }) => [update_id, revision]))
}

/** The latest revision of each of these updates, with the file that held it and its editor. */
export async function latestRevisions(
  db: Database,
  updates: readonly string[],
): Promise<Map<string, { revision: number; file: string; editor: string | null; content: string }>> {
  if (updates.length === 0) return new Map()
  const rows = await db
    .selectFrom('revision')
    .distinctOn('update_id')
    .where(sql<boolean>`update_id = any(${updates}::text[])`)
    .select(['update_id', 'number as revision', 'file', 'editor', 'content'])
    .orderBy('update_id')
    .orderBy('number', 'desc')
    .execute()
  return new Map(rows.map(({ update_id, ...rest }) => [update_id, rest]))
}
