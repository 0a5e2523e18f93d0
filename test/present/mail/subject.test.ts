import { beforeAll, describe, expect, it } from '@jest/globals'
import type { EditionContent } from '../../../src/model/editions/edition.js'
import { editionView } from '../../../src/present/mail/edition-view.js'
import { sampleEdition, sampleItem, sampleReader } from '../../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

function subject(content: Partial<EditionContent>, languages: 'fr' | 'nl' = 'fr'): string {
  const { prefix, lead, more } = editionView({ ...sample, ...content }, sampleReader({ languages })).subject
  return prefix + lead + more
}

describe('a subject', () => {
  it('says the most important title in the first language of the reader, and how many more', () => {
    expect(subject({})).toBe('Réouverture des commerces le 11 mai 2020 et 7 autres informations')
    expect(subject({}, 'nl')).toBe('Heropening van de winkels op 11 mei 2020 en nog 7 berichten')
  })

  it('says that a measure changed or was withdrawn, and of a single one nothing more', () => {
    expect(subject({ items: [sampleItem({}, { section: 'changed' })] })).toBe(
      'Changement\u00a0: Prime unique',
    )
    expect(subject({ items: [sampleItem({}, { section: 'withdrawn' })] }, 'nl')).toBe(
      'Ingetrokken: Eenmalige premie',
    )
  })

  it('begins with what a flash or an erratum is', () => {
    const items = [sampleItem()]
    expect(subject({ kind: 'flash', items })).toBe('Urgent\u00a0: Prime unique')
    expect(subject({ kind: 'erratum', items }, 'nl')).toBe('Rechtzetting: Eenmalige premie')
  })

  it('is quiet where nothing is new', () => {
    expect(subject({ items: [sampleItem({}, { section: 'standing' })] })).toBe(
      'Rien de neuf, 1 mesure en vigueur',
    )
    expect(subject({ items: [] }, 'nl')).toBe('Geen nieuws, 0 maatregelen van kracht')
  })

  it('stays within 110 characters and one line, cut at a word', () => {
    const title = 'Une mesure \u{1F6A8} au titre interminable\r\nBcc: x@y.example '.repeat(6)
    const text = { title, summary: 'x', body: '' }
    const items = [sampleItem({ id: 'a', text: { fr: text, nl: text } }), sampleItem({ id: 'other' })]
    const line = subject({ items, kind: 'flash' })
    expect(line.length).toBeLessThanOrEqual(110)
    expect(line).not.toMatch(/[\r\n\u2028\u2029]/)
    expect(line).toMatch(/\S… et 1 autre information$/)
  })
})
