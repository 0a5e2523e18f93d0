import { beforeAll, describe, expect, it } from '@jest/globals'
import type { EditionContent, EditionItem } from '../../../src/model/editions/edition.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { fieldChanges } from '../../../src/model/updates/field-changes.js'
import type { Update } from '../../../src/model/updates/update.js'
import { calendarEntries } from '../../../src/present/mail/calendar-entries.js'
import { editionView } from '../../../src/present/mail/edition-view.js'
import { sampleEdition, sampleItem, sampleReader, sampleUpdate } from '../../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = { ...(await sampleEdition()), edition: '2026-W49', date: '2026-12-03' }
})

const spaced = (text: string | null | undefined) => text?.replaceAll('\u00a0', ' ') ?? null
const meeting = (start: string, end: string | null, more = {}) => ({
  event: { start, end, place: null, url: null, ...more },
})

/** Both halves of an edition of 3 December 2026 with these items. */
const halvesOf = (...items: EditionItem[]) => editionView({ ...sample, items }, sampleReader()).halves

describe('an event', () => {
  const YEAR_OF_EDITION = ['2026-12-07T09:00', '2026-12-09T17:00'] as const
  it.each([
    [
      'over several days',
      ...YEAR_OF_EDITION,
      'du lundi 7 décembre à 9 h au mercredi 9 décembre 2026 à 17 h',
      'van maandag 7 december om 9 uur tot woensdag 9 december 2026 om 17 uur',
    ],
    [
      'past midnight',
      '2026-12-09T22:00',
      '2026-12-10T02:00',
      'du mercredi 9 décembre à 22 h au jeudi 10 décembre 2026 à 2 h',
      'van woensdag 9 december om 22 uur tot donderdag 10 december 2026 om 2 uur',
    ],
    [
      'that ends at midnight',
      '2026-12-11T20:00',
      '2026-12-12T00:00',
      'du vendredi 11 décembre à 20 h au samedi 12 décembre 2026 à 0 h',
      'van vrijdag 11 december om 20 uur tot zaterdag 12 december 2026 om 0 uur',
    ],
    [
      'over two months',
      '2026-11-30T09:30',
      '2026-12-04T12:00',
      'du lundi 30 novembre à 9 h 30 au vendredi 4 décembre 2026 à 12 h',
      'van maandag 30 november om 9.30 uur tot vrijdag 4 december 2026 om 12 uur',
    ],
    [
      'over two years',
      '2026-12-31T22:00',
      '2027-01-01T04:00',
      'du jeudi 31 décembre 2026 à 22 h au vendredi 1er janvier 2027 à 4 h',
      'van donderdag 31 december 2026 om 22 uur tot vrijdag 1 januari 2027 om 4 uur',
    ],
    [
      'on one day',
      '2026-12-07T09:00',
      '2026-12-07T17:00',
      'lundi 7 décembre 2026, de 9 h à 17 h',
      'maandag 7 december 2026, van 9 tot 17 uur',
    ],
    [
      'without an end',
      '2026-12-07T09:00',
      null,
      'lundi 7 décembre 2026, à 9 h',
      'maandag 7 december 2026, om 9 uur',
    ],
  ])('%s has both ends, in its facts and in the list of events', (_, start, end, fr, nl) => {
    const halves = halvesOf(sampleItem(meeting(start, end)))
    expect(halves.map(half => spaced(half.brief[0]?.facts[0]?.value))).toEqual([fr, nl])
    expect(halves.map(half => spaced(half.events[0]?.when))).toEqual([fr, nl])
  })

  it.each([
    [
      ...YEAR_OF_EDITION,
      'du lundi 7 décembre à 9 h au mercredi 9 décembre à 17 h',
      'van maandag 7 december om 9 uur tot woensdag 9 december om 17 uur',
    ],
    [
      '2026-12-31T22:00',
      '2027-01-01T04:00',
      'du jeudi 31 décembre à 22 h au vendredi 1er janvier 2027 à 4 h',
      'van donderdag 31 december om 22 uur tot vrijdag 1 januari 2027 om 4 uur',
    ],
    [
      '2027-01-08T09:00',
      '2027-01-10T12:00',
      'du vendredi 8 janvier à 9 h au dimanche 10 janvier 2027 à 12 h',
      'van vrijdag 8 januari om 9 uur tot zondag 10 januari 2027 om 12 uur',
    ],
  ])(
    'has them in the summary at the top, too, without the year of the edition: %s %s',
    (start, end, fr, nl) => {
      const halves = halvesOf(sampleItem(meeting(start, end)))
      expect(halves.map(half => spaced(half.brief[0]?.when))).toEqual([fr, nl])
    },
  )

  it('keeps what was frozen before such words: the start alone', () => {
    const { days: _, ...dates } = inLanguage(sample.strings, 'fr').dates as Record<string, string>
    const strings = { ...sample.strings, fr: { ...sample.strings.fr, dates } }
    const items = [sampleItem(meeting(...YEAR_OF_EDITION))]
    const [half] = editionView({ ...sample, strings, items }, sampleReader()).halves
    expect(spaced(half.events[0]?.when)).toBe('lundi 7 décembre 2026, à 9 h')
  })

  const changed = (before: Partial<Update>, after: Partial<Update>) =>
    sampleItem(after, {
      section: 'changed',
      revision: 2,
      changes: fieldChanges(sampleUpdate(before), sampleUpdate(after)),
    })
  const linesOf = (item: EditionItem) =>
    halvesOf(item)[0].brief[0]?.changes.map(({ field, from, to }) => [field, from, to].map(spaced))

  it.each([
    [
      'its end',
      meeting('2026-12-07T09:00', '2026-12-07T17:00'),
      meeting('2026-12-07T09:00', '2026-12-07T12:00'),
    ],
    [
      'its last day',
      meeting('2026-12-07T09:00', '2026-12-09T17:00'),
      meeting(...(YEAR_OF_EDITION.slice(0, 1) as [string]), '2026-12-08T17:00'),
    ],
    [
      'that it has an end',
      meeting('2026-12-07T09:00', null),
      meeting('2026-12-07T09:00', '2026-12-07T12:00'),
    ],
  ])('that changes %s says what it was and is', (_, before, after) => {
    const [line] = linesOf(changed(before, after)) ?? []
    expect(line?.[0]).toBe('Rendez-vous :')
    expect(line?.[1]).not.toBe(line?.[2])
    expect(line?.join(' ')).toMatch(/de 9 h à 12 h$|mardi 8 décembre 2026 à 17 h$/)
  })

  it('that is held elsewhere, or joined elsewhere, says that alone', () => {
    const at = (fr: string) => meeting('2026-12-07T09:00', null, { place: { fr, nl: fr } })
    expect(linesOf(changed(at('Halle A'), at('Halle B')))).toEqual([['Lieu :', 'Halle A', 'Halle B']])
    const by = (url: string) => meeting('2026-12-07T09:00', null, { url })
    expect(linesOf(changed(by('https://a.example'), by('https://b.example')))).toEqual([
      ['Liens mis à jour', null, null],
    ])
  })

  it('that was called off is cancelled in the calendar with both its ends', () => {
    const item = changed(meeting(...YEAR_OF_EDITION), {})
    const [entry] = calendarEntries({ ...sample, items: [item] }, 'fr')?.entries ?? []
    expect(entry).toMatchObject({
      cancelled: true,
      sequence: 2,
      when: { start: new Date('2026-12-07T08:00:00Z'), end: new Date('2026-12-09T16:00:00Z') },
    })
  })
})

describe('a measure', () => {
  const periodOf = (from: string | null, until: string | null) =>
    halvesOf(sampleItem({ from, until })).map(half =>
      spaced(half.brief[0]?.facts.find(({ name }) => /^(En vigueur|Van kracht)$/.test(name))?.value),
    )
  it.each([
    ['2026-12-07', '2026-12-07', 'le 7 décembre 2026', 'op 7 december 2026'],
    ['2026-12-01', '2026-12-01', 'le 1er décembre 2026', 'op 1 december 2026'],
    ['2026-12-07', '2026-12-09', 'du 7 au 9 décembre 2026', 'van 7 tot en met 9 december 2026'],
    ['2026-12-01', '2026-12-31', 'du 1er au 31 décembre 2026', 'van 1 tot en met 31 december 2026'],
    [
      '2026-12-07',
      '2027-01-04',
      'du 7 décembre 2026 au 4 janvier 2027',
      'van 7 december 2026 tot en met 4 januari 2027',
    ],
    [null, '2026-12-09', 'jusqu’au 9 décembre 2026 inclus', 'tot en met 9 december 2026'],
    ['2026-12-07', null, 'dès le 7 décembre 2026', 'vanaf 7 december 2026'],
  ])('from %s until %s is in force %j', (from, until, fr, nl) => {
    expect(periodOf(from, until)).toEqual([fr, nl])
  })

  it.each([
    ['2026-12-07', '2026-12-07', 'le lundi 7 décembre', 'op maandag 7 december'],
    [
      '2026-12-07',
      '2026-12-09',
      'du lundi 7 décembre au mercredi 9 décembre',
      'van maandag 7 december tot en met woensdag 9 december',
    ],
    ['2026-12-07', null, 'dès le lundi 7 décembre', 'vanaf maandag 7 december'],
    ['2026-12-01', '2026-12-09', 'jusqu’au mercredi 9 décembre inclus', 'tot en met woensdag 9 december'],
  ])('from %s until %s is %j in the summary at the top', (from, until, fr, nl) => {
    const halves = halvesOf(sampleItem({ from, until }))
    expect(halves.map(half => spaced(half.brief[0]?.when))).toEqual([fr, nl])
  })

  it('of one day stands once in the list of days', () => {
    const [half] = halvesOf(sampleItem({ from: '2026-12-07', until: '2026-12-07' }))
    expect(half.days.map(({ date, what }) => [spaced(date), what])).toEqual([
      ['lun. 7 décembre', 'ce jour seulement'],
    ])
  })
})
