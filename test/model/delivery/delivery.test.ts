import { describe, expect, it } from '@jest/globals'
import { messageId, returnPath, returnTokensIn } from '../../../src/model/delivery/delivery.js'

const SECRET = 'a secret of thirty-two characters'
const DELIVERY = '2026-W48.ixelles-mayor'
const token = (delivery: string, secret = SECRET) =>
  returnTokensIn(returnPath(delivery, 'b.example', secret))[0]

describe('the token of a return path', () => {
  it('is the same at every attempt, and no Message-ID gives it away: that one goes into every answer', () => {
    expect(token(DELIVERY)).toMatch(/^[0-9a-f]{20}$/)
    expect(token(DELIVERY)).toBe(token(DELIVERY))
    expect(messageId(DELIVERY, 'x.example', SECRET)).toMatch(
      /^<2026-W48\.ixelles-mayor\.[0-9a-f]{20}@x\.example>$/,
    )
    expect(messageId(DELIVERY, 'x.example', SECRET)).not.toContain(token(DELIVERY))
  })

  it('can be made by nobody who has not the secret', () => {
    expect(token(DELIVERY, 'another secret of 32 characters!')).not.toBe(token(DELIVERY))
  })

  it('belongs to one delivery only', () => {
    expect(token('2026-W48.jette-mayor')).not.toBe(token(DELIVERY))
  })
})
