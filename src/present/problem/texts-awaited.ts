import type { Language } from '../../model/language/language.js'
import type { ProblemLanguage, Wording } from './wording.js'

const LANGUAGE_NAMES: Record<ProblemLanguage, Record<Language, string>> = {
  en: { fr: 'French', nl: 'Dutch' },
  fr: { fr: 'français', nl: 'néerlandais' },
  nl: { fr: 'Franse', nl: 'Nederlandse' },
}

/** An urgent update without one of its languages: whoever signs may let it through. */
export const AWAITED: Record<ProblemLanguage, Pick<Wording, 'section-awaited'>> = {
  en: {
    'section-awaited': v => [
      `The ${LANGUAGE_NAMES.en[v.language]} text is missing.`,
      `Add it. Since the update is urgent, an approver may also let it go without: estafette let-through ${v.id} --by EMAIL --reason TEXT`,
    ],
  },
  fr: {
    'section-awaited': v => [
      `Le texte ${LANGUAGE_NAMES.fr[v.language]} manque.`,
      'Ajoutez-le. L’information étant urgente, une personne qui signe les éditions peut aussi la laisser partir sans attendre la traduction.',
    ],
  },
  nl: {
    'section-awaited': v => [
      `De ${LANGUAGE_NAMES.nl[v.language]} tekst ontbreekt.`,
      'Voeg hem toe. Omdat de informatie dringend is, kan iemand die de edities ondertekent ze ook laten vertrekken zonder op de vertaling te wachten.',
    ],
  },
}
