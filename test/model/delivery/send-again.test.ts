import { describe, expect, it } from '@jest/globals'
import { addressOfAttempt, type DeliveryState } from '../../../src/model/delivery/delivery.js'
import {
  type SendAgainFacts,
  type SendAgainRefusal,
  sendAgainRefusal,
} from '../../../src/model/delivery/send-again.js'

const facts = (state: DeliveryState, change: Partial<SendAgainFacts> = {}): SendAgainFacts => ({
  state,
  sentTo: 'old@ixelles.example',
  address: 'new@ixelles.example',
  isSamePerson: true,
  isExpired: false,
  isStopped: false,
  isAllowed: true,
  isSuppressed: false,
  isAddressRight: false,
  ...change,
})
const SAME = { address: 'OLD@ixelles.example' }

describe('whether a delivery may go again', () => {
  it.each<[DeliveryState, Partial<SendAgainFacts>, SendAgainRefusal | null]>([
    ['pending', {}, 'under-way'],
    ['deferred', {}, 'under-way'],
    ['in-doubt', {}, 'in-doubt'],
    ['accepted', SAME, 'accepted'],
    ['accepted', { address: '' }, 'accepted'],
    ['accepted', {}, null],
    ['bounced', {}, null],
    ['bounced', SAME, 'same-address'],
    ['bounced', { ...SAME, isAddressRight: true }, null],
    ['gave-up', SAME, null],
    ['suppressed', SAME, null],
    ['bounced', { isExpired: true }, 'expired'],
    ['bounced', { isStopped: true }, 'stopped'],
    ['bounced', { address: '' }, 'no-address'],
    ['bounced', { isSamePerson: false }, 'holder-changed'],
    ['bounced', { isAllowed: false }, 'not-allowed'],
    ['bounced', { isSuppressed: true }, 'suppressed'],
  ])('%s, %j: %s', (state, change, expected) => {
    expect(sendAgainRefusal(facts(state, change))).toBe(expected)
  })
})

describe('the address of an attempt', () => {
  const again = (number: number, attempts: number, before: string, address: string) => ({
    ...{ number, attempts, before, address, by: 'x@agence.example', at: new Date(0), takenBackAt: null },
  })

  it('is where the delivery goes, and what it was before each time that it was sent again', () => {
    const all = [again(1, 2, 'a', 'b'), again(2, 3, 'b', 'c')]
    expect([1, 2, 3, 4, 5].map(number => addressOfAttempt(number, 'c', all))).toEqual([
      'a',
      'a',
      'b',
      'c',
      'c',
    ])
    expect(addressOfAttempt(1, 'a', [])).toBe('a')
  })
})
