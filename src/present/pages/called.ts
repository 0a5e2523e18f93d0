import { withOffset } from '../../model/calendar/calendar.js'
import type { EditionContent } from '../../model/editions/edition.js'
import type { Commune } from '../../model/roster/commune.js'
import type { MandateHolder } from '../../model/roster/recipient.js'
import { officeInWords } from '../mail/office-names.js'
import { ownName } from '../mail/own-name.js'
import { momentInText } from '../mail/spans.js'
import { say } from '../mail/wording.js'
import type { Words } from '../sheets/reported.js'
import { callScript } from './call-script.js'

/** Who is called: the delivery that did not reach them; null: they are asked whether it came. */
export type Called = {
  commune: Commune
  holder: MandateHolder | null
  delivery: { recipient: string; name: string } | null
}

/** Who is called, in the words of their language: the name, and the function. */
export function calledPerson({ holder, delivery, commune }: Called, { strings, language }: Words) {
  const name = holder?.name || delivery?.name || ''
  return {
    name: name ? ownName(name, language) : say(strings, 'pages.calls.nobody'),
    office: holder ? officeInWords(holder, [commune], strings, language) : '',
  }
}

/** What to say to them: two sentences in their language. */
export function scriptFor(
  { delivery }: Pick<Called, 'delivery'>,
  { row, content }: { row: { dispatchedAt: Date | null }; content: EditionContent },
  { strings, language, timeZone }: Words,
): string {
  const left = row.dispatchedAt && momentInText(withOffset(row.dispatchedAt, timeZone), strings, language)
  return callScript(content, { left, missed: delivery !== null }, strings, language)
}
