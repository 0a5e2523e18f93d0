import { describe, expect, it } from '@jest/globals'
import { messageId, returnPath, returnTokensIn } from '../../../src/model/delivery/delivery.js'

const SECRET = 'a secret of thirty-two characters'
const DELIVERY = '2026-W48.ixelles-mayor'
const token = (delivery: string, secret = SECRET) =>
  returnTokensIn(returnPath(delivery, 'b.example', secret))[0]

describe('the token of a return path', () => {
  it('is the same at every attempt and stands in the Message-ID, by which the ledger knows it', () => {
    expect(token(DELIVERY)).toMatch(/^[0-9a-f]{20}$/)
    expect(messageId(DELIVERY, 'x.example', SECRET)).toContain(`.${token(DELIVERY)}@`)
  })

  it('can be made by nobody who has not the secret', () => {
    expect(token(DELIVERY, 'another secret of 32 characters!')).not.toBe(token(DELIVERY))
  })

  it('belongs to one delivery only', () => {
    expect(token('2026-W48.jette-mayor')).not.toBe(token(DELIVERY))
  })
})
