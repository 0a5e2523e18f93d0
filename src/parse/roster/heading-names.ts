import { bareName } from '../../model/language/names.js'
import type { MandateColumn } from '../../model/roster/recipient.js'

/** What else a column is called, in French and Dutch; as {@link bareName} leaves it. */
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

/** What a list from elsewhere has beside our columns: a first name on its own, and « Civilité ». */
export type PartColumn = 'first_name' | 'title'

const PART_NAMES: Record<PartColumn | 'last_name', string[]> = {
  first_name: ['prenom', 'prenoms', 'voornaam', 'voornamen', 'roepnaam', 'firstname', 'givenname'],
  last_name: [
    ...['nom', 'naam', 'name', 'nomdefamille', 'patronyme', 'familienaam', 'achternaam', 'geslachtsnaam'],
    ...['lastname', 'surname', 'familyname'],
  ],
  title: [
    ...[
      'civilite',
      'civilites',
      'civ',
      'titredecivilite',
      'mmme',
      'mmem',
      'mrmme',
      'mmemr',
      'dhrmevr',
      'mevrdhr',
    ],
    ...['aanspreking', 'aanspreektitel', 'aanspreekvorm', 'aanspreekwijze', 'title'],
  ],
}

export const PARTS = new Map(
  Object.entries(PART_NAMES).flatMap(([part, names]) =>
    names.map((name): [string, PartColumn | 'last_name'] => [name, part as PartColumn | 'last_name']),
  ),
)

/** What sheets of town halls have beside ours, near to a name of ours without being meant for it. */
export const OTHERS = new Set([
  ...[
    'fractie',
    'adres',
    'adresse',
    'gemeentehuis',
    'gemeenteraad',
    'zaal',
    'actif',
    'actief',
    'totaal',
    'debat',
  ],
  ...['secretaire', 'secretaris', 'secretaresse', 'emailsecretariat', 'mailsecretariat', 'emailsecretariaat'],
  ...['courrielsecretariat', 'mailsecretariaat'],
])
