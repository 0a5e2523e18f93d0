import { expect, it } from '@jest/globals'
import { renderEdition } from '../../../src/mjml/render.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import type { Reader } from '../../../src/model/editions/edition.js'
import { readingsIn } from '../../../src/model/language/language.js'
import { wayOfReading } from '../../../src/present/mail/way.js'
import { sampleEdition, sampleReader } from '../../support/sample-edition.js'

const COMPETENCES = [
  [],
  ['economy'],
  ['horeca', 'finance'],
  ['youth'],
  ['culture', 'youth'],
  ['economy', 'youth'],
]

const readers: Reader[] = (['mayor', 'alderman'] as const).flatMap(role =>
  ['21004', '21009'].flatMap(commune =>
    COMPETENCES.flatMap(competences =>
      readingsIn(BRUSSELS.languages).map(languages =>
        sampleReader({ role, commune, competences, languages }),
      ),
    ),
  ),
)

it('readers of the same way get the same mail, and of different ways different ones', async () => {
  const content = await sampleEdition()
  const mails = new Map<string, Set<string>>()
  for (const reader of readers) {
    const way = wayOfReading(content, reader)
    mails.set(way, (mails.get(way) ?? new Set()).add(JSON.stringify(renderEdition(content, reader))))
  }
  expect([...mails.values()].map(different => different.size)).toEqual(Array(mails.size).fill(1))
  expect(new Set([...mails.values()].flatMap(same => [...same])).size).toBe(mails.size)
  expect(mails.size).toBeLessThan(readers.length / 2)
})
