import { beforeAll, describe, expect, it } from '@jest/globals'
import { calendarFile } from '../../src/ical/calendar-file.js'
import type { EditionContent, EditionItem } from '../../src/model/editions/edition.js'
import type { Language } from '../../src/model/language/language.js'
import { calendarEntries } from '../../src/present/mail/calendar-entries.js'
import { hasPython, readCalendar } from '../support/python.js'
import { sampleEdition, sampleItem } from '../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

/** The file of an edition of 7 May 2020 with these items. */
function fileOf(
  items: EditionItem[],
  language: Language = 'fr',
  change: Partial<EditionContent> = {},
): string {
  const entries = calendarEntries({ ...sample, items, ...change }, language)
  if (!entries) throw new Error('no entries')
  return calendarFile(entries)
}

const meeting = (start: string, end: string | null = null) => ({ start, end, place: null, url: null })

describe('a calendar file', () => {
  it('is there only where there is a meeting or a deadline to come', () => {
    expect(calendarEntries({ ...sample, items: [sampleItem()] }, 'fr')).toBeNull()
    expect(calendarEntries({ ...sample, items: [sampleItem({ deadline: '2020-05-06' })] }, 'fr')).toBeNull()
    expect(
      calendarEntries({ ...sample, items: [sampleItem({ deadline: '2020-05-07' })] }, 'fr')?.entries,
    ).toHaveLength(1)
  })

  it('is the same to the byte each time, with lines of 75 octets at most that end in CRLF', () => {
    const file = fileOf(sample.items)
    expect(fileOf(sample.items)).toBe(file)
    const lines = file.split('\r\n')
    expect(lines.join('')).not.toMatch(/[\r\n]/)
    expect(Math.max(...lines.map(line => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
    expect(lines.slice(-2)).toEqual(['END:VCALENDAR', ''])
  })

  it('does not depend on the time zone of the machine that makes it', () => {
    const before = process.env.TZ
    const files = ['America/New_York', 'Pacific/Auckland', 'UTC'].map(zone => {
      process.env.TZ = zone
      return fileOf([sampleItem({ deadline: '2020-06-01', event: meeting('2020-05-14T14:00') })])
    })
    process.env.TZ = before
    expect(new Set(files).size).toBe(1)
  })

  it('has the same entries under the same names in both languages: a second import replaces the first', () => {
    const ids = (file: string) => file.match(/^(UID|SEQUENCE|DTSTART|STATUS)[:;].*$/gm)
    expect(ids(fileOf(sample.items, 'nl'))).toEqual(ids(fileOf(sample.items, 'fr')))
  })

  it('is not made for an edition that was frozen before there were calendar files', () => {
    const { timeZone: _, ...older } = sample
    expect(calendarEntries(older, 'fr')).toBeNull()
  })
})

it('is stamped with the beginning of the edition’s day; what was frozen with its minute keeps that', () => {
  const stampOf = (content: EditionContent) => calendarEntries(content, 'fr')?.madeAt.toISOString()
  expect(stampOf(sample)).toBe('2020-05-06T22:00:00.000Z')
  expect(stampOf({ ...sample, cutOff: '2020-05-06T12:00:00+02:00' })).toBe('2020-05-06T10:00:00.000Z')
})

const pythonTests = hasPython('icalendar') ? describe : () => {}

pythonTests('a calendar file, read by another program', () => {
  const read = (...given: Parameters<typeof fileOf>) => readCalendar(fileOf(...given))
  const only = (...given: Parameters<typeof fileOf>) => {
    const [entry] = read(...given).entries
    if (!entry) throw new Error('no entry')
    return entry
  }

  it('publishes the meetings, deadlines and last days of the sample week', () => {
    const { version, method, errors, entries } = read(sample.items)
    expect({ version, method, errors }).toEqual({ version: '2.0', method: 'PUBLISH', errors: [] })
    expect(entries.map(({ uid, start, end, status }) => [uid, start, end, status])).toEqual([
      ['fermeture-commerces.until@economie-emploi.brussels', '2020-05-10', null, 'CONFIRMED'],
      [
        'concertation-commerce.event@economie-emploi.brussels',
        '2020-05-14T12:00:00+00:00',
        '2020-05-14T13:30:00+00:00',
        'CONFIRMED',
      ],
      ['prime-unique.deadline@economie-emploi.brussels', '2020-06-01', null, 'CONFIRMED'],
    ])
    expect(entries[1]).toMatchObject({
      summary: 'Concertation en ligne des échevins du commerce',
      place: 'En ligne',
      url: 'https://agence.example/concertation',
      organizer: 'mailto:estafette@estafette.example',
      stamp: '2020-05-06T22:00:00+00:00',
      free: false,
    })
    expect(entries[2]?.summary).toMatch(/^Date limite\u00a0: Prime unique/)
    expect(entries[2]?.description).toContain(
      'https://estafette.example/read/2020-W19/0123456789abcdef0123456789abcdef/fr',
    )
    expect(entries[2]?.free).toBe(true)
    expect(entries[0]).toMatchObject({ summary: expect.stringMatching(/^Dernier jour\u00a0: /), free: true })
  })

  it.each([
    ['the last Saturday of winter time', '2026-03-28T14:00', '2026-03-28T13:00:00+00:00'],
    ['the first Sunday of summer time', '2026-03-29T14:00', '2026-03-29T12:00:00+00:00'],
    ['the hour that is skipped: moved on by an hour', '2026-03-29T02:30', '2026-03-29T01:30:00+00:00'],
    ['the last Saturday of summer time', '2026-10-24T14:00', '2026-10-24T12:00:00+00:00'],
    ['the hour that comes twice: the first one', '2026-10-25T02:30', '2026-10-25T00:30:00+00:00'],
    ['the first Sunday of winter time', '2026-10-25T14:00', '2026-10-25T13:00:00+00:00'],
  ])('has the right time on %s', (_, start, utc) => {
    expect(only([sampleItem({ event: meeting(start) })]).start).toBe(utc)
  })

  it('raises the sequence with each revision and keeps the name', () => {
    const [first, second] = [1, 2].map(revision =>
      only([sampleItem({ deadline: `2020-06-0${revision}` }, { revision })]),
    )
    expect([first?.sequence, second?.sequence]).toEqual([1, 2])
    expect(second?.uid).toBe(first?.uid)
  })

  it('cancels what was withdrawn, what lost its day and says so in the title', () => {
    const { entries } = read([
      sampleItem({ id: 'gone', event: meeting('2020-05-14T14:00') }, { section: 'withdrawn', revision: 3 }),
      sampleItem(
        { id: 'open-ended' },
        { section: 'changed', revision: 2, changes: [{ field: 'deadline', from: '2020-06-01', to: null }] },
      ),
    ])
    expect(
      entries.map(({ uid, status, summary, sequence, free }) => [
        uid.split('@')[0],
        status,
        summary,
        sequence,
        free,
      ]),
    ).toEqual([
      ['gone.event', 'CANCELLED', 'Annulé\u00a0: Prime unique', 3, true],
      ['open-ended.deadline', 'CANCELLED', 'Annulé\u00a0: Date limite\u00a0: Prime unique', 2, true],
    ])
  })

  it('moves a deadline that was corrected to a day in the past', () => {
    const changes = [{ field: 'deadline' as const, from: '2020-06-01', to: '2020-05-04' }]
    expect(only([sampleItem({ deadline: '2020-05-04' }, { section: 'changed', changes })]).start).toBe(
      '2020-05-04',
    )
  })

  it('leaves any text as it is written, in title, place and description', () => {
    const text = `L'été, oui; 🚀 שלום {{x}} <script> BEGIN:VEVENT : ${'long '.repeat(60)}end`
    const bilingual = { fr: text, nl: text }
    const own = { title: text, summary: '', body: '' }
    const entry = only([
      sampleItem({
        authority: bilingual,
        event: { ...meeting('2020-05-14T14:00'), place: bilingual },
        text: { fr: own, nl: own },
      }),
    ])
    const shown = text.replace("L'", 'L’').replace('oui;', 'oui\u00a0;').replace(' :', '\u00a0:')
    for (const part of [entry.summary, entry.place, entry.description]) expect(part).toContain(shown)
  })
})

describe('the text of a calendar file', () => {
  it('escapes what has a meaning there (RFC 5545 §3.3.11)', () => {
    const own = { title: 'a\\n, b; c', summary: '', body: '' }
    const file = fileOf([sampleItem({ deadline: '2020-06-01', text: { fr: own, nl: own } })], 'nl')
    expect(file).toContain('SUMMARY:Uiterste datum: a\\\\n\\, b\\; c\r\n')
  })
})
