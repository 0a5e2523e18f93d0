import { bareName } from '../../model/language/names.js'
import type { MandateColumn } from '../../model/roster/recipient.js'

/** Further French and Dutch names of columns, in the form of {@link bareName}. */
const SYNONYMS: Readonly<Record<string, string[]>> = {
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
    'nomcomplet',
    'volledigenaam',
    'fullname',
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

export const COLUMNS = new Map<string, MandateColumn>(
  Object.entries(SYNONYMS).flatMap(([column, names = []]) =>
    [bareName(column), ...names].map((name): [string, MandateColumn] => [name, column as MandateColumn]),
  ),
)

/** Additional columns of other lists: a separate first name, and « Civilité ». */
export type PartColumn = 'first_name' | 'title'
