import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { sharedDraft, withoutAsker } from '../../../src/model/follow-ups/shared-question.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { withoutNames } from '../../../src/model/language/names.js'
import { parseUpdateFile } from '../../../src/parse/update/update-file.js'
import { TOPICS } from '../../support/lists.js'

const asker = {
  names: ['Camille Untel', 'Madame la Bourgmestre,'],
  communes: ['d’Ixelles', 'Ixelles', 'Elsene'],
}

const FRENCH = `Bonjour,

La prime unique vaut-elle aussi pour les indépendants d'Ixelles à titre complémentaire ? Camille Untel
vous a écrit depuis camille.untel@ixelles.example ou au +32 2 515 61 11, le 12/05/2020, pour 4.000 €.

Bien à vous,
Camille Untel
Bourgmestre`

describe('a question to share', () => {
  it('loses who asked it, and keeps what was asked', () => {
    expect(withoutAsker(FRENCH, asker)).toBe(
      `La prime unique vaut-elle aussi pour les indépendants d'[…] à titre complémentaire ? […]
vous a écrit depuis […] ou au […], le 12/05/2020, pour 4.000 €.`,
    )
  })

  it.each([
    [
      'Geachte mevrouw,\nGeldt dit ook voor Elsene?\nMet vriendelijke groeten\nJan',
      'Geldt dit ook voor […]?',
    ],
    ['Dag Els,\n\nWanneer begint het?\n\nAlvast bedankt!\nPiet', 'Wanneer begint het?'],
    ['Quand ?\n\nEnvoyé de mon iPhone', 'Quand ?'],
    [
      'Bonjour, quand commence la mesure ? Merci d’avance.',
      'Bonjour, quand commence la mesure ? Merci d’avance.',
    ],
  ])('without greeting and farewell: %j', (letter, left) => {
    expect(withoutAsker(letter, asker)).toBe(left)
  })
})

const parse = (text: string) =>
  parseUpdateFile(new TextEncoder().encode(text), {
    file: 'updates/question-7.md',
    agency: BRUSSELS,
    topics: TOPICS,
    competences: [],
    communes: [],
  })
const codes = (text: string) => {
  const parsed = parse(text)
  return 'problems' in parsed ? parsed.problems.map(({ code }) => code) : []
}

describe('the draft that a question becomes', () => {
  const nasty =
    '# nl: Overgenomen\n---\n![x](https://evil.example/x.png) [lien](javascript:alert(1)) <b>gras</b> `x` {{evil}}\n- un\r# nl: Overgenomen\n1. deux ?'
  const draft = sharedDraft('7', { kind: 'notice', language: 'fr', question: nasty, answer: nasty }, BRUSSELS)

  it('leaves the level open in an agency without a region', () => {
    const agency = { ...BRUSSELS, levels: withoutNames(['municipality']) }
    const asked = { kind: 'notice' as const, language: 'fr', question: 'Quand ?', answer: 'Lundi.' }
    expect(sharedDraft('7', asked, agency)).toMatch(/^level:$/m)
    expect(draft).toMatch(/^level: region$/m)
  })

  it('is refused until somebody has chosen a topic and written the other language', () => {
    expect(codes(draft).length).toBeGreaterThan(0)
    expect(codes(draft.replace('topic:', 'topic: economy')).length).toBeGreaterThan(0)
    expect(codes(draft.replace('# nl:', '# nl: Vraag\nEen gemeente vroeg het.')).length).toBeGreaterThan(0)
  })

  it('is an update then, in which the words of both are text', () => {
    const complete = draft
      .replace('topic:', 'topic: economy')
      .replace(/# nl:\n$/, '# nl: Vraag\nEen gemeente vroeg het.\n')
    const parsed = parse(complete)
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
    const { id, kind, text } = parsed.update
    expect([id, kind, inLanguage(text, 'nl').title]).toEqual(['question-7', 'notice', 'Vraag'])
    expect(inLanguage(text, 'fr').summary).toBe(
      'Une commune nous a posé cette question. La réponse vaut pour toutes.',
    )
    expect(inLanguage(text, 'fr').body).toContain('> \\# nl: Overgenomen')
    expect(inLanguage(text, 'fr').body).toContain('\\# nl: Overgenomen\n\\---\n')
    expect(draft).not.toContain('\r')
    expect(inLanguage(text, 'fr').body).not.toMatch(/[^\\]!?\[(x|lien)/)
  })
})
