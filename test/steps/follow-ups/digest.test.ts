import { beforeEach, describe, expect, it } from '@jest/globals'
import { parseCron } from '../../../src/model/calendar/cron.js'
import { belgianHolidays } from '../../../src/model/calendar/holidays.js'
import type { Digest } from '../../../src/present/staff-mail/digest-content.js'
import type { Notice } from '../../../src/present/staff-mail/notice.js'
import {
  type DigestPorts,
  type SentEdition,
  tellEditions,
  tellMorning,
} from '../../../src/steps/follow-ups/digest.js'
import { HEADS_SUMMARY, SPOC_DIGEST } from '../../../tools/gallery/samples/digests.js'

const cron = (text: string) => {
  const parsed = parseCron(text)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}
const CALENDAR = {
  timeZone: 'Europe/Brussels',
  draft: cron('0 12 * * 3'),
  send: cron('0 9 * * 4'),
  holidaySend: 'before' as const,
  holidays: [],
  pauses: [],
}
const MORNING = cron('0 8 * * 1-5')
const SENT = new Date('2026-11-26T09:00:00+01:00')
const person = (id: string, roles: Digest['to']['roles']): Digest['to'] => ({
  id,
  name: id,
  email: `${id}@agence.example`,
  phone: '+32 2 000 00 00',
  roles,
  languages: ['fr', 'nl'],
})

let kept: Notice[]
/** When each was kept, by the clock of the test. */
let keptAt: { at: Date; email: string }[]
let now: Date
let edition: SentEdition
beforeEach(() => {
  kept = []
  keptAt = []
  edition = { id: '2026-W48', dispatchedAt: SENT, open: 0 }
})

const { communes, open, standingInFor, link } = SPOC_DIGEST
const busy: Digest = { to: person('spoc-nord', ['spoc']), communes, open, standingInFor }
const idle: Digest = { ...busy, to: person('spoc-sud', ['spoc']), communes: communes.slice(1), open: 0 }
const ports = (staff = [person('admin', ['admin'])]): DigestPorts => ({
  sentSince: async since => [edition].filter(one => one.dispatchedAt > since),
  digests: async () => ({
    digests: [busy, idle],
    about: { edition: edition.id, sentAt: SENT.toISOString(), isSettled: true, link },
  }),
  summary: async () => HEADS_SUMMARY,
  staff: async () => staff,
  toldSince: async since => new Set(keptAt.filter(({ at }) => at >= since).map(({ email }) => email)),
  notify: async notice => {
    if (kept.some(({ key }) => key === notice.key)) return false
    kept.push(notice)
    keptAt.push({ at: now, email: notice.to.email })
    return true
  },
})
const at = (time: string) => new Date(`2026-11-26T${time}:00+01:00`)
const tell = (instant: Date, told: string[] = []) => {
  now = instant
  return tellEditions(ports(), { afterHours: 4, told: new Set(told) }, now)
}

describe('the mails after an edition', () => {
  it('leave once its deliveries are settled and the first bounces can be in, to every SPOC and to the heads', async () => {
    expect(await tell(at('09:10'))).toEqual([])
    expect(await tell(at('09:15'))).toEqual(['2026-W48'])
    expect(await tell(at('09:16'))).toEqual(['2026-W48'])
    expect(kept.map(({ key }) => key)).toEqual([
      'spoc-digest 2026-W48 spoc-nord',
      'spoc-digest 2026-W48 spoc-sud',
      'heads-summary 2026-W48 admin',
    ])
  })

  it('leave after some hours although deliveries are under way, and never of an edition of last week', async () => {
    edition.open = 2
    expect(await tell(at('12:59'))).toEqual([])
    expect(await tell(at('13:00'))).toEqual(['2026-W48'])
    expect(await tell(at('13:01'), ['2026-W48'])).toEqual([])
    edition.dispatchedAt = new Date('2026-11-19T09:00:00+01:00')
    expect(await tell(at('13:02'))).toEqual([])
  })

  it('go to the heads where there are any, else to the administrators', async () => {
    const staff = [person('admin', ['admin']), person('boss', ['head']), person('editor', ['editor'])]
    await tellEditions(ports(staff), { afterHours: 4, told: new Set() }, at('10:00'))
    const summaries = kept.filter(({ kind }) => kind === 'heads-summary').map(({ to }) => to.name)
    expect(summaries).toEqual(['boss'])
  })
})

describe('the morning mail', () => {
  const morning = (instant: string) => {
    now = new Date(instant)
    return tellMorning(ports(), CALENDAR, MORNING, now)
  }

  it('does not come beside the mail about an edition when the service starts late on a send day', async () => {
    await tell(at('10:00'))
    expect(await morning('2026-11-26T10:00:00+01:00')).toBe('2026-11-26')
    expect(kept.map(({ key }) => key)).toEqual([
      'spoc-digest 2026-W48 spoc-nord',
      'spoc-digest 2026-W48 spoc-sud',
      'heads-summary 2026-W48 admin',
    ])
  })

  it('waits for the mail about an edition that has just left, and comes before one that is far off', async () => {
    expect(await morning('2026-11-26T09:10:00+01:00')).toBeNull()
    edition.open = 2
    await tell(at('09:16'))
    expect(await morning('2026-11-26T09:16:00+01:00')).toBe('2026-11-26')
    expect(kept.map(({ key }) => key)).toEqual(['spoc-digest 2026-11-26 spoc-nord'])
  })

  it('comes although an edition was told of in the night', async () => {
    await tellEditions(ports(), { afterHours: 4, told: new Set() }, at('10:00'))
    now = new Date('2026-11-27T00:30:00+01:00')
    keptAt = kept.map(({ to }) => ({ at: now, email: to.email }))
    expect(await morning('2026-11-27T08:00:00+01:00')).toBe('2026-11-27')
    expect(kept.map(({ key }) => key)).toContain('spoc-digest 2026-11-27 spoc-nord')
  })

  it('comes from eight o’clock on to those for whom something is open, with those communes alone, once a day', async () => {
    expect(await morning('2026-11-27T07:59:00+01:00')).toBeNull()
    expect(await morning('2026-11-27T08:00:00+01:00')).toBe('2026-11-27')
    expect(await morning('2026-11-27T15:00:00+01:00')).toBe('2026-11-27')
    expect(kept.map(({ key }) => key)).toEqual(['spoc-digest 2026-11-27 spoc-nord'])
    expect(kept[0]?.values).toMatchObject({
      occasion: 'morning',
      communes: [{ name: { fr: 'Saint-Gilles' } }],
    })
  })

  it.each(['2026-11-28T09:00:00+01:00', '2026-12-25T09:00:00+01:00', '2026-07-21T09:00:00+02:00'])(
    'does not come on a day off: %s',
    async instant => {
      expect(belgianHolidays(2026)).toContain('2026-12-25')
      expect(await morning(instant)).toBeNull()
      expect(kept).toEqual([])
    },
  )
})
