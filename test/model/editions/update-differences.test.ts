import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { loadLocales } from '../../../src/mjml/load.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { excerpt, updateDifferences } from '../../../src/model/editions/update-differences.js'
import type { Update } from '../../../src/model/updates/update.js'
import { differenceInWords } from '../../../src/present/staff-mail/differences-in-words.js'
import { sampleItem, sampleUpdate } from '../../support/sample-edition.js'

describe('updates that differ from the frozen ones', () => {
  it('are changed, added and removed, by id; another section alone is no difference', () => {
    const frozen = [
      sampleItem({ id: 'b' }),
      sampleItem({ id: 'a' }, { section: 'new' }),
      sampleItem({ id: 'c' }),
    ]
    const now = [
      sampleItem({ id: 'a' }, { section: 'standing' }),
      sampleItem({ id: 'b', deadline: '2026-12-01' }, { revision: 2 }),
      sampleItem({ id: 'd' }),
    ]
    expect(updateDifferences(frozen, now)).toMatchObject([
      {
        kind: 'changed',
        id: 'b',
        from: 1,
        to: 2,
        fields: [{ field: 'deadline', from: null, to: '2026-12-01' }],
      },
      { kind: 'removed', id: 'c', from: 1, to: null, fields: [] },
      { kind: 'added', id: 'd', from: null, to: 1 },
    ])
  })

  it('does not mind the order of keys', () => {
    const item = sampleItem()
    const turned = { ...item, update: Object.fromEntries(Object.entries(sampleUpdate()).reverse()) as never }
    expect(updateDifferences([item], [turned])).toEqual([])
  })
})

describe('what an update that changed says to people', () => {
  let strings: Awaited<ReturnType<typeof loadLocales>>
  beforeAll(async () => {
    strings = await loadLocales(fileURLToPath(new URL('../../../templates', import.meta.url)), BRUSSELS)
  })

  const text = (title: string, body: string, dutch: string) => ({
    fr: { title, summary: 'Une aide.', body },
    nl: { title: 'Premie', summary: 'Een premie.', body: dutch },
  })
  const BODY = 'Vous la demandez avant le 18 mai 2020, en ligne, avec votre carte.'
  const BEFORE: Partial<Update> = { deadline: '2020-05-18', text: text('Prime', BODY, 'U vraagt ze aan.') }

  function said(change: Partial<Update>, language: 'fr' | 'nl') {
    const found = updateDifferences(
      [sampleItem(BEFORE)],
      [sampleItem({ ...BEFORE, ...change }, { revision: 2 })],
    )
    return found
      .flatMap(one => differenceInWords(one, { strings, communes: [] }, new Map()))
      .map(one => [one.what[language], one.before?.[language], one.after?.[language]])
      .map(cells => cells.map(cell => cell?.replaceAll('\u00a0', ' ')))
  }

  it('is each field, old and new, in the language of the reader', () => {
    const change = { deadline: '2020-06-01', urgency: 'urgent' as const, from: '2020-05-20' }
    expect(said(change, 'fr')).toEqual([
      ['Information modifiée : Prime – Date limite', 'lundi 18 mai 2020', 'lundi 1er juin 2020'],
      ['Information modifiée : Prime – En vigueur dès le', 'aucune date', 'mercredi 20 mai 2020'],
      ['Information modifiée : Prime – Urgence', 'normale', 'urgente'],
    ])
    expect(said(change, 'nl')).toEqual([
      ['Gewijzigd bericht: Premie – Uiterste datum', 'maandag 18 mei 2020', 'maandag 1 juni 2020'],
      ['Gewijzigd bericht: Premie – Van kracht vanaf', 'geen datum', 'woensdag 20 mei 2020'],
      ['Gewijzigd bericht: Premie – Dringendheid', 'normaal', 'dringend'],
    ])
  })

  it('of a text is what is around the change; in the other language, that the other text changed', () => {
    const change = { text: text('Prime', BODY.replace('18 mai', '1er juin'), 'U vraagt ze aan.') }
    const cells = [
      '… demandez avant le 18 mai 2020, en ligne, …',
      '… demandez avant le 1er juin 2020, en ligne, …',
    ]
    expect(said(change, 'fr')).toEqual([['Information modifiée : Prime – Texte', ...cells]])
    expect(said(change, 'nl')).toEqual([
      ['Gewijzigd bericht: Premie – Tekst', ...cells.map(cell => `FR: ${cell}`)],
    ])
  })

  it.each([
    [{ status: 'withdrawn' as const }, 'Statut', 'en vigueur', 'retirée'],
    [{ topic: 'mobility' }, 'Thème, niveau, sorte ou note de changement', 'version 1', 'version 2'],
    [
      { links: [{ fr: 'https://a.example/fr', nl: 'https://a.example/nl', label: { fr: 'A', nl: 'A' } }] },
      'Liens',
      undefined,
      'https://a.example/fr',
    ],
  ])('of %j is said, too', (change, field, before, after) => {
    expect(said(change as Partial<Update>, 'fr')).toEqual([
      [`Information modifiée : Prime – ${field}`, before, after],
    ])
  })

  it('is one line with the revision for one that came', () => {
    const [added] = updateDifferences([], [sampleItem(BEFORE)])
    if (!added) throw new Error('no difference')
    expect(differenceInWords(added, { strings, communes: [] }, new Map())).toMatchObject([
      { before: null, after: { fr: 'version 1', nl: 'versie 1' } },
    ])
  })
})

describe('an excerpt', () => {
  it('is short, however much differs', () => {
    const { from, to } = excerpt('un deux trois', `un ${'mot '.repeat(500)}trois`)
    expect(from).toBe('un deux trois')
    expect(to.length).toBeLessThan(100)
    expect(to).toMatch(/^un mot .*…$/)
  })
})
