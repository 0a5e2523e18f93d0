import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { contentHash } from '../../../src/model/updates/hash.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import { NAMED, parse } from '../../support/update-files.js'
import { heading, paragraph, parseWord, row, run, say, style, table } from '../../support/word-files.js'

const BODY = [
  heading('fr: Terrasses d’hiver'),
  say('Une aide pour chauffer les terrasses sans gaz.'),
  paragraph(run('jusqu’au 31 mars 2027'), style('ListBullet')),
  heading('nl: Winterterrassen'),
  say('Steun om terrassen zonder gas te verwarmen.'),
  paragraph(run('tot en met 31 maart 2027'), style('ListBullet')),
].join('')

const wordFile = (...rows: (readonly [string, string])[]) =>
  `${table(...rows.map(([label, value]) => row(say(label), say(value), say('…'))))}${BODY}`

const FRENCH = [
  ['Identifiant', 'terrasses-hiver'],
  ['Type', 'Aide'],
  ['Thème', 'Mobilité'],
  ['Niveau', 'Région'],
  ['Autorité (français)', 'Bruxelles Mobilité'],
  ['Autorité (néerlandais)', 'Brussel Mobiliteit'],
  ['Urgence', 'Urgent'],
  ['À partir du', '7/12/2026'],
  ['Jusqu’au', '31 mars 2027'],
  ['Échéance', 'Lundi 1er février 2027'],
  ['Montant minimum', '1 000'],
  ['Montant maximum', '4.000,50 €'],
  ['Montant par (français)', 'par terrasse'],
  ['Montant par (néerlandais)', 'per terras'],
  ['Concerne : rôles', 'Bourgmestre, échevins'],
  ['Concerne : compétences', 'Espace public ; Horeca'],
  ['Concerne : communes', 'Ixelles, Ville de Bruxelles, Saint-Gilles'],
  ['Lien en français', 'https://fr.example'],
  ['Lien en néerlandais', 'https://nl.example'],
  ['Lien : libellé en français', 'Demande'],
  ['Lien : libellé en néerlandais', 'Aanvraag'],
  ['Événement : début', '14/12/2026 18h30'],
  ['Événement : fin', '14 décembre 2026 à 20 h'],
  ['Événement : lieu (fr)', 'Halles'],
  ['Événement : lieu (nl)', 'Hallen'],
  ['Événement : site web', 'https://x.example'],
  ['Changement (fr)', 'Délai prolongé'],
  ['Changement (nl)', 'Termijn verlengd'],
  ['Statut', 'En vigueur'],
] as const

const DUTCH = [
  ['Kenmerk', 'terrasses-hiver'],
  ['Soort', 'Steun'],
  ['Onderwerp', 'Mobiliteit'],
  ['Niveau', 'Gewest'],
  ['Overheid in het Frans', 'Bruxelles Mobilité'],
  ['Overheid in het Nederlands', 'Brussel Mobiliteit'],
  ['Dringendheid', 'Dringend'],
  ['Vanaf', '7–12–2026'],
  ['Tot en met', '31 maart 2027'],
  ['Uiterste datum', 'Maandag 1 februari 2027'],
  ['Bedrag: minimum', '€ 1000'],
  ['Bedrag: maximum', '4.000,50'],
  ['Bedrag per (Frans)', 'par terrasse'],
  ['Bedrag per (Nederlands)', 'per terras'],
  ['Betreft: rollen', 'Burgemeester schepenen'],
  ['Betreft: bevoegdheden', 'Openbare ruimte horeca'],
  ['Betreft: gemeenten', 'Elsene, Brussel, Sint-Gillis'],
  ['Link (Frans)', 'https://fr.example'],
  ['Link (Nederlands)', 'https://nl.example'],
  ['Link: omschrijving (Frans)', 'Demande'],
  ['Link: omschrijving (Nederlands)', 'Aanvraag'],
  ['Evenement: begin', '14/12/2026 18u30'],
  ['Evenement: einde', '14 december 2026 om 20 uur'],
  ['Evenement: plaats (Frans)', 'Halles'],
  ['Evenement: plaats (Nederlands)', 'Hallen'],
  ['Evenement: webadres', 'https://x.example'],
  ['Wijziging (Frans)', 'Délai prolongé'],
  ['Wijziging (Nederlands)', 'Termijn verlengd'],
  ['Status', 'Van kracht'],
] as const

/** As a form in two languages has them. */
const BOTH = FRENCH.map(([french, value], index) => {
  const [dutch, other] = DUTCH[index] ?? [french, value]
  const isChoice = /^(?:Type|Thème|Niveau|Urgence|Statut)$/.test(french)
  return [`${french} / ${dutch}`, isChoice ? `${value} / ${other}` : value] as const
})

const hashOf = (content: string) => {
  const parsed = parseWord(content, {}, NAMED)
  if ('update' in parsed) return contentHash(parsed.update)
  return parsed.problems.map(one => formatProblem(one, 'fr')).join('\n')
}

const problemsOf = (content: string, language: 'en' | 'fr' | 'nl') => {
  const parsed = parseWord(content, {}, NAMED)
  if ('update' in parsed) return []
  return parsed.problems.map(one => formatProblem(one, language).slice('updates/prime.docx, '.length))
}

describe('a Word file in its editor’s own language', () => {
  it.each([
    ['French', FRENCH],
    ['Dutch', DUTCH],
    ['both languages', BOTH],
  ])('is the same update as the Markdown file in codes: in %s', (_, rows) => {
    const codes = parse(readFileSync(join(PROJECT_ROOT, 'test/fixtures/fields/codes.md'), 'utf8'), NAMED)
    expect(hashOf(wordFile(...rows))).toBe('update' in codes && contentHash(codes.update))
  })

  it('names a field as its row does, and values in the language of the reader', () => {
    const wrong = wordFile(
      ['Id', 'x'],
      ['Type / Soort', 'Aides'],
      ['Thème / Onderwerp', 'Mobilité'],
      ['Niveau / Niveau', ''],
      ['Échéance / Uiterste datum', '12/7'],
      ['Montant maximum', '4.000'],
      ['Autorité (fr)', 'Bruxelles'],
      ['Autorité (nl)', ''],
      ['Prix / Prijs', '5'],
      ['Lien (fr)', 'https://a.example'],
      ['Lien (nl)', 'https://a.example'],
      ['Sorte', 'aide'],
    )
    expect(problemsOf(wrong, 'fr')).toMatchInlineSnapshot(`
     [
       "ligne 2 du tableau : Type / Soort « Aides » n’est pas admis. Valeurs admises : mesure, aide, événement, bonne pratique, avis. Vouliez-vous dire aide ?",
       "ligne 4 du tableau : Niveau / Niveau manque. Complétez : Niveau / Niveau.",
       "ligne 5 du tableau : Échéance / Uiterste datum « 12/7 » n’a pas d’année. Ajoutez-la : AAAA-07-12.",
       "ligne 6 du tableau : Montant maximum « 4.000 » n’est pas un montant. Écrivez 4000, sans signe ni séparateur de milliers.",
       "ligne 8 du tableau : autorité manque en néerlandais. Complétez la ligne Autorité (nl).",
       "ligne 9 du tableau : « Prix / Prijs » n’est pas une clé connue. Clés connues ici : id, type, thème, niveau, autorité, urgence, à partir du, jusqu’au, échéance, montant, concerne, liens, événement, changement, base légale, à relayer, statut.",
       "ligne 10 du tableau : liens.libellé manque. Complétez : liens.libellé.fr, liens.libellé.nl.",
       "ligne 12 du tableau : « Sorte » désigne le même champ que « Type / Soort » à la ligne 2 du tableau. Ne gardez qu’une des lignes.",
     ]
    `)
    expect(problemsOf(wrong, 'nl')).toMatchInlineSnapshot(`
     [
       "rij 2 van de tabel: Type / Soort “Aides” is niet toegestaan. Toegestaan: maatregel, steun, evenement, goede praktijk, bericht. Bedoelt u steun?",
       "rij 4 van de tabel: Niveau / Niveau ontbreekt. Vul in: Niveau / Niveau.",
       "rij 5 van de tabel: Échéance / Uiterste datum “12/7” heeft geen jaar. Voeg het toe: JJJJ-07-12.",
       "rij 6 van de tabel: Montant maximum “4.000” is geen bedrag. Schrijf 4000, zonder teken of scheiding van duizendtallen.",
       "rij 8 van de tabel: overheid ontbreekt in het Nederlands. Vul de rij Autorité (nl) in.",
       "rij 9 van de tabel: “Prix / Prijs” is geen bekende sleutel. Hier bekend: id, soort, onderwerp, niveau, overheid, dringendheid, vanaf, tot en met, uiterste datum, bedrag, betreft, links, evenement, wijziging, rechtsgrond, door te geven, status.",
       "rij 10 van de tabel: links.label ontbreekt. Vul in: links.label.fr, links.label.nl.",
       "rij 12 van de tabel: “Sorte” is hetzelfde veld als “Type / Soort” in rij 2. Behoud één van de rijen.",
     ]
    `)
    expect(problemsOf(wrong, 'en')).toMatchInlineSnapshot(`
     [
       "table row 2: Type / Soort "Aides" is not allowed. Allowed: measure, support, event, practice, notice. Did you mean support?",
       "table row 4: Niveau / Niveau is missing. Fill in: Niveau / Niveau.",
       "table row 5: Échéance / Uiterste datum "12/7" has no year. Add it: YYYY-07-12.",
       "table row 6: Montant maximum "4.000" is not an amount. Write it as 4000, without signs or separators.",
       "table row 8: authority has no Dutch. Fill in the row Autorité (nl).",
       "table row 9: "Prix / Prijs" is not a known key. Known here: id, kind, topic, level, authority, urgency, from, until, deadline, amount, concerns, links, event, change, act, pass_on, status.",
       "table row 10: links.label is missing. Fill in: links.label.fr, links.label.nl.",
       "table row 12: "Sorte" names the same field as "Type / Soort" in row 2. Keep one of the rows.",
     ]
    `)
  })

  it('is known by its table of fields, and a table of the text with one such word stays in the text', () => {
    const inText = table(row(say('Type'), say('Petite')), row(say('Prix'), say('10')))
    const rows = [
      ['Type', 'Aide'],
      ['Thème', 'Mobilité'],
      ['Niveau', 'Région'],
      ['Identifiant', 'x'],
    ] as const
    const content = `${inText}${wordFile(...rows)}`
    expect(problemsOf(content, 'en')).toEqual([
      expect.stringMatching(/^paragraph 1: Text stands before the first language/),
    ])
    expect(problemsOf(`${inText}${BODY}`, 'en')[0]).toMatch(/The table of fields is missing/)
  })
})
