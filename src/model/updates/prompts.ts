/** The Word template's prompts in empty fields; programs without form fields keep them as text. */
export const PROMPTS = {
  id: '[nom-stable | vaste-naam]',
  text: '[texte | tekst]',
  choice: '[choisir | kiezen]',
  several: '[un ou plusieurs | een of meer]',
  day: '[jour | dag]',
  moment: '[jour et heure | dag en uur]',
  amount: '[euros | euro]',
  address: '[https://…]',
} as const

/** The prompts below the headings of the languages. */
export const TEXT_PROMPTS = {
  fr: {
    title: '[Titre en français]',
    summary: '[Le résumé : une ou deux phrases, qui se comprennent seules.]',
    body: '[La suite, si elle est nécessaire : paragraphes, listes, gras, tableaux, liens.]',
  },
  nl: {
    title: '[Titel in het Nederlands]',
    summary: '[De samenvatting: één of twee zinnen, die op zichzelf te begrijpen zijn.]',
    body: '[Het vervolg, indien nodig: alinea’s, lijsten, vet, tabellen, links.]',
  },
} as const
