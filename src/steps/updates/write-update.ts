import { join } from 'node:path'
import { readRegularFile } from '../../files/read-regular-file.js'
import { digestOf } from '../../files/read-update.js'
import { forEach } from '../../model/language/language.js'
import { nameInFolder, nameInOwnFolder } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { Update } from '../../model/updates/update.js'
import { emptyForm, formOf, type UpdateForm } from '../../model/updates/update-form.js'
import { UPDATE_LIMIT_BYTES } from '../../parse/update/update-file.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
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

/** What a person goes on writing, or begins with: the update's file, or nothing. Null for an unknown id, and for one that isn't text. */
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
  if (!update || !file?.toLowerCase().endsWith('.md')) return null
  const carried = (await carriedUpdates(engine.db, null)).get(about)
  const present = await presentFile(context, file)
  // The accepted text goes with no version of an unusable file: to save it over that file takes a second look.
  const shown = present?.update ?? update
  const form = formOf(shown, languages)
  // Readers have not seen this note yet.
  const isNew = carried && JSON.stringify(shown.change) !== JSON.stringify(carried.update.change)
  const change = isNew ? forEach(languages, language => shown.change?.[language] ?? '') : form.change
  return {
    ...{ about, file },
    form: kept?.form ?? { ...form, change },
    base: kept ? kept.base : present?.update ? present.version : null,
    isKept: kept !== null,
    isCarried: carried !== undefined,
  }
}

/** What stands in the drop folder: with the update that it is; null when there is no readable file. */
async function presentFile(
  context: Context,
  file: string,
): Promise<{ version: string; update: Update | null } | null> {
  const path = join(context.config.updatesDir, nameInFolder(file))
  const read = await readRegularFile(path, { limit: UPDATE_LIMIT_BYTES, followLinks: false })
  if ('fault' in read) return null
  const parsed = await context.folders.judged(file, read.bytes, todayOf(context))
  return { version: digestOf(read.bytes), update: 'update' in parsed ? parsed.update : null }
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
export function nameFor({ file, form }: Pick<Writing, 'file' | 'form'>, person: StaffMember): string {
  if (file !== null) return nameInFolder(file)
  const name = /^[a-z0-9-]{1,80}$/.test(form.id) ? form.id : 'information'
  return nameInOwnFolder(person, `${name}.md`)
}
