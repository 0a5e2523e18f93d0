import type { UpdateForm } from '../../model/updates/update-form.js'
import type { Database } from '../server/database.js'

/** What a person types and has not saved. `about`: an update's id, empty for a new one; `base`: the file's version when they began. */
export type UpdateDraft = { by: string; about: string; base: string | null; form: UpdateForm; at: Date }

/** Keeps what a person types, instead of what they typed before. */
export async function keepDraft(db: Database, { by, about, base, form, at }: UpdateDraft): Promise<void> {
  const fields = JSON.stringify(form)
  await db
    .insertInto('update_draft')
    .values({ by_email: by, about, base, fields, at })
    .onConflict(conflict => conflict.columns(['by_email', 'about']).doUpdateSet({ base, fields, at }))
    .execute()
}

/** A person's draft about an update; null when there is none. */
export async function draftAbout(db: Database, by: string, about: string): Promise<UpdateDraft | null> {
  const row = await db
    .selectFrom('update_draft')
    .where('by_email', '=', by)
    .where('about', '=', about)
    .selectAll()
    .executeTakeFirst()
  return row ? { by, about, base: row.base, form: JSON.parse(row.fields) as UpdateForm, at: row.at } : null
}

/** All drafts of a person, the latest first. */
export async function draftsOf(db: Database, by: string): Promise<UpdateDraft[]> {
  const rows = await db
    .selectFrom('update_draft')
    .where('by_email', '=', by)
    .selectAll()
    .orderBy('at', 'desc')
    .execute()
  return rows.map(row => ({
    by,
    about: row.about,
    base: row.base,
    form: JSON.parse(row.fields) as UpdateForm,
    at: row.at,
  }))
}

/** Forgets a draft, saved or given up. */
export async function removeDraft(db: Database, by: string, about: string): Promise<void> {
  await db.deleteFrom('update_draft').where('by_email', '=', by).where('about', '=', about).execute()
}
