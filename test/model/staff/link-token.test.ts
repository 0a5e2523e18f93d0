import { describe, expect, it } from '@jest/globals'
import { hashOfTokenId, idOfToken, isTokenOf, signToken } from '../../../src/model/staff/link-token.js'

const SECRET = 'a secret of thirty-two characters'
const ID = '0123456789abcdef0123456789abcdef'
const LINK = {
  purpose: 'sign-off' as const,
  email: 'direction@cabinet.example',
  edition: '2026-W48',
  version: 2,
  hash: 'c0ffee',
  expiresAt: new Date('2026-11-27T08:00:00Z'),
}

describe('a sign-off token', () => {
  const token = signToken(ID, LINK, SECRET)

  it('is good for the link that it was made for, whatever the case of the address', () => {
    expect(isTokenOf(token, LINK, SECRET)).toBe(true)
    expect(isTokenOf(token, { ...LINK, email: 'Direction@Cabinet.example' }, SECRET)).toBe(true)
    expect(idOfToken(token)).toBe(ID)
  })

  it.each([
    ['person', { email: 'conseil@cabinet.example' }],
    ['edition', { edition: '2026-W49' }],
    ['version', { version: 3 }],
    ['hash', { hash: 'c0ffef' }],
    ['end', { expiresAt: new Date('2026-11-28T08:00:00Z') }],
  ])('is good for no other %s', (_, change) => {
    expect(isTokenOf(token, { ...LINK, ...change }, SECRET)).toBe(false)
  })

  it('can’t be made without the secret, and no character of it can be changed', () => {
    expect(isTokenOf(signToken(ID, LINK, `${SECRET}.`), LINK, SECRET)).toBe(false)
    for (let at = 0; at < token.length; at++) {
      const altered = token.slice(0, at) + (token[at] === '0' ? '1' : '0') + token.slice(at + 1)
      expect(isTokenOf(altered, LINK, SECRET)).toBe(false)
    }
  })

  it.each(['', '.', ID, `${ID}.`, `${token} `, `${token}0`, token.toUpperCase(), `../${token}`])(
    'is not "%s"',
    text => {
      expect(idOfToken(text)).toBeNull()
      expect(isTokenOf(text, LINK, SECRET)).toBe(false)
    },
  )

  it('is not what is kept of it', () => {
    expect(hashOfTokenId('sign-off', ID)).not.toContain(ID)
    expect(token).not.toContain(hashOfTokenId('sign-off', ID))
  })
})
