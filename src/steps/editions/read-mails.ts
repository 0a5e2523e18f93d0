import { isEditionName } from '../../model/calendar/calendar.js'
import type { Addressee } from '../../model/editions/audience.js'
import type { EditionContent } from '../../model/editions/edition.js'
import type { Context } from '../context.js'
import { nextDraft } from './next-edition.js'
import { readEdition, readFrozenKinds } from './read-edition.js'

/** The name that stands for the next edition, as it would be frozen now. */
export const NEXT = 'next'

/** The mails of an edition: what they hold, and who gets them; of a frozen one, one addressee for each commune, role and reading, and all of a chosen commune. */
export type Mails = { edition: string; content: EditionContent; addressees: readonly Addressee[] }

/** What is frozen of an edition; of {@link NEXT}, what would be. Null: nothing. Freezes and changes nothing. */
export async function readMails(
  context: Context,
  edition: string,
  commune: string | null = null,
): Promise<Mails | null> {
  if (edition === NEXT) {
    const next = await nextDraft(context)
    const { content, audience } = next ?? {}
    return content && audience ? { edition: content.edition, content, addressees: audience.addressees } : null
  }
  const row = isEditionName(edition) ? await readEdition(context, edition) : null
  const frozen = row && row.version > 0 ? await readFrozenKinds(context, row, commune) : null
  return frozen && { edition, ...frozen }
}
