import { decodeWindows1252 } from '../charset.js'
import { decodeText } from '../update/text-hygiene.js'
import { ALL_COLUMNS } from './recipient.js'

/** A list of mandate holders as somebody hands it in; `text` is null when the bytes are none, for the reader to say why. */
export type IncomingText = { text: string | null; encoding: 'utf-8' | 'windows-1252' }

/** What no text of these two languages has in Windows-1252: controls, and what the code page leaves undefined. */
const NOT_WRITTEN = /(?![\t\n\r])\p{Cc}/u

/**
 * A list as text. What isn't UTF-8 is read as Windows-1252, as Excel here writes CSV by default, when that gives text.
 */
export function incomingText(bytes: Uint8Array): IncomingText {
  const { problems } = decodeText(bytes, '')
  if (problems.some(({ code }) => code === 'utf16')) return { text: null, encoding: 'utf-8' }
  if (!problems.some(({ code }) => code === 'not-utf8'))
    return { text: new TextDecoder().decode(bytes), encoding: 'utf-8' }
  const text = decodeWindows1252(bytes)
  return NOT_WRITTEN.test(text) ? { text: null, encoding: 'utf-8' } : { text, encoding: 'windows-1252' }
}

type MandateColumn = (typeof ALL_COLUMNS)[number]

/** What else a column is called, in French and Dutch; without accents, spaces and signs. */
const SYNONYMS: Record<MandateColumn, string[]> = {
  id: ['identifiant', 'kenmerk', 'identificatie'],
  commune: ['gemeente', 'ins', 'nis', 'codeins', 'codenis', 'inscode', 'niscode'],
  role: ['rol', 'fonction', 'functie', 'mandat', 'mandaat'],
  acting: ['ff', 'faisantfonction', 'waarnemend', 'wnd'],
  competences: ['competence', 'attributions', 'bevoegdheid', 'bevoegdheden'],
  name: ['nom', 'naam'],
  salutation_fr: ['appelfr', 'formuledappelfr', 'aansprekingfr', 'aanheffr'],
  salutation_nl: ['appelnl', 'formuledappelnl', 'aansprekingnl', 'aanhefnl'],
  languages: ['langue', 'langues', 'taal', 'talen'],
  email: ['mail', 'courriel', 'adresseemail', 'adressemail', 'emailadres', 'mailadres'],
  since: ['depuis', 'depuisle', 'debut', 'datededebut', 'sinds', 'begin', 'begindatum', 'vanaf'],
  until: ['jusquau', 'jusque', 'fin', 'datedefin', 'tot', 'totenmet', 'einde', 'einddatum'],
  phone: ['telephone', 'tel', 'numerodetelephone', 'gsm', 'telefoon', 'telefoonnummer'],
  phone_secretariat: [
    ...['secretariat', 'telephonesecretariat', 'telephonedusecretariat', 'telsecretariat'],
    ...['secretariaat', 'telefoonsecretariaat', 'telsecretariaat'],
  ],
}

/** The columns under our own names, where a French or Dutch name means exactly one that isn't there; else as they are. */
export function ownColumns(heads: readonly string[]): string[] {
  const meant = heads.map(columnMeant)
  return heads.map((head, index) => {
    const column = meant[index]
    return column && meant.filter(other => other === column).length === 1 ? column : head
  })
}

function columnMeant(head: string): MandateColumn | null {
  const bare = bareName(head)
  return ALL_COLUMNS.find(column => bareName(column) === bare || SYNONYMS[column].includes(bare)) ?? null
}

const bareName = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^\p{L}\d]/gu, '')
    .toLowerCase()

/** A CSV text whose first line names the columns as we do; the lines below stay as they are. */
export function withOwnColumns(text: string): string {
  const [head = '', ...lines] = text.split('\n')
  const separator = head.split(';').length >= head.split(',').length ? ';' : ','
  const isCrLf = head.endsWith('\r')
  const names = head
    .replace(/\r$/, '')
    .split(separator)
    .map(name => name.trim().replace(/^"(.*)"$/, '$1'))
  return [`${ownColumns(names).join(separator)}${isCrLf ? '\r' : ''}`, ...lines].join('\n')
}

/** The columns that the first line of a CSV text names, as we name them. */
export function columnsIn(text: string): string[] {
  const [head = ''] = text.replace(/^\ufeff/, '').split('\n')
  const separator = head.split(';').length >= head.split(',').length ? ';' : ','
  return head.split(separator).map(name =>
    name
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase(),
  )
}
