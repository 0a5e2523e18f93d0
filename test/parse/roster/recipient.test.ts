import { describe, expect, it } from '@jest/globals'
import { columnsIn, heldOn, mandateLine, overlap } from '../../../src/model/roster/recipient.js'
import { isEmailAddress } from '../../../src/model/staff/address-from.js'

describe('a mandate', () => {
  const mandate = { since: '2018-12-03', until: '2019-06-30' }
  it.each([
    ['2018-12-02', false],
    ['2018-12-03', true],
    ['2019-06-30', true],
    ['2019-07-01', false],
  ])('on %s runs: %s', (date, runs) => {
    expect(heldOn(mandate, date)).toBe(runs)
  })
  it('without dates always runs', () => {
    expect(heldOn({ since: null, until: null }, '2020-02-29')).toBe(true)
  })
  it('overlaps another on one shared day, not on the next', () => {
    expect(overlap(mandate, { since: '2019-06-30', until: null })).toBe(true)
    expect(overlap(mandate, { since: '2019-07-01', until: null })).toBe(false)
  })
})

it('has a column of the list for each of its values', () => {
  expect(columnsIn(['fr', 'nl', 'de'])).toEqual(Object.keys(mandateLine(['fr', 'nl', 'de']).shape))
})

describe('an email address', () => {
  it.each(['a@b.example', "o'brien+x@commune.example", 'a.b@xn--commne-1ya.example', 'A_B@sub.commune.be'])(
    '%s is one',
    address => expect(isEmailAddress(address)).toBe(true),
  )
  it.each([
    '"a@evil x"@commune.be',
    'a(comment)@commune.be',
    'a,b@commune.be',
    '<a@commune.be>',
    'Name <a@commune.be>',
    'a b@commune.be',
    'a@commune',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@-commune.be',
    'a@commune..be',
    '.a@commune.be',
    'a..b@commune.be',
    'a@commune.be.',
    'a@b@commune.be',
    'a@commüne.be',
    'é@commune.be',
    'a@commune.be\r\nBcc: x@y.be',
    'a@commune.be\n',
    'a@commune.be\u2028',
    `${'a'.repeat(65)}@commune.be`,
    `a@${'b'.repeat(64)}.be`,
    '',
  ])('%j is none', address => {
    expect(isEmailAddress(address)).toBe(false)
  })
})
