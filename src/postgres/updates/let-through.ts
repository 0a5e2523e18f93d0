import { sql } from 'kysely'
import { inLanguage } from '../../model/language/language.js'
import { otherThan } from '../../model/updates/brings-translation.js'
import type { Update } from '../../model/updates/update.js'
import type { Database } from '../server/database.js'
import type { AwaitedTranslation } from './keep-let-through.js'

/** The content hashes that an approver let through. */
export async function letThroughHashes(db: Database): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('let_through_log').select('hash').execute()
  return new Set(rows.map(({ hash }) => hash))
}

/** Updates sent without one language, whether the text has come since, and in which errata. */
export async function awaitedTranslations(db: Database, since: Date): Promise<AwaitedTranslation[]> {
  const { rows } = await sql<Omit<AwaitedTranslation, 'missing' | 'title'> & { content: string }>`
    select e.id as edition, i.update_id as update, f.file, sent.content,
      case when (now.content::json ->> 'follows') is null then now.number end as revision,
      (
        select coalesce(json_agg(json_build_object('edition', x.id, 'revision', (
          select max(same.number) from revision own
            join revision same on same.update_id = own.update_id and same.hash = own.hash
          where own.update_id = xi.update_id and own.number = xi.revision))), '[]')
        from edition x join frozen_item xi on xi.edition = x.id and xi.version = x.version
        join frozen xf on xf.edition = x.id and xf.version = x.version
        where x.kind = 'erratum' and xi.update_id = i.update_id
          and xf.content::json -> 'erratum' ->> 'corrects' = e.id) as errata
    from edition e
    join frozen_item i on i.edition = e.id and i.version = e.version and i.section <> 'standing'
    join revision sent on sent.update_id = i.update_id and sent.number = i.revision
    join dropped_file f on f.update_id = i.update_id
    join revision now on now.update_id = f.update_id and now.number = f.revision
    where e.dispatched_at > ${since} and (sent.content::json ->> 'follows') is not null
    order by e.id, i.update_id`.execute(db)
  return rows.map(({ content, ...rest }) => {
    const update = JSON.parse(content) as Update
    const missing = update.follows ?? ''
    return { ...rest, missing, title: inLanguage(update.text, otherThan(missing, update)).title }
  })
}
