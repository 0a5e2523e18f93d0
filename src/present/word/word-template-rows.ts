import { EDITOR_LANGUAGES, type EditorLanguage } from '../../model/language/language.js'
import type { NameList } from '../../model/language/names.js'
import { KIND_NAMES, STATUS_NAMES, URGENCY_NAMES } from '../../model/updates/code-names.js'
import { PROMPTS } from '../../model/updates/prompts.js'
import { fieldAt } from '../../model/updates/vocabulary.js'
import type { FieldKind } from './word-form.js'

/** The agency's lists. */
export type TemplateNames = Record<'levels' | 'roles' | 'topics' | 'competences', NameList>

/** A heading over several rows; or a row: a key's path, its kind, its prompt, and what to write in French and Dutch. */
export type TemplateRow =
  | { heading: string }
  | { path: readonly string[]; field: FieldKind; prompt: string; french: string; dutch: string }

type Kind = keyof typeof PROMPTS
const text = (key: string, french: string, dutch: string, prompt: Kind = 'text'): TemplateRow => ({
  path: key.split('.'),
  field: { kind: 'text' },
  prompt: PROMPTS[prompt],
  french,
  dutch,
})
const day = (key: string, french: string, dutch: string): TemplateRow => ({
  path: [key],
  field: { kind: 'day' },
  prompt: PROMPTS.day,
  french,
  dutch,
})
const choice = (key: string, names: NameList, french: string, dutch: string): TemplateRow => ({
  path: [key],
  field: { kind: 'choice', lines: linesOf(names) },
  prompt: PROMPTS.choice,
  french,
  dutch,
})
const several = (key: string, names: NameList, french: string, dutch: string): TemplateRow => ({
  path: key.split('.'),
  field: { kind: 'several', lines: linesOf(names) },
  prompt: PROMPTS.several,
  french,
  dutch,
})

/** The rows of the template's table, required ones first. */
export function templateRows({ levels, roles, topics, competences }: TemplateNames): TemplateRow[] {
  return [
    { heading: 'Obligatoire / Verplicht' },
    text(
      'id',
      'Le nom stable de l’information : a-z, 0-9 et « - ». Ne change plus jamais.',
      'De vaste naam van het bericht: a-z, 0-9 en “-”. Verandert nooit meer.',
      'id',
    ),
    choice('kind', KIND_NAMES, 'La nature de l’information.', 'De aard van het bericht.'),
    choice('topic', topics, 'La rubrique.', 'De rubriek.'),
    choice('level', levels, 'Le niveau de pouvoir.', 'Het bestuursniveau.'),
    { heading: 'Facultatif / Facultatief' },
    text('authority.fr', 'Qui décide ou exécute.', 'Wie beslist of uitvoert, in het Frans.'),
    text('authority.nl', 'La même chose en néerlandais.', 'Hetzelfde in het Nederlands.'),
    choice('urgency', URGENCY_NAMES, 'Par défaut : normal.', 'Standaard: normaal.'),
    day('from', 'En vigueur à partir de ce jour.', 'Van kracht vanaf deze dag.'),
    day('until', 'En vigueur jusqu’à ce jour inclus.', 'Van kracht tot en met deze dag.'),
    day('deadline', 'Dernier jour pour introduire une demande.', 'Laatste dag om een aanvraag in te dienen.'),
    { heading: 'Combien / Hoeveel' },
    text('amount.min', 'Montant minimal, en euros.', 'Minimumbedrag, in euro.', 'amount'),
    text('amount.max', 'Montant, ou montant maximal.', 'Bedrag, of maximumbedrag.', 'amount'),
    text('amount.per.fr', 'Par quoi : « par entreprise ».', 'Waarvoor, in het Frans.'),
    text('amount.per.nl', 'Par quoi, en néerlandais.', 'Waarvoor: “per onderneming”.'),
    { heading: 'Qui est concerné en premier lieu / Wie het in de eerste plaats aangaat' },
    several('concerns.roles', roles, 'Chacun reçoit tout.', 'Iedereen krijgt alles.'),
    several(
      'concerns.competences',
      competences,
      'Plusieurs : séparées par une virgule.',
      'Meer dan één: gescheiden door een komma.',
    ),
    text(
      'concerns.communes',
      'Noms ou codes INS, séparés par une virgule.',
      'Namen of NIS-codes, gescheiden door een komma.',
      'several',
    ),
    { heading: 'Pour en savoir plus / Voor meer informatie' },
    text('links.fr', 'Page en français : https://…, mailto:… ou tel:…', 'De Franse pagina.', 'address'),
    text(
      'links.nl',
      'Page en néerlandais. Pour un autre lien, copiez ces quatre lignes.',
      'De Nederlandse pagina. Voor nog een link kopieert u deze vier rijen.',
      'address',
    ),
    text('links.label.fr', 'Le texte du lien : « Demande ».', 'De tekst van de link, in het Frans.'),
    text('links.label.nl', 'Le texte du lien, en néerlandais.', 'De tekst van de link: “Aanvraag”.'),
    ...actRows(),
    ...eventRows(),
    ...laterRows(),
  ]
}

function laterRows(): TemplateRow[] {
  return [
    { heading: 'À transmettre par les communes / Door te geven door de gemeenten' },
    text(
      'pass_on.fr',
      'Un court texte pour les commerçants et les habitants.',
      'Een korte tekst voor handelaars en inwoners, in het Frans.',
    ),
    text('pass_on.nl', 'Le même, en néerlandais.', 'Dezelfde, in het Nederlands.'),
    { heading: 'Quand l’information a déjà paru / Als het bericht al verschenen is' },
    text('change.fr', 'Ce qui change, en une phrase. Obligatoire alors.', 'Wat er verandert, in het Frans.'),
    text('change.nl', 'Ce qui change, en néerlandais.', 'Wat er verandert, in één zin. Dan verplicht.'),
    choice('status', STATUS_NAMES, 'Par défaut : en vigueur.', 'Standaard: van kracht.'),
  ]
}

/** The label of a row: `Thème / Onderwerp`, `Événement : lieu (fr) / Evenement: plaats (fr)`; once if both are equal. */
export function labelOf(path: readonly string[]): string {
  const [french, dutch] = EDITOR_LANGUAGES.map(language => labelIn(path, language))
  return french === dutch ? (french ?? '') : `${french} / ${dutch}`
}

function labelIn(path: readonly string[], language: EditorLanguage): string {
  const isLanguage = path.length > 1 && EDITOR_LANGUAGES.some(one => one === path.at(-1))
  const parts = isLanguage ? path.slice(0, -1) : path
  const words = parts.map((_, index) => fieldAt(parts.slice(0, index + 1))?.names[language][0] ?? '')
  const said = words.join(language === 'fr' ? '\u00a0: ' : ': ').replaceAll("'", '’')
  return `${capital(said)}${isLanguage ? ` (${path.at(-1)})` : ''}`
}

/** Each code with its two names: `Aide / Steun`. */
function linesOf(names: NameList): [string, string][] {
  return Object.entries(names).map(([code, { fr, nl }]) => {
    const [french, dutch] = [capital(fr[0]), capital(nl[0])]
    return [french === dutch ? french : `${french} / ${dutch}`, code]
  })
}

const capital = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`

const actRows = (): TemplateRow[] => [
  { heading: 'Le texte officiel / De officiële tekst' },
  text('act.fr', 'La page en français : https://…/eli/…', 'De Franse pagina.', 'address'),
  text('act.nl', 'La page en néerlandais.', 'De Nederlandse pagina: https://…/eli/…', 'address'),
  text('act.title.fr', 'Son titre : « Arrêté royal du 23 mars 2020 ».', 'De titel, in het Frans.'),
  text('act.title.nl', 'Son titre en néerlandais.', 'De titel: “Koninklijk besluit van 23 maart 2020”.'),
]

const eventRows = (): TemplateRow[] => [
  { heading: 'Pour un événement / Voor een evenement' },
  text('event.start', 'Jour et heure, à Bruxelles.', 'Dag en uur, in Brussel.', 'moment'),
  text('event.end', 'Fin.', 'Einde.', 'moment'),
  text('event.place.fr', 'Le lieu.', 'De plaats, in het Frans.'),
  text('event.place.nl', 'Le lieu, en néerlandais.', 'De plaats.'),
  text('event.url', 'Adresse web de l’événement.', 'Webadres van het evenement.', 'address'),
]
