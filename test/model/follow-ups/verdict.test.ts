import { describe, expect, it } from '@jest/globals'
import { DELIVERY_STATES, OPEN_STATES, stateAfter } from '../../../src/model/delivery/delivery.js'
import {
  consequencesOf,
  EVIDENCE,
  type Evidence,
  isDelayed,
  type ReportFact,
  verdict,
} from '../../../src/model/follow-ups/consequences.js'
import { evidenceOf, refusesUs } from '../../../src/model/follow-ups/verdict.js'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'
import { dsnMail, permutations } from '../../support/reports.js'

const ADDRESS = 'bourgmestre@ixelles.example'

const fact = (hash: string, rest: Partial<ReportFact>): ReportFact => ({
  hash,
  sentAt: null,
  kind: 'dsn',
  evidence: null,
  reason: '',
  topic: null,
  replyText: '',
  until: null,
  newAddress: null,
  needsDeputy: false,
  gone: false,
  successor: null,
  heldBy: null,
  ...rest,
})

const subsets = <T>(list: T[]): T[][] =>
  list.reduce<T[][]>((sets, one) => sets.concat(sets.map(set => set.concat([one]))), [[]])

describe('the verdict on a delivery', () => {
  it.each([
    ['accepted', ['refused'], 'bounced'],
    ['accepted', ['arrived', 'refused', 'held'], 'bounced'],
    ['accepted', ['given-up'], 'gave-up'],
    ['accepted', ['given-up', 'refused'], 'bounced'],
    ['accepted', ['held'], 'accepted'],
    ['in-doubt', ['refused'], 'bounced'],
    ['in-doubt', ['arrived'], 'accepted'],
    ['in-doubt', ['relayed'], 'accepted'],
    ['in-doubt', ['held'], 'accepted'],
    ['in-doubt', [], 'in-doubt'],
    ['pending', ['refused'], 'bounced'],
    ['deferred', ['arrived'], 'accepted'],
    ['gave-up', ['arrived'], 'accepted'],
    ['bounced', ['arrived'], 'bounced'],
  ] as const)('on %s with %j is %s', (own, evidence, expected) => {
    expect(verdict(own, evidence)).toBe(expected)
  })

  it('is the same whether the evidence comes at once or one by one, in any order, any number of times', () => {
    for (const own of DELIVERY_STATES)
      for (const set of subsets([...EVIDENCE]))
        for (const order of permutations(set)) {
          const seen: Evidence[] = []
          let state = own as (typeof DELIVERY_STATES)[number]
          for (const one of [...order, ...order]) {
            seen.push(one)
            state = verdict(state, seen)
          }
          expect([own, set, state]).toEqual([own, set, verdict(own, set)])
        }
  })

  it('is the same whether an attempt ends before the evidence comes or after it', () => {
    for (const before of [...OPEN_STATES, 'in-doubt'] as const)
      for (const end of DELIVERY_STATES)
        for (const set of subsets([...EVIDENCE]))
          expect([before, end, set, stateAfter(verdict(before, set), end)]).toEqual([
            before,
            end,
            set,
            verdict(end, set),
          ])
  })
})

describe('the evidence of a report', () => {
  const dsn = (
    action: 'failed' | 'delayed' | 'relayed',
    status: string,
    words: string,
    recipient = ADDRESS,
  ) => classifyReport(dsnMail({ to: 'b@estafette.example', recipient, action, status, words }))

  it.each([
    ['failed', '5.1.1', '550 5.1.1 User unknown', 'refused'],
    ['failed', '5.2.1', '550 5.2.1 Mailbox disabled', 'refused'],
    ['failed', '5.7.1', '554 5.7.1 Service unavailable; client host blocked using zen.example', 'given-up'],
    ['failed', '4.4.7', '4.4.7 Message expired', 'given-up'],
    ['failed', '5.7.1', '550 5.7.1 User unknown', 'refused'],
    ['failed', '5.7.1', '550 5.7.1 Mailbox disabled', 'refused'],
    ['failed', '5.2.2', '552 5.2.2 Mailbox full', 'given-up'],
    ['failed', '5.0.0', '550 Boite pleine', 'given-up'],
    ['failed', '5.7.133', '550 5.7.133 RESOLVER.RST.SenderNotAuthenticated', 'given-up'],
    ['failed', '5.1.1', '550 5.1.1 User unknown (in reply to MAIL FROM command)', 'given-up'],
    ['failed', '5.5.2', '502 5.5.2 Error: command not recognized', 'given-up'],
    ['delayed', '4.2.2', '452 4.2.2 Mailbox full', 'held'],
    ['failed', '4.2.2', '452 4.2.2 Mailbox full', 'given-up'],
    ['delayed', '4.4.1', '421 4.4.1 Connection timed out', 'held'],
    ['relayed', '2.0.0', '250 2.0.0 Ok', 'relayed'],
  ] as const)('%s %s "%s" is %s', (action, status, words, expected) => {
    expect(evidenceOf(dsn(action, status, words), ADDRESS)).toBe(expected)
  })

  it.each([
    ['554 5.7.1 Client host blocked using zen.example', true],
    ['550 5.1.1 User unknown (in reply to MAIL FROM command)', true],
    ['554 5.7.1 <m@ixelles.example>: Relay access denied', false],
    ['550 5.7.1 User unknown', false],
    ['550 5.7.133 RESOLVER.RST.SenderNotAuthenticated', false],
    ['552 5.2.2 Mailbox full', false],
  ])('%s refuses us: %s', (words, isRefusal) => {
    expect(refusesUs(dsn('failed', '5.7.1', words).recipients[0])).toBe(isRefusal)
  })

  it('is that of the addressee when the DSN names several, and the worst when it names none that we know', () => {
    const recipients = [
      { ...dsn('failed', '5.1.1', '550 5.1.1 User unknown', 'x@forwarded.example').recipients[0] },
      { ...dsn('relayed', '2.0.0', '250 Ok').recipients[0] },
    ] as never
    expect(evidenceOf({ kind: 'dsn', recipients }, ADDRESS.toUpperCase())).toBe('relayed')
    expect(evidenceOf({ kind: 'dsn', recipients }, 'other@ixelles.example')).toBe('refused')
  })

  it('is that the mail arrived, for what people and their machines answer', () => {
    for (const kind of ['reply', 'auto-reply', 'complaint'] as const)
      expect(evidenceOf({ kind, recipients: [] }, ADDRESS)).toBe('arrived')
    expect(evidenceOf({ kind: 'unknown', recipients: [] }, ADDRESS)).toBeNull()
  })
})

describe('what a filter keeps, and who is there no more', () => {
  const quarantined = fact('q', { kind: 'auto-reply', evidence: 'held', heldBy: 'quarantine' })

  it('is a mail that has not arrived, for somebody to have let out', () => {
    expect(evidenceOf({ kind: 'auto-reply', recipients: [], held: 'quarantine' }, ADDRESS)).toBe('held')
    expect(consequencesOf('accepted', [quarantined])).toEqual({
      state: 'accepted',
      followUps: [{ reason: 'held', detail: 'quarantine' }],
    })
  })

  it('is nothing to do once the mail has arrived, or while a server only tries again', () => {
    const arrived = fact('r', { kind: 'reply', evidence: 'arrived', topic: 'other', replyText: 'Merci.' })
    const later = consequencesOf('accepted', [quarantined, arrived])
    expect(later.followUps.map(({ reason }) => reason)).toEqual(['reply'])
    expect(consequencesOf('accepted', [fact('d', { evidence: 'held' })]).followUps).toEqual([])
  })

  it('is for a person to ask about, with who took over, and is no failure of the mail', () => {
    const gone = { kind: 'auto-reply', evidence: 'arrived', gone: true } as const
    const facts = [fact('g', gone), fact('h', { ...gone, successor: 'nouvelle@ixelles.example' })]
    expect(consequencesOf('accepted', facts)).toMatchObject({
      state: 'accepted',
      followUps: [{ reason: 'gone', detail: 'successor: nouvelle@ixelles.example' }],
    })
    expect(consequencesOf('accepted', [fact('g', gone)]).followUps).toEqual([{ reason: 'gone', detail: '' }])
  })
})

describe('what follows from the reports of a delivery', () => {
  const first = new Date('2026-11-26T09:00:00Z')
  const second = new Date('2026-11-26T10:00:00Z')

  it('is a new address to ask for, in the words of the first bounce that was written', () => {
    const facts = [
      fact('b', { sentAt: second, evidence: 'refused', reason: 'second' }),
      fact('a', { sentAt: first, evidence: 'refused', reason: 'first' }),
    ]
    for (const order of permutations(facts))
      expect(consequencesOf('accepted', order)).toEqual({
        state: 'bounced',
        followUps: [{ reason: 'bounced', detail: 'first' }],
      })
  })

  it('is one follow-up per topic with all that was written, in the order of writing', () => {
    const facts = [
      fact('a', {
        kind: 'reply',
        evidence: 'arrived',
        topic: 'question',
        sentAt: second,
        replyText: 'Et après ?',
      }),
      fact('b', {
        kind: 'reply',
        evidence: 'arrived',
        topic: 'question',
        sentAt: first,
        replyText: 'Quand ?',
      }),
      fact('c', { kind: 'reply', evidence: 'arrived', topic: 'other', sentAt: first, replyText: 'Merci.' }),
    ]
    for (const order of permutations(facts)) {
      const { followUps } = consequencesOf('accepted', order)
      expect(new Map(followUps.map(({ reason, detail }) => [reason, detail]))).toEqual(
        new Map([
          ['question', 'Quand ?\n\nEt après ?'],
          ['reply', 'Merci.'],
        ]),
      )
    }
  })

  it('is nothing for an absence with somebody who stands in, and a deputy to find without', () => {
    const away = { kind: 'auto-reply', evidence: 'arrived', until: '2026-12-05' } as const
    expect(consequencesOf('accepted', [fact('a', away)]).followUps).toEqual([])
    expect(consequencesOf('accepted', [fact('a', { ...away, needsDeputy: true })]).followUps).toEqual([
      { reason: 'away', detail: 'until 2026-12-05' },
    ])
  })

  it('names a delivery delayed while somebody holds it, and no longer once it arrived', () => {
    expect(isDelayed('accepted', ['held'])).toBe(true)
    for (const own of DELIVERY_STATES.filter(state => state !== 'accepted'))
      expect([own, isDelayed(own, ['held'])]).toEqual([own, false])
    for (const arrival of ['relayed', 'arrived'] as const)
      expect(isDelayed('accepted', ['held', arrival])).toBe(false)
    expect(isDelayed('accepted', [])).toBe(false)
  })
})
