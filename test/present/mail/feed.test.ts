import { beforeAll, describe, expect, it } from '@jest/globals'
import type { EditionContent } from '../../../src/model/editions/edition.js'
import { atomFeed, listedEdition } from '../../../src/present/mail/feed.js'
import { hasPython, readFeed } from '../../support/python.js'
import { sampleEdition, sampleItem } from '../../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

const ADDRESS = 'https://estafette.example/published/'
const at = (day: number) => new Date(Date.UTC(2020, 4, day, 7))
const feedOf = (contents: EditionContent[]) =>
  atomFeed({
    house: sample.house,
    language: 'fr',
    address: ADDRESS,
    madeAt: at(31),
    entries: contents.map((content, index) => ({
      ...listedEdition(content, 'fr'),
      publishedAt: at(20 - index),
      hasPdf: false,
    })),
  })

describe('an edition in a list', () => {
  it('is called as its subject, for nobody in particular', () => {
    const { title, summary, content } = listedEdition(sample, 'fr')
    expect(title).toBe('Réouverture des commerces le 11 mai 2020 et 7 autres informations')
    expect(summary).toBe('3 nouveautés, 4 modifications, 1 retrait, 1 fin ce dimanche')
    expect(content).toHaveLength(8)
  })
})

const pythonTests = hasPython('feedparser') ? describe : () => {}

pythonTests('a feed, read by another program', () => {
  it('has its moments as RFC 3339 wants them, its own address, and the moment it was made where it is empty', () => {
    expect(readFeed(feedOf([]))).toMatchObject({
      isWellFormed: true,
      updated: '2020-05-31T07:00:00Z',
      entries: [],
    })
    const two = readFeed(feedOf([sample, { ...sample, edition: '2020-W18' }]))
    expect(two.updated).toBe('2020-05-20T07:00:00Z')
    expect(two.entries.map(({ published, id }) => [published, id.split(':')[3]])).toEqual([
      ['2020-05-20T07:00:00Z', '2020-W19'],
      ['2020-05-19T07:00:00Z', '2020-W18'],
    ])
    expect(two.links).toContainEqual(['self', 'application/atom+xml', `${ADDRESS}fr.atom`])
  })

  it('keeps any title text, and is well-formed whatever it holds', () => {
    const title = 'L\'été & <script>alert(1)</script> ]]> {{x}} 🚀 שלום \u0007\ufffe "q"'
    const own = { title, summary: '', body: '' }
    const [entry] = readFeed(
      feedOf([{ ...sample, items: [sampleItem({ text: { fr: own, nl: own } })] }]),
    ).entries
    expect(entry?.title).toContain('L’été & <script>alert(1)</script> ]]> {{x}} 🚀 שלום')
    expect(entry?.content).not.toContain('<script>')
  })
})
