import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { markdownToText } from '../../../src/mjml/markdown.js'
import { bodyOf } from '../../support/word-files.js'

/** What a reader of the text part sees of a file under test/fixtures/word, on one line. */
async function shown(file: string, language: 'fr' | 'nl' = 'fr'): Promise<string> {
  const bytes = await readFile(join(PROJECT_ROOT, 'test', 'fixtures', 'word', file))
  return markdownToText(bodyOf(bytes, language), language).replace(/\s+/g, ' ')
}

describe('numbers of lists in files of Word and LibreOffice', () => {
  it.each([
    [
      'continued-after-a-paragraph.docx',
      '1. Introduire la demande 2. Joindre le bilan Le guichet vérifie. 3. Signer la convention Voir le point 3.',
      '1. Aanvraag indienen 2. Balans toevoegen Het loket kijkt na. 3. Overeenkomst ondertekenen Zie punt 3.',
    ],
    [
      'letters.docx',
      'a) les commerces b) les ateliers Le point b) vaut dès lundi.',
      'a) de winkels b) de ateliers Punt b) geldt vanaf maandag.',
    ],
    [
      'starts-at-three.docx',
      '3. Signer la convention 4. Renvoyer le dossier Les points 1 et 2 ont paru le mois passé.',
      '3. Overeenkomst ondertekenen 4. Dossier terugsturen De punten 1 en 2 verschenen vorige maand.',
    ],
    [
      'letters-in-numbers.docx',
      '1. Introduire la demande a. en ligne b. au guichet 2. Joindre a. le bilan b. les comptes Voir 1 b et 2 a.',
      '1. Aanvraag indienen a. online b. aan het loket 2. Toevoegen a. de balans b. de rekeningen Zie 1 b en 2 a.',
    ],
    [
      'bullets-in-numbers.docx',
      '1. Introduire la demande - en ligne - au guichet 2. Joindre le bilan 1. Autre liste 2. Fin',
      '1. Aanvraag indienen - online - aan het loket 2. Balans toevoegen 1. Andere lijst 2. Einde',
    ],
  ])('stay as %s shows them', async (file, french, dutch) => {
    expect(await shown(`numbering/${file}`)).toBe(french)
    expect(await shown(`numbering/${file}`, 'nl')).toBe(dutch)
  })
})

describe('raised and lowered text in files of Word and LibreOffice', () => {
  it.each([
    ['note-mark-and-square-metres.docx', 'Le plafond est de 4.000¹ euros pour 25 m².'],
    ['two-note-marks.docx', 'La prime est de 4.000¹, ² euros, plafonnée à 12,5⁽³⁾\u00a0%.'],
    ['chemistry-and-powers.docx', 'Moins de 800 ppm de CO₂, 10⁻³ m³.'],
    ['ordinals.docx', 'Du 1er au 2 avril, au XIXe siècle, Mme la Bourgmestre, n° 5.'],
  ])('keeps its meaning in %s', async (file, french) => {
    expect(await shown(`raised/${file}`)).toBe(french.replaceAll('\u00a0', ' '))
  })
})

describe('the same document as .docx and as .odt', () => {
  it.each([
    'numbering/starts-at-three',
    'numbering/letters-in-numbers',
    'numbering/bullets-in-numbers',
    'raised/two-note-marks',
    'raised/chemistry-and-powers',
    'raised/ordinals',
  ])('says the same: %s', async name => {
    for (const language of ['fr', 'nl'] as const)
      expect(await shown(`${name}.odt`, language)).toBe(await shown(`${name}.docx`, language))
  })
})
