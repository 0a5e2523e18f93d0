import { describe, expect, it } from '@jest/globals'
import { isAllowed } from '../../../src/model/delivery/allow-list.js'
import { messageId, returnPath, returnTokensIn } from '../../../src/model/delivery/delivery.js'
import { audienceOn, coverage } from '../../../src/model/editions/audience.js'
import { communeState } from '../../../src/model/follow-ups/commune-state.js'
import type { MandateHolder } from '../../../src/model/roster/recipient.js'
import { refusalOf } from '../../../src/model/sign-off/sign-off.js'
import type { StaffMember } from '../../../src/model/staff/staff.js'

const mandate = (id: string, rest: Partial<MandateHolder> = {}): MandateHolder => ({
  id,
  commune: '21009',
  role: 'mayor',
  acting: false,
  competences: [],
  name: 'Bourgmestre',
  salutation: { fr: 'Madame la Bourgmestre,', nl: 'Mevrouw de burgemeester,' },
  languages: 'fr+nl',
  email: `${id}@ixelles.example`,
  since: null,
  until: null,
  ...rest,
})

describe('the audience of an edition', () => {
  it('is every candidate, as addressee or as exclusion with its reason', () => {
    const audience = audienceOn(
      '2026-11-26',
      [
        mandate('holder'),
        mandate('vacant', { email: '', name: '' }),
        mandate('ended', { until: '2026-11-25' }),
        mandate('last-day', { until: '2026-11-26' }),
        mandate('later', { since: '2026-11-27' }),
        mandate('first-day', { since: '2026-11-26' }),
        mandate('unwanted', { email: 'Stop@ixelles.example' }),
      ],
      new Set(['stop@ixelles.example']),
    )
    expect(audience.addressees.map(({ id }) => id)).toEqual(['first-day', 'holder', 'last-day'])
    expect(audience.exclusions.map(({ recipient, reason }) => [recipient, reason])).toEqual([
      ['ended', 'mandate-ended'],
      ['later', 'mandate-not-begun'],
      ['unwanted', 'suppressed'],
      ['vacant', 'vacant'],
    ])
    expect(audience.candidates).toBe(audience.addressees.length + audience.exclusions.length)
  })

  it('accounts for the communes that nobody reads for', () => {
    expect(coverage(['21001', '21009'], [mandate('holder')])).toEqual({
      covered: ['21009'],
      missing: ['21001'],
    })
  })
})

describe('the list of allowed recipients', () => {
  it.each([
    ['a@commune.example', null, false],
    ['a@commune.example', ['*'], true],
    ['A@Commune.example', ['a@commune.example'], true],
    ['a@commune.example', ['@commune.example'], true],
    ['a@sub.commune.example', ['@commune.example'], false],
    ['"x@commune.example"@evil.example', ['@commune.example'], false],
    ['a@evil.example', ['a@commune.example', '@other.example'], false],
  ])('says of %s under %j: %s', (address, rules, allowed) => {
    expect(isAllowed(address, rules)).toBe(allowed)
  })
})

describe('the state of a commune', () => {
  it.each([
    [[], 'not-reached'],
    [['pending', 'pending'], 'unknown'],
    [['accepted', 'pending'], 'unknown'],
    [['accepted', 'accepted'], 'reached'],
    [['accepted', 'bounced'], 'partly-reached'],
    [['accepted', 'deferred'], 'at-risk'],
    [['bounced', 'in-doubt'], 'at-risk'],
    [['bounced', 'gave-up'], 'not-reached'],
    [['suppressed'], 'not-reached'],
  ] as const)('%j is %s', (deliveries, state) => {
    expect(communeState([...deliveries])).toBe(state)
  })

  it('is at risk while somebody who took a mail reports that he could not pass it on yet', () => {
    expect(communeState(['accepted', 'accepted'], true)).toBe('at-risk')
  })
})

describe('the names of a delivery', () => {
  const id = '2026-W48.ixelles-mayor'

  it('stand in a return path short enough for every mail system, whatever the recipient is called', () => {
    const path = returnPath(
      `2026-W48-erratum-12.${'woluwe-saint-lambert-'.repeat(5)}mayor`,
      'estafette.example',
      'secret',
    )
    expect(path.split('@')[0]?.length).toBeLessThanOrEqual(64)
    expect(returnTokensIn(`Delivered-To: <${path.toUpperCase()}>, <${path}>`)).toEqual([path.slice(7, 27)])
  })

  it('have a token that another secret or another delivery does not have', () => {
    const paths = [
      returnPath(id, 'e.example', 'one secret'),
      returnPath(id, 'e.example', 'another'),
      returnPath(`${id}x`, 'e.example', 'one secret'),
    ]
    expect(new Set(paths.flatMap(path => returnTokensIn(path))).size).toBe(3)
  })

  it('stay the same for every attempt', () => {
    expect(messageId(id, 'estafette.example', 's')).toBe(messageId(id, 'estafette.example', 's'))
    expect(messageId(id, 'estafette.example', 's')).toMatch(
      /^<2026-W48\.ixelles-mayor\.[0-9a-f]{20}@estafette\.example>$/,
    )
  })
})

describe('sign-off', () => {
  const person = (email: string, roles: StaffMember['roles']): StaffMember => ({
    id: email,
    name: email,
    email,
    phone: '',
    roles,
    languages: ['fr'],
  })
  const staff = [
    person('a@cabinet.example', ['approver']),
    person('e@agence.example', ['editor']),
    person('b@agence.example', ['editor', 'approver']),
  ]

  it.each([
    ['a@cabinet.example', { editors: [null], preparedBy: null }, null],
    ['A@CABINET.example', { editors: [null], preparedBy: null }, null],
    ['x@cabinet.example', { editors: [], preparedBy: null }, 'unknown-person'],
    ['e@agence.example', { editors: [], preparedBy: null }, 'not-approver'],
    ['a@cabinet.example', { editors: [], preparedBy: 'a@cabinet.example' }, 'author'],
    ['b@agence.example', { editors: ['B@agence.example'], preparedBy: null }, 'author'],
    ['b@agence.example', { editors: [null, 'e@agence.example'], preparedBy: null }, 'perhaps-author'],
    ['b@agence.example', { editors: ['e@agence.example'], preparedBy: null }, null],
  ] as const)('by %s of %j is refused with %s', (email, authors, refusal) => {
    expect(refusalOf(email, staff, { ...authors, editors: [...authors.editors] })).toBe(refusal)
  })
})
