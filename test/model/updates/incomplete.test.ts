import { describe, expect, it } from '@jest/globals'
import { bringsTranslation } from '../../../src/model/updates/brings-translation.js'
import { fieldChanges } from '../../../src/model/updates/field-changes.js'
import type { Update } from '../../../src/model/updates/update.js'
import { parse, problems, SHORT, withKey } from '../../support/update-files.js'

const URGENT = withKey('urgency: urgent')
const FRENCH_ONLY = URGENT.slice(0, URGENT.indexOf('# nl:'))
const DUTCH_ONLY = URGENT.replace(/# fr:[\s\S]*?(?=# nl:)/, '')

function incomplete(content: string): Update {
  const parsed = parse(content)
  if (!('problems' in parsed) || !parsed.incomplete) throw new Error('it is not incomplete')
  return parsed.incomplete.update
}

function whole(content: string): Update {
  const parsed = parse(content)
  if (!('update' in parsed)) throw new Error('it is not whole')
  return parsed.update
}

describe('an urgent update that lacks a language', () => {
  it.each([
    ['Dutch', FRENCH_ONLY, { follows: 'nl', text: { nl: { title: 'Masques', summary: '', body: '' } } }],
    ['French', DUTCH_ONLY, { follows: 'fr', text: { fr: { title: 'Maskers', summary: '', body: '' } } }],
  ])('is a problem that an approver can lift: %s', (_, content, expected) => {
    expect(incomplete(content)).toMatchObject(expected)
    expect(parse(content)).toMatchObject({ problems: [{ code: 'section-awaited' }] })
  })

  it.each([
    ['isn’t urgent', FRENCH_ONLY.replace('urgency: urgent\n', '')],
    ['is wrong elsewhere, too', FRENCH_ONLY.replace('federal', 'fédréal')],
    ['has a heading and no text', `${FRENCH_ONLY}\n# nl:\n`],
    ['says itself that it may go', FRENCH_ONLY.replace('urgency', 'follows: nl\nurgency')],
    ['lacks both', FRENCH_ONLY.replace(/# fr:[\s\S]*/, '')],
  ])('can’t be let through when it %s', (_, content) => {
    const parsed = parse(content)
    expect('problems' in parsed && parsed.incomplete).toBeFalsy()
    expect(problems(content).length).toBeGreaterThan(0)
  })

  it('is made whole by its translation alone; that is what changed', () => {
    const [before, after] = [incomplete(FRENCH_ONLY), whole(URGENT)]
    expect(bringsTranslation(before, after)).toBe(true)
    expect(fieldChanges(before, after)).toEqual([{ field: 'translation', from: null, to: null }])
    const other = whole(URGENT.replace('Résumé.', 'Autre résumé.'))
    expect(bringsTranslation(before, other)).toBe(false)
    expect(fieldChanges(before, other).map(({ field }) => field)).toEqual(['translation', 'text'])
    const later = whole(URGENT.replace('urgency: urgent', 'urgency: urgent\ndeadline: 2020-06-01'))
    expect(bringsTranslation(before, later)).toBe(false)
    expect(bringsTranslation(whole(SHORT), whole(SHORT))).toBe(false)
  })
})
