import { describe, expect, it } from '@jest/globals'
import { isAllowed } from '../../../src/model/delivery/allow-list.js'

describe('the list of allowed recipients', () => {
  it.each([
    ['maire@anderlecht.example', null, false],
    ['maire@anderlecht.example', [], false],
    ['maire@anderlecht.example', ['*'], true],
    ['Maire@Anderlecht.example', ['@anderlecht.example'], true],
    ['maire@anderlecht.example', ['maire@anderlecht.example'], true],
    ['autre@anderlecht.example', ['maire@anderlecht.example'], false],
    ['maire@sub.anderlecht.example', ['@anderlecht.example'], false],
    ['"a@anderlecht.example"@evil.example', ['@anderlecht.example'], false],
    ['a@anderlecht.example,b@evil.example', ['*'], false],
    ['a%evil.example@anderlecht.example', ['@anderlecht.example'], false],
    ['evil.example!a@anderlecht.example', ['@anderlecht.example'], false],
    ['a@anderlecht.example>', ['*'], false],
    ['a b@anderlecht.example', ['*'], false],
    ['@anderlecht.example', ['@anderlecht.example'], false],
    ['maire@anderlecht.example.evil.example', ['@anderlecht.example'], false],
  ])('judges %s against %j', (address, rules, allowed) => {
    expect(isAllowed(address, rules)).toBe(allowed)
  })
})
