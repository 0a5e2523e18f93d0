import type { EditorLanguage } from '../../model/language/language.js'
import type { LanguageText } from '../../model/updates/update.js'

/** The texts of the Word template before it had form fields, as Markdown: copies of it still exist. */
export const WORD_TEMPLATE: Record<EditorLanguage, LanguageText> = {
  fr: {
    title: 'Titre en français',
    summary: 'Premier paragraphe : le résumé, en une ou deux phrases. Il doit se comprendre seul.',
    body: 'Ensuite le texte : paragraphes, listes, **gras**, tableaux, liens. Le titre garde « fr: » et le style Titre 1.\n\n- un point\n- un autre point',
  },
  nl: {
    title: 'Titel in het Nederlands',
    summary: 'Eerste alinea: de samenvatting, in één of twee zinnen. Ze moet op zichzelf te begrijpen zijn.',
    body: 'Daarna de tekst: alinea’s, lijsten, **vet**, tabellen, links. De titel behoudt “nl:” en de stijl Kop 1.\n\n- een punt\n- nog een punt',
  },
}

/** The texts of `updates/_template.md`, where they differ. */
export const MARKDOWN_TEMPLATE: Record<EditorLanguage, LanguageText> = {
  fr: {
    ...WORD_TEMPLATE.fr,
    body: 'Ensuite le texte : paragraphes, listes, **gras**, tableaux, [liens](https://1819.brussels).\n\n- un point\n- un autre point',
  },
  nl: {
    ...WORD_TEMPLATE.nl,
    body: 'Daarna de tekst: alinea’s, lijsten, **vet**, tabellen, [links](https://1819.brussels).\n\n- een punt\n- nog een punt',
  },
}
