import { beforeAll, expect, it } from '@jest/globals'
import type { EditionContent, EditionItem, Reader } from '../../../src/model/editions/edition.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { editionView } from '../../../src/present/mail/edition-view.js'
import { mapStrings } from '../../../src/present/mail/wording.js'
import { ixelles, sampleEdition, sampleItem, sampleReader } from '../../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

const concerns = (change: object) => ({ roles: [], competences: [], communes: [], ...change })
const horeca = concerns({ competences: ['horeca'] })
const times = (n: number, change: object) =>
  Array.from({ length: n }, (_, index) => sampleItem({ id: `own-${index}`, concerns: horeca, ...change }))

/** What the first half says of its reader, and the ids of what is marked, in order. */
function read(items: EditionItem[], reader: Reader = sampleReader(), content: Partial<EditionContent> = {}) {
  const { halves } = editionView({ ...sample, ...content, items }, reader)
  const marked = halves.map(half =>
    [...half.parts.flatMap(part => part.items), ...half.standing]
      .filter(({ mark }) => mark !== null)
      .map(({ anchor }) => anchor.slice(3)),
  )
  expect(marked[1]).toEqual(marked[0])
  return { yours: halves.map(half => half.yours), marked: marked[0] }
}

it('says once that most of an edition concerns the reader, and marks nothing where all is equally near', () => {
  const { yours, marked } = read([...times(7, {}), sampleItem({ id: 'other' })])
  expect(yours).toEqual(['dont 7 vous concernent', 'waarvan er 7 u aangaan'])
  expect(marked).toEqual([])
})

it('marks what names the own commune before the own competence, where most concerns the reader', () => {
  const named = sampleItem({ id: 'named', concerns: concerns({ communes: ['21009'] }) })
  const { yours, marked } = read([...times(6, {}), named, sampleItem({ id: 'other' })])
  expect(marked).toEqual(['named'])
  expect(yours).toEqual([
    'dont 7 vous concernent («\u00a0Pour vous\u00a0»\u00a0: celle qui vous touche de plus près)',
    'waarvan er 7 u aangaan (“Voor u”: die ene die u het nauwst raakt)',
  ])
})

it('marks the own competence before a theme of the agreement, and both together before either', () => {
  const theme = (n: number) =>
    Array.from({ length: n }, (_, index) => sampleItem({ id: `theme-${index}`, topic: 'mobility' }))
  expect(read([...theme(5), ...times(2, {}), sampleItem({ id: 'other' })]).marked).toEqual(['own-0', 'own-1'])
  const both = sampleItem({ id: 'both', topic: 'mobility', concerns: horeca })
  const { marked } = read([...theme(5), ...times(4, {}), both])
  expect(marked?.toSorted()).toEqual(['both', 'own-0', 'own-1', 'own-2', 'own-3'])
})

it('never marks a mandate alone where most concerns the reader: it is the whole college, not one person', () => {
  const mayors = Array.from({ length: 4 }, (_, index) =>
    sampleItem({ id: `mayor-${index}`, concerns: concerns({ roles: ['mayor'] }) }),
  )
  const reader = sampleReader({ role: 'mayor', competences: [] })
  expect(read(mayors, reader).marked).toEqual([])
})

it('goes on marking each where they are half or fewer, or only two', () => {
  const others = Array.from({ length: 4 }, (_, index) => sampleItem({ id: `other-${index}` }))
  expect(read([...times(4, {}), ...others]).marked).toHaveLength(4)
  expect(read(times(2, {})).marked).toHaveLength(2)
})

it('counts what is new, changed or withdrawn, and marks what still applies in the same way', () => {
  const standing = sampleItem({ id: 'still', concerns: horeca }, { section: 'standing' })
  expect(read([...times(4, {}), standing]).yours[0]).toBe('dont 4 vous concernent')
  expect(read([...times(4, {}), standing]).marked).toEqual([])
})

it('leaves nothing out: what has no mark stands among the new ones', () => {
  const [half] = editionView({ ...sample, items: times(5, {}) }, sampleReader()).halves
  expect(half.parts.map(({ key, items }) => [key, items.length])).toEqual([['new', 5]])
})

it('marks as before in an edition that was frozen with the words of before', () => {
  const old = (strings: EditionContent['strings']['fr']) => {
    const { mostly, 'mostly-marked': _, ...counts } = strings.counts as Record<string, string>
    return mapStrings({ ...strings, counts }, text => text)
  }
  const strings = { fr: old(inLanguage(sample.strings, 'fr')), nl: old(inLanguage(sample.strings, 'nl')) }
  const { yours, marked } = read(times(7, {}), sampleReader(), { strings, communes: [ixelles] })
  expect(yours[0]).toBe('dont 7 pour vous')
  expect(marked).toHaveLength(7)
})
