import type { ProblemLanguage, Wording } from './wording.js'

/** What can be wrong with an OpenDocument text only. */
type OpenDocument = Pick<Wording, 'odt-locked' | 'odt-broken'>

export const OPEN_DOCUMENT: Record<ProblemLanguage, OpenDocument> = {
  en: {
    'odt-locked': () => ['This document has a password.', 'Save it without a password.'],
    'odt-broken': () => [
      "This can't be read as an OpenDocument text.",
      'Open it in LibreOffice and save it as .odt again, or as .docx.',
    ],
  },
  fr: {
    'odt-locked': () => ['Ce document est protégé par un mot de passe.', 'Enregistrez-le sans mot de passe.'],
    'odt-broken': () => [
      'Ce fichier ne se lit pas comme un texte OpenDocument.',
      'Ouvrez-le dans LibreOffice et enregistrez-le de nouveau au format .odt, ou au format .docx.',
    ],
  },
  nl: {
    'odt-locked': () => ['Dit document heeft een wachtwoord.', 'Sla het op zonder wachtwoord.'],
    'odt-broken': () => [
      'Dit bestand kan niet als OpenDocument-tekst worden gelezen.',
      'Open het in LibreOffice en sla het opnieuw op als .odt, of als .docx.',
    ],
  },
}
