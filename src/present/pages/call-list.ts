import type { EditionContent } from '../../model/editions/edition.js'
import type { CommuneState } from '../../model/follow-ups/commune-state.js'
import type { KnownPhone } from '../../model/follow-ups/phones.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { phoneInCell } from '../mail/phone-lines.js'
import { label, say } from '../mail/wording.js'
import type { Words } from '../sheets/reported.js'
import { column, type ListSheet } from '../sheets/sheet.js'
import { type Called, calledPerson, scriptFor } from './called.js'

type Call = Called & { state: CommuneState; phone: KnownPhone | null; language: Language | null }
type CallSheet = { row: { dispatchedAt: Date | null }; content: EditionContent; calls: Call[] }

/** The call sheet for a spreadsheet; what is said stands in the language of who is called. */
export function callListSheet(
  sheet: CallSheet,
  words: Words,
  inTheirs: ReadonlyMap<string, Words>,
): ListSheet {
  const { strings, language } = words
  return {
    name: say(strings, 'pages.calls.title'),
    columns: [
      column(strings, 'commune', 26),
      column(strings, 'state', 18),
      column(strings, 'person', 34),
      column(strings, 'function', 40),
      column(strings, 'phone', 40),
      column(strings, 'language', 8),
      column(strings, 'script', 90),
      column(strings, 'nis', 8),
    ],
    rows: [
      sheet.calls.map(call => {
        const theirs = inTheirs.get(call.language ?? '') ?? words
        const { name, office } = calledPerson(call, theirs)
        return [
          inLanguage(call.commune.name, language),
          label(strings, 'pages.communeStates', call.state),
          plain(name),
          plain(office),
          call.phone && phoneInCell(call.phone, strings, language),
          theirs.language,
          plain(scriptFor(call, sheet, theirs)),
          call.commune.nis,
        ]
      }),
    ],
  }
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')
