import { describe, expect, it } from '@jest/globals'
import { parse, problems, warnings, withKey } from '../../support/update-files.js'

describe('the keys of an update', () => {
  it.each([
    [
      'until: 2020-04-01\nfrom: 2020-04-08',
      ['6:8 until 2020-04-01 is before from 2020-04-08. Correct one of the two.'],
    ],
    ['from: 8/4/20', ['6:7 from "8/4/20" is not a date. Write it as 2020-04-08.']],
    ['from: 2021-02-29', ['6:7 from "2021-02-29" is not a date. Write it as 2021-02-28.']],
    [
      'event: {start: 2020-04-06}',
      ['6:16 event.start "2020-04-06" is not a date and time. Write it as 2020-04-06T14:00.'],
    ],
    [
      'amount: {max: 4.000, unit: EUR}',
      ['6:15 amount.max "4.000" is not an amount. Write it as 4000, without signs or separators.'],
    ],
    [
      'amount: {max: "4,000 €"}',
      ['6:15 amount.max "4,000 €" is not an amount. Write it as 4000, without signs or separators.'],
    ],
    ['amount: {max: -5}', ['6:15 amount.max -5 is below zero. Write a positive amount.']],
    ['amount: {max: 5, unit: USD}', ['6:24 amount.unit "USD" is not allowed. Allowed: EUR.']],
    ['amount: {unit: EUR}', ['6:9 amount has neither min nor max. Write one of them, or remove it.']],
    ['authority: {fr: Région}', ['6:12 authority has no Dutch. Add "nl: …".']],
    ['authority: {fr: Région, nl: }', ['6:25 authority has no Dutch. Add "nl: …".']],
    ['authority: Région', ['6:12 authority "Région" is not in two languages. Write {fr: "…", nl: "…"}.']],
    ['amount: 4000', ['6:9 amount "4000" has no keys. Write {…} with min, max, unit, per.']],
    ['concerns: {roles: mayor}', ['6:19 concerns.roles "mayor" is not a list. Write [mayor].']],
    [
      'concerns: {roles: [président]}',
      ['6:20 concerns.roles "président" is not allowed. Allowed: mayor, alderman.'],
    ],
    [
      'concerns: {competences: [economie]}',
      [
        '6:26 concerns.competences "economie" is not allowed. Allowed: economy, health, horeca. Did you mean economy?',
      ],
    ],
    ['urgency: high', ['6:10 urgency "high" is not allowed. Allowed: urgent, normal, info.']],
    ['status: cancelled', ['6:9 status "cancelled" is not allowed. Allowed: in-force, withdrawn.']],
    [
      'links: [{fr: "https://a@evil.example", nl: "tel:+3222222222"}]',
      [
        '6:9 links.label is missing. Fill it in.',
        '6:14 "https://a@evil.example" is not a link that a mail may carry. Write https://…, mailto:… or tel:+32….',
      ],
    ],
    ['deadlne: 2020-06-01', ['6:1 "deadlne" is not a known key. Did you mean deadline?']],
    [
      '__proto__: {polluted: yes}',
      [expect.stringMatching(/^6:1 "__proto__" is not a known key\. Known here: id, /)],
    ],
    [
      'constructor: {prototype: {polluted: yes}}',
      [expect.stringMatching(/^6:1 "constructor" is not a known key/)],
    ],
    ['id: masques', ['6:1 id stands twice. Keep one of them.']],
    [
      'authority: &a {fr: A, nl: B}',
      ['6:15 "&a" would refer to another value. Write the value out, or put it in quotes.'],
    ],
    ['change: *a', ['6:9 "*a" would refer to another value. Write the value out, or put it in quotes.']],
    [
      'change: !!js/function "x"',
      ['6:23 The tag "!!js/function" is not understood. Remove it, or put the value in quotes.'],
    ],
    [
      'change: {fr: "un\\r\\nBcc: x", nl: b}',
      ['6:14 change.fr goes over more than one line. Write it on one line.'],
    ],
    [
      'change: {fr: "un\\u2028deux", nl: b}',
      ['6:14 change.fr goes over more than one line. Write it on one line.'],
    ],
    [
      'change: {fr: "un\\u202edeux", nl: "\\0"}',
      [
        '6:14 The invisible character U+202E is not allowed. Delete it and type the passage again.',
        '6:34 The invisible character U+0000 is not allowed. Delete it and type the passage again.',
      ],
    ],
    ['authority: {fr: Un: deux, nl: b}', [expect.stringMatching(/^6:/)]],
    [
      'authority: Un: deux',
      ['6:12 A colon inside a value makes it unreadable. Put the value in quotes: "…".'],
    ],
    ['authority:\n\tfr: x', ['7:1 A tab stands where spaces belong. Indent with spaces.']],
    ['? [a]\n: b', [expect.stringMatching(/^6:3 This line can't be read/)]],
  ])('%j is answered with its place', (lines, expected) => {
    expect(problems(withKey(lines))).toEqual(expected)
  })

  it('takes an empty key as absent', () => {
    expect(parse(withKey('until:\ndeadline: ~\nconcerns:'))).toMatchObject({
      update: { until: null, deadline: null },
    })
  })

  it('warns of a deadline after the end, and still gives the update', () => {
    const content = withKey('from: 2020-04-08\nuntil: 2020-06-01\ndeadline: 2020-06-02')
    expect(warnings(content)).toEqual([
      '8:11 deadline 2020-06-02 is after until 2020-06-01. Check both dates.',
    ])
    expect(parse(content)).toHaveProperty('update')
  })

  it('leaves Object.prototype as it was', () => {
    parse(withKey('__proto__: {polluted: yes}\nauthority: {__proto__: {polluted: yes}, fr: a, nl: b}'))
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
