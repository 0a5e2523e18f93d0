import type { StaffMember } from '../../model/staff/staff.js'
import { emptyForm, formOf, type UpdateForm } from '../../model/updates/update-form.js'
import { carriedIds } from '../../postgres/updates/carried.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { draftAbout, keepDraft, removeDraft } from '../../postgres/updates/update-drafts.js'
import { type Context, todayOf } from '../context.js'

/** What a person writes. `about`: the update's id, empty for a new one; `file`: its name from the drop folder on, null for a new one. */
export type Writing = {
  about: string
  file: string | null
  form: UpdateForm
  /** The version of the file when they began; null: none. */
  base: string | null
  /** It goes on from what they typed before. */
  isKept: boolean
  /** An edition has carried it: a change needs a note. */
  isCarried: boolean
}

/** What a person goes on writing, or begins with: the update as accepted, or nothing. Null for an unknown id, and for one that isn't text. */
export async function beginWriting(
  context: Context,
  person: StaffMember,
  about: string,
): Promise<Writing | null> {
  const { engine, config } = context
  const { languages } = config.agency
  const kept = await draftAbout(engine.db, person.email, about)
  if (about === '') {
    const form = kept?.form ?? emptyForm(languages)
    return { about, file: null, form, base: null, isKept: kept !== null, isCarried: false }
  }
  const { current, files } = await droppedUpdates(engine.db)
  const update = current.find(one => one.update.id === about)?.update
  const file = files.find(({ id }) => id === about)?.file
  if (!update || !file || !file.toLowerCase().endsWith('.md')) return null
  const { versions } = await context.folders.updates(todayOf(context))
  return {
    about,
    file,
    form: kept?.form ?? formOf(update, languages),
    base: kept ? kept.base : (versions.get(file) ?? null),
    isKept: kept !== null,
    isCarried: (await carriedIds(engine.db)).has(about),
  }
}

/** Keeps what is typed: it is its author's until it is saved. */
export const keepWriting = (
  { engine, clock }: Context,
  { email }: StaffMember,
  { about, base, form }: Writing,
) => keepDraft(engine.db, { by: email, about, base, form, at: clock() })

/** Forgets what was typed: saved, or given up. */
export const giveUpWriting = ({ engine }: Context, { email }: StaffMember, about: string) =>
  removeDraft(engine.db, email, about)

/** Whose file an update is: a new one stands in its author's folder, under its id. */
export function nameFor({ file, form }: Pick<Writing, 'file' | 'form'>, { folder }: StaffMember): string {
  if (file !== null) return file.split('/').slice(1).join('/')
  const own = folder?.replace(/^\/+|(?<!\/)\/+$/g, '')
  const name = /^[a-z0-9-]{1,80}$/.test(form.id) ? form.id : 'information'
  return own ? `${own}/${name}.md` : `${name}.md`
}
