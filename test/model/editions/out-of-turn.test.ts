import { describe, expect, it } from '@jest/globals'
import type { Addressee, Audience } from '../../../src/model/editions/audience.js'
import { type CurrentUpdate, correctedItems, flashItems } from '../../../src/model/editions/compose.js'
import { inCommunes } from '../../../src/model/editions/in-communes.js'
import { whoGotIt } from '../../../src/model/editions/out-of-turn.js'
import { testReaders } from '../../../src/model/editions/test-readers.js'
import type { Update } from '../../../src/model/updates/update.js'
import { sampleUpdate } from '../../support/sample-edition.js'

const DAY = '2026-11-27'
const current = (change: Partial<Update>, revision = 1): CurrentUpdate => {
  const update = sampleUpdate(change)
  return { update, revision, hash: JSON.stringify(update) }
}
const carried = (...list: CurrentUpdate[]) => new Map(list.map(one => [one.update.id, one]))
const shown = (items: { update: { id: string }; section: string }[]) =>
  items.map(({ update, section }) => `${update.id} ${section}`)

function addressee(id: string, change: Partial<Addressee> = {}): Addressee {
  return {
    id,
    commune: '21009',
    role: 'mayor',
    acting: false,
    competences: [],
    name: id,
    salutation: { fr: 'Madame, Monsieur,', nl: 'Geachte mevrouw, geachte heer,' },
    languages: 'fr',
    email: `${id}@ixelles.example`,
    ...change,
  }
}

const everybody: Audience = {
  candidates: 5,
  addressees: [addressee('a'), addressee('c', { commune: '21004' }), addressee('d')],
  exclusions: [
    { recipient: 'b', commune: '21009', role: 'mayor', reason: 'vacant' },
    { recipient: 'e', commune: '21004', role: 'mayor', reason: 'vacant' },
  ],
}

describe('the items of a flash', () => {
  const urgent = current({ id: 'urgent', urgency: 'urgent' })
  const normal = current({ id: 'normal' })

  it('are what is urgent and not carried in this revision', () => {
    expect(shown(flashItems([urgent, normal], new Map(), DAY, null))).toEqual(['urgent new'])
    expect(shown(flashItems([urgent], carried(urgent), DAY, null))).toEqual([])
    const changed = current({ id: 'urgent', urgency: 'urgent', deadline: '2026-12-01' }, 2)
    expect(shown(flashItems([changed], carried(urgent), DAY, null))).toEqual(['urgent changed'])
    const withdrawn = current({ id: 'urgent', urgency: 'urgent', status: 'withdrawn' }, 2)
    expect(shown(flashItems([withdrawn], carried(urgent), DAY, null))).toEqual(['urgent withdrawn'])
  })

  it('are those that are named, whatever their urgency', () => {
    expect(shown(flashItems([urgent, normal], new Map(), DAY, ['normal']))).toEqual(['normal new'])
  })
})

describe('the items of an erratum', () => {
  it('are what has another content than the edition carried, also when it is over now', () => {
    const before = [current({ id: 'a', until: '2026-12-31' }), current({ id: 'b' }), current({ id: 'c' })]
    const now = [
      current({ id: 'a', until: '2026-11-20' }, 2),
      current({ id: 'b' }),
      current({ id: 'c', status: 'withdrawn' }, 2),
      current({ id: 'd' }),
    ]
    expect(shown(correctedItems(now, carried(...before), null, DAY))).toEqual(['a changed', 'c withdrawn'])
    expect(shown(correctedItems(now, carried(...before), ['c', 'b'], DAY))).toEqual(['c withdrawn'])
  })
})

describe('the audience of a flash for some communes', () => {
  it('excludes everybody else as not concerned, and accounts for each', () => {
    const audience = inCommunes(everybody, ['21009'])
    expect(audience.addressees.map(({ id }) => id)).toEqual(['a', 'd'])
    expect(audience.exclusions.map(({ recipient, reason }) => [recipient, reason])).toEqual([
      ['b', 'vacant'],
      ['c', 'not-concerned'],
      ['e', 'not-concerned'],
    ])
    expect(audience.candidates).toBe(audience.addressees.length + audience.exclusions.length)
  })
})

describe('the audience of an erratum', () => {
  it('is exactly who got it: as they are now, or as they were then when somebody else is there now', () => {
    const got = [
      addressee('d', { email: 'before@ixelles.example' }),
      addressee('b', { name: 'Who left' }),
      addressee('c', { commune: '21004', name: 'Predecessor', email: 'predecessor@bruxelles.example' }),
      addressee('gone', { name: 'No longer in the roster' }),
    ]
    const audience = whoGotIt(everybody, got)
    expect(audience.addressees.map(({ id, name, email }) => [id, name, email])).toEqual([
      ['b', 'Who left', 'b@ixelles.example'],
      ['c', 'Predecessor', 'predecessor@bruxelles.example'],
      ['d', 'd', 'd@ixelles.example'],
      ['gone', 'No longer in the roster', 'gone@ixelles.example'],
    ])
    expect(audience.exclusions).toEqual([
      { recipient: 'a', commune: '21009', role: 'mayor', reason: 'not-affected' },
      { recipient: 'e', commune: '21004', role: 'mayor', reason: 'not-affected' },
    ])
    expect(audience.candidates).toBe(6)
  })

  it('leaves out whom we don’t write to', () => {
    const silenced: Audience = {
      candidates: 1,
      addressees: [],
      exclusions: [{ recipient: 'a', commune: '21009', role: 'mayor', reason: 'suppressed' }],
    }
    expect(whoGotIt(silenced, [addressee('a')])).toEqual(silenced)
  })
})

describe('the reader of a test mail', () => {
  const list = [
    addressee('a', { languages: 'fr' }),
    addressee('b', { languages: 'fr' }),
    addressee('c', { languages: 'nl+fr', role: 'alderman' }),
    addressee('d', { languages: 'nl', commune: '21004' }),
  ]
  const ids = (wishes: Parameters<typeof testReaders>[1]) => testReaders(list, wishes).map(({ id }) => id)

  it('is the first addressee who fits, in the languages asked for', () => {
    expect(ids({})).toEqual(['a'])
    expect(ids({ role: 'alderman' })).toEqual(['c'])
    expect(ids({ languages: 'nl' })).toEqual(['d'])
    expect(testReaders(list, { commune: '21004', languages: 'fr+nl' })).toMatchObject([
      { id: 'd', languages: 'fr+nl' },
    ])
    expect(ids({ commune: '21001' })).toEqual([])
    expect(ids({ recipient: 'b' })).toEqual(['b'])
    expect(ids({ recipient: 'b', role: 'alderman' })).toEqual([])
  })

  it('is one of each commune, role and languages in the matrix', () => {
    expect(ids({ matrix: true })).toEqual(['a', 'c', 'd'])
    expect(ids({ matrix: true, commune: '21009' })).toEqual(['a', 'c'])
  })
})
