import { describe, expect, it } from '@jest/globals'
import { digestsOf } from '../../../src/present/staff-mail/digest-content.js'
import type { DigestFollowUp } from '../../../src/present/staff-mail/digest-facts.js'
import { parse, STAFF } from '../../support/roster-files.js'

const TODAY = '2020-04-30'
const followUp = (change: Partial<DigestFollowUp> = {}): DigestFollowUp => ({
  commune: '21001',
  recipient: 'anderlecht-mayor',
  edition: '2020-W18',
  reason: 'bounced',
  action: 'ask-new-address',
  spoc: 'spoc-ouest',
  assignedBy: null,
  state: 'open',
  due: '2020-05-04',
  detail: '550 5.1.1\nUser unknown',
  ...change,
})
const away = (who: string, days = '{from: 2020-04-27, until: 2020-05-08}') =>
  STAFF.replace(new RegExp(`(id: ${who}.*?languages: \\[[^\\]]*\\])`), `$1, away: [${days}]`)
const STAND_INS = new Map([
  ['anderlecht-mayor', { email: 'cabinet@anderlecht.example', until: '2020-05-15' }],
])
const digests = (followUps: DigestFollowUp[], staff = STAFF, today = TODAY) =>
  digestsOf({ roster: parse({ staff }).roster, followUps, standIns: STAND_INS, coverage: null }, today)
const whom = (found: ReturnType<typeof digests>) => found.map(({ to }) => to.id)

describe('a digest', () => {
  it('has what is open in a person’s communes, the earliest due first, and says what is overdue', () => {
    const late = followUp({ due: '2020-04-29', state: 'in-hand', reason: 'late', action: 'phone' })
    const done = followUp({ state: 'done' })
    const [digest, ...others] = digests([followUp(), late, done])
    expect(others).toEqual([])
    expect(digest).toMatchObject({ to: { id: 'spoc-ouest' }, open: 2, standingInFor: [] })
    expect(digest?.communes[0]?.tasks).toMatchObject([
      { reason: 'late', isOverdue: true, isInHand: true },
      {
        reason: 'bounced',
        isOverdue: false,
        email: 'a@anderlecht.example',
        detail: '550 5.1.1 User unknown',
      },
    ])
  })

  it('names who stands in for an official, and nobody for a commune as a whole', () => {
    const whole = followUp({ reason: 'not-reached', recipient: '21001', action: 'phone', due: '2020-05-05' })
    const other = followUp({ recipient: 'anderlecht-alderman', due: '2020-05-06' })
    const [digest] = digests([followUp(), whole, other])
    expect(digest?.communes[0]?.tasks.map(({ standIn }) => standIn?.email ?? null)).toEqual([
      'cabinet@anderlecht.example',
      null,
      null,
    ])
  })

  it('goes to the commune’s contact of today, whoever was named when it opened', () => {
    expect(whom(digests([followUp({ spoc: 'somebody-gone' })]))).toEqual(['spoc-ouest'])
  })

  it('goes to whom a follow-up was given by hand', () => {
    expect(whom(digests([followUp({ spoc: 'spoc-nord', assignedBy: 'x@agence.example' })]))).toEqual([
      'spoc-nord',
    ])
  })

  it('goes to the deputy on the days on which the SPOC is away, and says for whom', () => {
    const found = digests([followUp()], away('spoc-ouest'))
    expect(whom(found)).toEqual(['spoc-nord'])
    expect(found[0]?.standingInFor).toEqual([{ name: 'Contact Ouest', until: '2020-05-08' }])
    expect(whom(digests([followUp()], away('spoc-ouest'), '2020-05-09'))).toEqual(['spoc-ouest'])
  })

  it('stays with the SPOC when the deputy is away, too', () => {
    const both = away('spoc-ouest').replace(
      /(id: spoc-nord.*?\[fr\])/,
      '$1, away: [{from: 2020-04-30, until: 2020-04-30}]',
    )
    expect(whom(digests([followUp()], both))).toEqual(['spoc-ouest'])
  })

  it('shows ten tasks of a commune and counts the rest', () => {
    const many = Array.from({ length: 13 }, (_, index) => followUp({ recipient: `r${index}` }))
    expect(digests(many)[0]).toMatchObject({ open: 13, communes: [{ more: 3 }] })
    expect(digests(many)[0]?.communes[0]?.tasks).toHaveLength(10)
  })

  it('names the commune as a whole where nobody was reached', () => {
    const whole = followUp({ reason: 'not-reached', recipient: '21001', action: 'phone' })
    expect(digests([whole])[0]?.communes[0]?.tasks[0]).toMatchObject({ who: '', email: '', role: null })
  })
})
