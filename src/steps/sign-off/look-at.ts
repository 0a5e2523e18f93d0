import { renderEdition } from '../../mjml/render.js'
import { withOffset } from '../../model/calendar/calendar.js'
import type { Addressee } from '../../model/editions/audience.js'
import type { EditionContent, RenderedMail } from '../../model/editions/edition.js'
import type { Language } from '../../model/language/language.js'
import type { WarnedInEdition } from '../../model/sign-off/doubts.js'
import { nameOf } from '../../model/sign-off/sign-off.js'
import { contentHash } from '../../model/updates/hash.js'
import { addresseesOf, exclusionsOf } from '../../postgres/editions/audiences.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { carriedBy } from '../../postgres/updates/carried.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { goneUpdates } from '../../postgres/updates/gone-updates.js'
import { warnedFilesOf } from '../../postgres/updates/meant.js'
import { originsOf } from '../../postgres/updates/origins.js'
import type { Origin } from '../../present/staff-mail/change-detail.js'
import type { SignOffSummary } from '../../present/staff-mail/sign-off-summary.js'
import { signOffSummary } from '../../present/staff-mail/sign-off-summary.js'
import type { Context } from '../context.js'
import { leftOutOf } from '../editions/plan-edition.js'
import { listOf, previousAudience } from '../editions/read-edition.js'
import { staffOf } from '../staff/staff.js'

/** A frozen edition as an approver sees it. */
export type Looked = { content: EditionContent; addressees: Addressee[]; summary: SignOffSummary }

/** The frozen version with its audience, compared with the previous edition; null when its rows were changed since. */
export async function lookAt(context: Context, row: EditionRow): Promise<Looked | null> {
  const { db } = context.engine
  const content = await frozenContent(db, row.id, row.version)
  if (!content) return null
  const addressees = await listOf(addresseesOf(db, row.id, row.version))
  const exclusions = await exclusionsOf(db, row.id, row.version)
  const previous = await previousAudience(context, row)
  const gone = (await goneUpdates(db)).map(({ update }) => update.id)
  const origins = await originsIn(context, row, content)
  const isOpen = row.kind === 'regular' && row.dispatchedAt === null
  const leftOut = isOpen ? await leftOutOf(context, row.id, content.date) : []
  const warned = await warnedIn(context, content)
  const summary = signOffSummary(
    content,
    { addressees, exclusions },
    previous,
    gone,
    origins,
    leftOut,
    warned,
  )
  return { content, addressees, summary }
}

/** Who changed its updates, and what was carried before: for approvers, in no hash. */
async function originsIn(
  context: Context,
  { id, version }: EditionRow,
  content: EditionContent,
): Promise<Map<string, Origin>> {
  const { db } = context.engine
  const staff = await staffOf(context)
  const { erratum, onlyFor } = content
  const carried = erratum
    ? await carriedBy(db, erratum.corrects)
    : await carriedUpdates(db, id, onlyFor ?? 'all')
  const origins = await originsOf(db, id, version)
  return new Map(
    [...origins].map(([update, { editor, takenInAt }]) => {
      const at = withOffset(takenInAt, context.config.timeZone)
      return [
        update,
        { editor: editor && nameOf(staff, editor), at, before: carried.get(update)?.update ?? null },
      ]
    }),
  )
}

/** Warnings about its updates' files, while they hold the frozen content. */
async function warnedIn(context: Context, { items }: EditionContent): Promise<WarnedInEdition[]> {
  const staff = await staffOf(context)
  const hashes = items.map(({ update }) => contentHash(update))
  return (await warnedFilesOf(context.engine.db, hashes)).map(({ hash, warnings, meant }) => ({
    hash,
    warnings,
    meant: meant && {
      by: nameOf(staff, meant.by),
      at: withOffset(meant.at, context.config.timeZone),
    },
  }))
}

/** The mail of an addressee who reads this language first, a mayor if there is one. Null without addressees. */
export function mailFor({ content, addressees }: Looked, language: Language): RenderedMail | null {
  const reads = addressees.filter(({ languages }) => languages.startsWith(language))
  const reader = reads.find(({ role }) => role === 'mayor') ?? reads[0] ?? addressees[0]
  return reader ? renderEdition(content, { ...reader, languages: language }) : null
}
