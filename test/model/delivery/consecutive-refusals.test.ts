import { describe, expect, it } from '@jest/globals'
import { judge, noneRefused } from '../../../src/model/delivery/consecutive-refusals.js'
import type { Outcome } from '../../../src/model/delivery/outcome.js'

const reply = { code: 550, enhancedStatus: '5.0.0', text: 'We do not like it' }
const PERMANENT: Outcome = { kind: 'permanent', reply }
const unwelcome: Outcome = {
  kind: 'unwelcome',
  reply: { code: 554, enhancedStatus: '5.7.1', text: 'On a block list' },
}
const accepted: Outcome = { kind: 'accepted', reply: { ...reply, code: 250, enhancedStatus: '2.0.0' } }

/** `commune/domain`, or a domain that is a commune's by itself. */
function at(place: string): { domain: string; commune: string } {
  const [commune = '', domain = commune] = place.split('/')
  return { domain, commune }
}

/** What becomes of each, sent to these domains in turn. */
function judgedAll(outcomes: Outcome[], domains: string[], editions: string[] = []): string[] {
  const refused = noneRefused()
  return outcomes.map(
    (outcome, nth) =>
      judge(refused, outcome, editions[nth] ?? 'W18', at(domains[nth % domains.length] ?? '')).kind,
  )
}

const times = <T>(many: number, one: T): T[] => Array.from({ length: many }, () => one)
const THREE = ['a.example', 'b.example', 'c.example']

describe('mails refused in a row', () => {
  it('are the recipients’ as long as they are few, or somebody takes one', () => {
    expect(judgedAll([...times(9, PERMANENT), accepted, ...times(9, PERMANENT)], THREE)).not.toContain(
      'sender',
    )
  })

  it('are ourselves when several domains refuse ten and none takes one; then they are counted anew', () => {
    const kinds = judgedAll(times(20, PERMANENT), THREE)
    expect(kinds.flatMap((kind, nth) => (kind === 'sender' ? nth + 1 : []))).toEqual([10, 20])
  })

  it('are the recipients’ when a relay says "later" to others, or when they are of two editions', () => {
    const later: Outcome = { kind: 'transient', reply: { ...reply, code: 450, enhancedStatus: '4.2.0' } }
    expect(judgedAll([...times(9, PERMANENT), later, ...times(9, PERMANENT)], THREE)).not.toContain('sender')
    const editions = Array.from({ length: 18 }, (_, nth) => (nth < 9 ? 'W18' : 'W18-flash-1'))
    expect(judgedAll(times(18, PERMANENT), THREE, editions)).not.toContain('sender')
  })

  it('are one municipality’s when all go to it', () => {
    expect(judgedAll(times(20, PERMANENT), ['a.example'])).not.toContain('sender')
    const late = [...times(18, 'a.example'), 'b.example', 'c.example']
    expect(judgedAll(times(20, PERMANENT), late)).not.toContain('sender')
    const many = [...late, 'b.example', 'c.example', 'd.example', 'e.example']
    expect(judgedAll(times(24, PERMANENT), many).indexOf('sender')).toBe(23)
  })

  it('are one party’s when its commune has many domains, or its domain many names below it', () => {
    const ofOne = ['21009/a.example', '21009/b.example', '21009/c.example', '21009/d.example']
    expect(judgedAll(times(40, PERMANENT), ofOne)).not.toContain('sender')
    expect(judgedAll(times(40, unwelcome), ofOne)).not.toContain('sender')
    const below = ['21001/a.one.example', '21002/b.one.example', '21003/one.example']
    expect(judgedAll(times(40, PERMANENT), below)).not.toContain('sender')
    expect(judgedAll(times(40, unwelcome), below)).not.toContain('sender')
  })

  it('are ourselves when three domains in a row call us unwelcome, and one domain’s affair before', () => {
    expect(judgedAll(times(3, unwelcome), THREE)).toEqual(['unwelcome', 'unwelcome', 'sender'])
    expect(judgedAll(times(30, unwelcome), ['a.example', 'b.example'])).not.toContain('sender')
    expect(judgedAll([unwelcome, unwelcome, accepted, unwelcome, unwelcome], THREE)).not.toContain('sender')
  })

  it('are ourselves although another says "later", or has no such user, in between', () => {
    const later: Outcome = { kind: 'transient', reply: { ...reply, code: 450, enhancedStatus: '4.2.0' } }
    const kinds = judgedAll(
      [unwelcome, later, unwelcome, PERMANENT, unwelcome],
      ['a.example', 'x.example', 'b.example', 'y.example', 'c.example'],
    )
    expect(kinds).toEqual(['unwelcome', 'transient', 'unwelcome', 'permanent', 'sender'])
  })

  it('say how many domains, and what the last one said', () => {
    const refused = noneRefused()
    const [, , last] = THREE.map(domain => judge(refused, unwelcome, 'W18', at(domain)))
    expect(last).toMatchObject({
      detail: '3 domains in a row refuse our mails, the last with: On a block list',
    })
  })
})
