import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { parse, problems } from '../../support/update-files.js'
import { filledFields, parseWord, TEMPLATE, wordProblems } from '../../support/word-files.js'

const MARKDOWN = await readFile(join(PROJECT_ROOT, 'updates', '_template.md'), 'utf8')
/** What the places of problems are counted in, by the line that stands there. */
const lineOf = (text: string) => MARKDOWN.split('\n').findIndex(line => line.startsWith(text)) + 1

/** The template as an editor fills it in, all of it or all but one part. */
const PARTS: [RegExp, string][] = [
  [/nom-de-la-mesure/, 'masques'],
  [/Titre en français/, 'Masques'],
  [/Premier paragraphe.*/, 'Les communes reçoivent des masques.'],
  [/Ensuite le texte[^#]*/, 'Un masque par habitant.\n\n'],
  [/Titel in het Nederlands/, 'Maskers'],
  [/Eerste alinea: .*/, 'De gemeenten krijgen maskers.'],
  [/Daarna de tekst[^#]*/, 'Een masker per inwoner.\n'],
]
const filledBut = (left: number | null) =>
  PARTS.reduce((text, [from, to], index) => (index === left ? text : text.replace(from, to)), MARKDOWN)

describe('the text of the template', () => {
  it('is refused part by part in an untouched copy, in both languages of its editors', () => {
    expect(problems(MARKDOWN, 'fr')).toMatchInlineSnapshot(`
     [
       "11:5 L’id est encore celui du modèle. Donnez à l’information son propre id, par exemple prime-unique.",
       "83:1 Le titre français est encore celui du modèle. Écrivez le vôtre après « # fr: ».",
       "84:1 Le résumé français est encore celui du modèle. Dites en une ou deux phrases ce qui est décidé, pour qui et à partir de quand.",
       "86:1 Sous le résumé, le texte français est encore celui du modèle. Écrivez le vôtre à la place, ou supprimez-le : le résumé seul suffit.",
       "91:1 Le titre néerlandais est encore celui du modèle. Écrivez le vôtre après « # nl: ».",
       "92:1 Le résumé néerlandais est encore celui du modèle. Dites en une ou deux phrases ce qui est décidé, pour qui et à partir de quand.",
       "94:1 Sous le résumé, le texte néerlandais est encore celui du modèle. Écrivez le vôtre à la place, ou supprimez-le : le résumé seul suffit.",
     ]
    `)
    expect(problems(MARKDOWN, 'nl')).toMatchInlineSnapshot(`
     [
       "11:5 De id is nog die van het sjabloon. Geef het bericht een eigen id, bijvoorbeeld prime-unique.",
       "83:1 De Franse titel is nog die van het sjabloon. Schrijf uw eigen titel na “# fr:”.",
       "84:1 De Franse samenvatting is nog die van het sjabloon. Zeg in één of twee zinnen wat er beslist is, voor wie en vanaf wanneer.",
       "86:1 De Franse tekst onder de samenvatting is nog die van het sjabloon. Schrijf uw eigen tekst in de plaats of verwijder hem: de samenvatting alleen volstaat.",
       "91:1 De Nederlandse titel is nog die van het sjabloon. Schrijf uw eigen titel na “# nl:”.",
       "92:1 De Nederlandse samenvatting is nog die van het sjabloon. Zeg in één of twee zinnen wat er beslist is, voor wie en vanaf wanneer.",
       "94:1 De Nederlandse tekst onder de samenvatting is nog die van het sjabloon. Schrijf uw eigen tekst in de plaats of verwijder hem: de samenvatting alleen volstaat.",
     ]
    `)
  })

  it('is named on the line where it stands', () => {
    const parsed = parse(MARKDOWN)
    const lines = 'problems' in parsed ? parsed.problems.map(({ line }) => line) : []
    const begins = ['id: ', '# fr: ', 'Premier ', 'Ensuite ', '# nl: ', 'Eerste ', 'Daarna ']
    expect(lines).toEqual(begins.map(lineOf))
  })

  it('is refused in an untouched copy of the Word file, at its row and its paragraphs', () => {
    expect(wordProblems(TEMPLATE, 'fr')).toMatchInlineSnapshot(`
     [
       "ligne 3 du tableau : Id manque. Complétez : Id.",
       "ligne 4 du tableau : Type / Soort manque. Complétez : Type / Soort.",
       "ligne 5 du tableau : Thème / Onderwerp manque. Complétez : Thème / Onderwerp.",
       "ligne 6 du tableau : Niveau manque. Complétez : Niveau.",
       "paragraphe 1 : Le texte français n’a pas de titre. Écrivez-le dans l’intitulé, après « fr: ».",
       "paragraphe 1 : Le texte français n’a pas de résumé. Écrivez un premier paragraphe sous le titre.",
       "paragraphe 2 : Le texte néerlandais n’a pas de titre. Écrivez-le dans l’intitulé, après « nl: ».",
       "paragraphe 2 : Le texte néerlandais n’a pas de résumé. Écrivez un premier paragraphe sous le titre.",
     ]
    `)
    expect(wordProblems(TEMPLATE, 'nl')).toMatchInlineSnapshot(`
     [
       "rij 3 van de tabel: Id ontbreekt. Vul in: Id.",
       "rij 4 van de tabel: Type / Soort ontbreekt. Vul in: Type / Soort.",
       "rij 5 van de tabel: Thème / Onderwerp ontbreekt. Vul in: Thème / Onderwerp.",
       "rij 6 van de tabel: Niveau ontbreekt. Vul in: Niveau.",
       "alinea 1: De Franse tekst heeft geen titel. Schrijf hem in de kop, na “fr:”.",
       "alinea 1: De Franse tekst heeft geen samenvatting. Schrijf een eerste alinea onder de titel.",
       "alinea 2: De Nederlandse tekst heeft geen titel. Schrijf hem in de kop, na “nl:”.",
       "alinea 2: De Nederlandse tekst heeft geen samenvatting. Schrijf een eerste alinea onder de titel.",
     ]
    `)
  })

  it.each(PARTS.map((_, index) => index))('is refused when only part %i of it is left', left => {
    expect(parse(filledBut(null))).toMatchObject({
      update: { id: 'masques' },
    })
    expect(problems(filledBut(left))).toHaveLength(1)
  })

  it('is the text of its editor once a word of it is another', () => {
    expect(parseWord(filledFields({}))).toMatchObject({
      update: { id: 'masques-en-tissu' },
    })
    expect(problems(MARKDOWN.replace('un autre point', 'un autre'))).toHaveLength(6)
  })

  it('is refused with other spaces, line ends and accents in two characters', () => {
    const spaced = MARKDOWN.replaceAll(' :', '\u00a0:').replaceAll('\n', '\r\n').normalize('NFD')
    expect(problems(spaced)).toEqual(problems(MARKDOWN))
  })

  it('is not sent without a translation either', () => {
    const urgent = filledBut(2)
      .replace('# urgency: normal', 'urgency: urgent')
      .replace(/# nl: [\s\S]*/, '')
    expect(parse(urgent)).not.toHaveProperty('incomplete')
  })
})
