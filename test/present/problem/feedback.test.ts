import { describe, expect, it } from '@jest/globals'
import { problemAt, WHOLE_FILE } from '../../../src/model/problem/problem.js'
import { feedbackText, worthTelling } from '../../../src/present/problem/feedback.js'
import { parse, SHORT } from '../../support/update-files.js'
import { DUTCH, FRENCH, fieldsWith, parseWord } from '../../support/word-files.js'

const problemsOf = (parsed: ReturnType<typeof parse>) => ('problems' in parsed ? parsed.problems : [])
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('the note beside a refused file', () => {
  it('says in French, then in Dutch, line by line what is wrong and what would be right', () => {
    const bad = SHORT.replace('level: federal', 'levle: federal\ndeadline: 2020-02-30').replace(
      'Samenvatting.',
      '',
    )
    expect(plain(feedbackText('updates/économie/prime.md', problemsOf(parse(bad))))).toMatchInlineSnapshot(`
"Estafette · prime.md

FRANÇAIS
Ce fichier contient 4 problèmes et n’est pas utilisé. Corrigez-le et enregistrez-le sous le même nom : cette note disparaîtra d’elle-même.

level manque.
    → Complétez.
ligne 5, colonne 1 : « levle » n’est pas une clé connue.
    → Vouliez-vous dire level ?
ligne 6, colonne 11 : deadline « 2020-02-30 » n’est pas une date.
    → Écrivez 2020-02-29, si c’est ce jour.
ligne 11, colonne 1 : Le texte néerlandais n’a pas de résumé.
    → Écrivez un premier paragraphe sous le titre.

NEDERLANDS
Dit bestand bevat 4 problemen en wordt niet gebruikt. Verbeter het en sla het onder dezelfde naam op: deze nota verdwijnt dan vanzelf.

level ontbreekt.
    → Vul dit in.
regel 5, kolom 1: “levle” is geen bekende sleutel.
    → Bedoelt u level?
regel 6, kolom 11: deadline “2020-02-30” is geen datum.
    → Schrijf 2020-02-29, als u die dag bedoelt.
regel 11, kolom 1: De Nederlandse tekst heeft geen samenvatting.
    → Schrijf een eerste alinea onder de titel.
"
`)
  })

  it('names the rows and paragraphs of a Word file', () => {
    const bad = `${fieldsWith(['deadline', '2020-02-30'])}${FRENCH}${DUTCH.replace('Samenvatting.', '')}`
    expect(plain(feedbackText('updates/prime.docx', problemsOf(parseWord(bad))))).toMatchInlineSnapshot(`
"Estafette · prime.docx

FRANÇAIS
Ce fichier contient 2 problèmes et n’est pas utilisé. Corrigez-le et enregistrez-le sous le même nom : cette note disparaîtra d’elle-même.

ligne 6 du tableau : deadline « 2020-02-30 » n’est pas une date.
    → Écrivez 2020-02-29, si c’est ce jour.
paragraphe 3 : Le texte néerlandais n’a pas de résumé.
    → Écrivez un premier paragraphe sous le titre.

NEDERLANDS
Dit bestand bevat 2 problemen en wordt niet gebruikt. Verbeter het en sla het onder dezelfde naam op: deze nota verdwijnt dan vanzelf.

rij 6 van de tabel: deadline “2020-02-30” is geen datum.
    → Schrijf 2020-02-29, als u die dag bedoelt.
alinea 3: De Nederlandse tekst heeft geen samenvatting.
    → Schrijf een eerste alinea onder de titel.
"
`)
  })

  it('names no line where the whole file is meant', () => {
    const empty = problemAt('updates/a.md', WHOLE_FILE, 'file-empty', {})
    expect(plain(feedbackText('updates/a.md', [empty]))).toMatchInlineSnapshot(`
"Estafette · a.md

FRANÇAIS
Ce fichier contient 1 problème et n’est pas utilisé. Corrigez-le et enregistrez-le sous le même nom : cette note disparaîtra d’elle-même.

Le fichier est vide.
    → Copiez le modèle et complétez-le.

NEDERLANDS
Dit bestand bevat 1 probleem en wordt niet gebruikt. Verbeter het en sla het onder dezelfde naam op: deze nota verdwijnt dan vanzelf.

Het bestand is leeg.
    → Kopieer het sjabloon en vul het in.
"
`)
  })

  it('does not speak of a file that is being written, nor of a folder that can’t be read', () => {
    const one = (code: 'file-changing' | 'file-empty' | 'folder-missing') =>
      problemAt('updates/a.md', WHOLE_FILE, code, {})
    expect(worthTelling([one('file-changing'), one('folder-missing'), one('file-empty')])).toEqual([
      one('file-empty'),
    ])
  })
})
