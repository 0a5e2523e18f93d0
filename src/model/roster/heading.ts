import { bareName } from '../names.js'
import { ALL_COLUMNS } from './recipient.js'

export type MandateColumn = (typeof ALL_COLUMNS)[number]

/** What else a column is called, in French and Dutch; as {@link bareName} leaves it. */
const SYNONYMS: Record<MandateColumn, string[]> = {
  id: ['identifiant', 'kenmerk', 'identificatie'],
  commune: ['gemeente', 'ins', 'nis', 'codeins', 'codenis', 'inscode', 'niscode', 'administrationcommunale'],
  role: ['rol', 'fonction', 'functie', 'mandat', 'mandaat'],
  acting: ['ff', 'faisantfonction', 'faisantfonctions', 'waarnemend', 'wnd'],
  competences: ['competence', 'attributions', 'attribution', 'bevoegdheid', 'bevoegdheden'],
  name: [
    'nom',
    'naam',
    'nometprenom',
    'nomprenom',
    'prenometnom',
    'naamenvoornaam',
    'voornaamennaam',
    'naamvoornaam',
  ],
  salutation_fr: ['appelfr', 'formuledappelfr', 'aansprekingfr', 'aanheffr'],
  salutation_nl: ['appelnl', 'formuledappelnl', 'aansprekingnl', 'aanhefnl'],
  languages: ['langue', 'langues', 'taal', 'talen', 'language', 'taalrol', 'rolelinguistique'],
  email: [
    ...['mail', 'courriel', 'adresseemail', 'adressemail', 'emailadres', 'mailadres', 'adressecourriel'],
    ...['adresseelectronique', 'eadres', 'courrielelectronique', 'emailaddress', 'adressedecourriel'],
  ],
  since: [
    'depuis',
    'depuisle',
    'debut',
    'datededebut',
    'sinds',
    'begin',
    'begindatum',
    'vanaf',
    'apartirdu',
    'debutdumandat',
  ],
  until: [
    ...['jusquau', 'jusque', 'jusqua', 'fin', 'datedefin', 'tot', 'totenmet', 'einde', 'einddatum'],
    ...['findumandat', 'tem', 'finmandat', 'eindemandaat'],
  ],
  phone: [
    'telephone',
    'tel',
    'numerodetelephone',
    'gsm',
    'telefoon',
    'telefoonnummer',
    'gsmnummer',
    'mobile',
    'portable',
  ],
  phone_secretariat: [
    ...['secretariat', 'telephonesecretariat', 'telephonedusecretariat', 'telsecretariat'],
    ...['secretariaat', 'telefoonsecretariaat', 'telsecretariaat'],
  ],
}

const COLUMNS = new Map<string, MandateColumn>(
  ALL_COLUMNS.flatMap(column =>
    [bareName(column), ...SYNONYMS[column]].map((name): [string, MandateColumn] => [name, column]),
  ),
)

/** The columns under our own names, where a French or Dutch name means exactly one that isn't there; else as they are. */
export function ownColumns(heads: readonly string[]): string[] {
  const meant = heads.map(columnMeant)
  const times = new Map<string, number>()
  for (const column of meant) if (column) times.set(column, (times.get(column) ?? 0) + 1)
  return heads.map((head, index) => {
    const column = meant[index]
    if (!column) return head
    return times.get(column) === 1 || head.toLowerCase() === column ? column : head
  })
}

/** How many of our columns the cells of a line name. */
export function columnsNamed(cells: readonly string[]): number {
  return new Set(cells.slice(0, WIDEST).flatMap(cell => columnMeant(cell) ?? [])).size
}

/** More columns than any list has. */
const WIDEST = 200

/** `Gemeente`, `Commune / Gemeente`, `E-mail (courriel)`, `Jusqu’au *`. */
function columnMeant(head: string): MandateColumn | null {
  const whole = COLUMNS.get(bareName(head))
  if (whole) return whole
  const parts = head
    .slice(0, 100)
    .split(/[/|()\n]| [-–—] /)
    .filter(part => part.trim() !== '')
  const [first = '', ...others] = parts.map(part => COLUMNS.get(bareName(part)))
  return parts.length > 1 && first && others.every(other => other === first) ? first : null
}
