import type { Strings } from '../../model/editions/edition.js'
import { phonesOf } from '../../model/follow-ups/phones.js'
import type { Language } from '../../model/language/language.js'
import type { Commune } from '../../model/roster/commune.js'
import type { NamedOffice } from '../../model/roster/offices.js'
import { isVacant, type MandateHolder } from '../../model/roster/recipient.js'
import { isMobile, phoneAbroad, phoneParts } from '../../model/staff/phone-number.js'
import { officesInWords } from './office-names.js'
import { ownName } from './own-name.js'
import { communeName } from './personal.js'
import { typeset } from './typography.js'
import { vcard } from './vcard.js'
import { label, say } from './wording.js'

/**
 * A vCard of a mandate holder in the reader's language, with the commune's number after their own. `offices`: all of a person with several, for the
 * title.
 */
export function contactCard(
  holder: MandateHolder,
  commune: Commune | null,
  strings: Strings,
  language: Language,
  offices: readonly NamedOffice[] = [],
): string {
  const named = officesInWords(offices, strings, language).replaceAll('\u00a0', ' ')
  const title = capitalised(named || label(strings, 'report.roles', holder.role))
  const organisation = typeset(communeName(commune, strings, language), language).replaceAll('\u00a0', ' ')
  const known = [
    ...phonesOf(holder),
    ...(commune?.phone ? [{ of: 'commune' as const, number: commune.phone }] : []),
  ]
  return vcard({
    uid: `estafette:${holder.id}`,
    name: isVacant(holder) ? `${title}, ${organisation}` : ownName(holder.name, language),
    title,
    organisation,
    email: holder.email || null,
    language: holder.languages.slice(0, 2),
    phones: known.map(({ of, number }) => ({
      number: dialled(number),
      kind: isMobile(number) ? 'cell' : 'voice',
      label: say(strings, `followUps.phones.labels.${of}`),
    })),
  })
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** International, for phones abroad; the extension in readable form. */
function dialled(number: string): string {
  const { extension } = phoneParts(number)
  return `${phoneAbroad(number)}${extension ? ` ext. ${extension}` : ''}`
}
