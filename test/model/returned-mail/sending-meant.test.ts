import { describe, expect, it } from '@jest/globals'
import { sendingMeant } from '../../../src/model/returned-mail/sending-meant.js'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 26, hour))
const FIRST = { number: 0, address: 'old@ixelles.example', at: new Date(0), hasLeft: true }
const SECOND = { number: 1, address: 'new@ixelles.example', at: at(12), hasLeft: true }
const THIRD = { number: 2, address: 'new@ixelles.example', at: at(15), hasLeft: true }

describe('which mail of a delivery that was sent again a report means', () => {
  it.each<[string, { addresses: string[]; sentAt: Date | null }, number[], number]>([
    ['the one whose return path it returns', { addresses: [FIRST.address], sentAt: at(16) }, [1], 1],
    ['that to the old address, however late', { addresses: [FIRST.address], sentAt: at(20) }, [], 0],
    ['that to the new address', { addresses: [SECOND.address], sentAt: at(13) }, [], 1],
    [
      'of two to one address, the last before its date',
      { addresses: [THIRD.address], sentAt: at(16) },
      [],
      2,
    ],
    ['of another address, the last before its date', { addresses: ['x@y.example'], sentAt: at(11) }, [], 0],
    ['without a date, the last', { addresses: [], sentAt: null }, [], 2],
  ])('is %s', (_, said, carried, expected) => {
    expect(sendingMeant([FIRST, SECOND, THIRD], said, carried)).toBe(expected)
  })

  it('is never one that has not left', () => {
    const waiting = { ...SECOND, hasLeft: false }
    expect(sendingMeant([FIRST, waiting], { addresses: [SECOND.address], sentAt: at(20) }, [])).toBe(0)
  })
})
