import type { Language } from '../../model/language/language.js'
import type { ProblemValues } from '../../model/problem/problem-values.js'
import type { ProblemLanguage, Wording } from './wording.js'

type Part = ProblemValues['template-text']['part']
type Said = readonly [message: string, hint: string]
/** `tongue`: the language of the text, as an adjective; `heading`: where its title stands. */
type Saying = Record<Part, (tongue: string, heading: string) => Said>

const TONGUES: Record<ProblemLanguage, Record<Language, string>> = {
  en: { fr: 'French', nl: 'Dutch' },
  fr: { fr: 'français', nl: 'néerlandais' },
  nl: { fr: 'Franse', nl: 'Nederlandse' },
}

const SAYINGS: Record<ProblemLanguage, Saying> = {
  en: {
    id: () => ["The id is still the template's.", 'Write one of your own, for instance prime-unique.'],
    title: (tongue, heading) => [
      `The ${tongue} title is still the template's.`,
      `Write your own after "${heading}".`,
    ],
    summary: tongue => [
      `The ${tongue} summary is still the template's.`,
      'Write in one or two sentences what is decided, for whom and from when.',
    ],
    body: tongue => [
      `The ${tongue} text below the summary is still the template's.`,
      'Write your own in its place, or delete it: the summary alone is enough.',
    ],
  },
  fr: {
    id: () => [
      'L’id est encore celui du modèle.',
      'Donnez à l’information son propre id, par exemple prime-unique.',
    ],
    title: (tongue, heading) => [
      `Le titre ${tongue} est encore celui du modèle.`,
      `Écrivez le vôtre après «\u00a0${heading}\u00a0».`,
    ],
    summary: tongue => [
      `Le résumé ${tongue} est encore celui du modèle.`,
      'Dites en une ou deux phrases ce qui est décidé, pour qui et à partir de quand.',
    ],
    body: tongue => [
      `Sous le résumé, le texte ${tongue} est encore celui du modèle.`,
      'Écrivez le vôtre à la place, ou supprimez-le\u00a0: le résumé seul suffit.',
    ],
  },
  nl: {
    id: () => [
      'De id is nog die van het sjabloon.',
      'Geef het bericht een eigen id, bijvoorbeeld prime-unique.',
    ],
    title: (tongue, heading) => [
      `De ${tongue} titel is nog die van het sjabloon.`,
      `Schrijf uw eigen titel na “${heading}”.`,
    ],
    summary: tongue => [
      `De ${tongue} samenvatting is nog die van het sjabloon.`,
      'Zeg in één of twee zinnen wat er beslist is, voor wie en vanaf wanneer.',
    ],
    body: tongue => [
      `De ${tongue} tekst onder de samenvatting is nog die van het sjabloon.`,
      'Schrijf uw eigen tekst in de plaats of verwijder hem: de samenvatting alleen volstaat.',
    ],
  },
}

type TemplateWording = Pick<Wording, 'template-text'>

const wordingOf =
  (mark: string) =>
  (language: ProblemLanguage): TemplateWording => ({
    'template-text': v =>
      SAYINGS[language][v.part](TONGUES[language][v.language ?? 'fr'], `${mark}${v.language ?? 'fr'}:`),
  })

/** What an editor has left as the template has it; in Word a title has no `#`. */
export const templateWording = wordingOf('# ')
export const templateWordingInWord = wordingOf('')
