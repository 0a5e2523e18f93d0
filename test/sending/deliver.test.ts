import { describe, expect, it } from '@jest/globals'
import { silent } from '../../src/log.js'
import type { AttemptEnd } from '../../src/model/delivery/attempt-end.js'
import type { Outcome, Reply } from '../../src/model/delivery/outcome.js'
import type { EditionContent } from '../../src/model/editions/edition.js'
import type { Claimed } from '../../src/postgres/delivery/ledger-claims.js'
import { type DeliverPorts, deliver } from '../../src/sending/deliver.js'
import { openLimiter } from '../../src/sending/limiter.js'
import { newRelayState } from '../../src/sending/relay-state.js'

const NOW = new Date('2026-11-26T09:00:00+01:00')
const EXPIRES = new Date('2026-11-29T09:00:00+01:00')
const reply = (code: number, enhancedStatus: string | null, text: string): Reply => ({
  code,
  enhancedStatus,
  text,
})

/** Delivers once, with a next hop that gives `outcome`; says what was committed and what else was asked of the house. */
async function once(
  outcome: Outcome,
  change: Partial<DeliverPorts> = {},
  claim: Partial<Claimed> = {},
  now = NOW,
) {
  const asked: string[] = []
  const ends: AttemptEnd[] = []
  const ports: DeliverPorts = {
    limiter: openLimiter(newRelayState(1), { greets: async () => null, clock: () => now, log: silent }),
    letGo: () => {},
    make: async () => ({ from: '', to: '', bytes: [], envelopeId: '' }),
    claim: async delivery => ({ ...CLAIMED, delivery, ...claim }),
    content: async () => ({}) as EditionContent,
    allowed: ['*'],
    suppression: async () => null,
    transmit: async () => {
      asked.push('transmit')
      return outcome
    },
    passGate: async () => true,
    record: async (_claimed, end) => {
      ends.push(end)
      return true
    },
    pause: async (_edition, reason) => {
      asked.push(`pause: ${reason}`)
    },
    alarm: async (_edition, domain, words) => {
      asked.push(`alarm of ${domain}: ${words}`)
    },
    placeLater: async (_edition, domain, { wait }) => asked.push(`slow ${domain} for ${wait}`),
    now: () => now,
    random: () => 0,
    ...change,
  }
  await deliver(ports, CLAIMED.delivery)
  return { asked, end: ends[0] }
}

const CLAIMED: Claimed = {
  delivery: '2026-W48.ixelles-mayor',
  edition: '2026-W48',
  version: 1,
  attempt: 1,
  claim: 1,
  messageId: '<x@estafette.example>',
  pathToken: 'x',
  addressee: {
    id: 'ixelles-mayor',
    commune: '21009',
    role: 'mayor',
    acting: false,
    competences: [],
    name: 'Bourgmestre',
    salutation: { fr: 'Madame,', nl: 'Mevrouw,' },
    languages: 'fr+nl',
    email: 'bourgmestre@Ixelles.example',
  },
  createdAt: NOW,
  expiresAt: EXPIRES,
}

describe('an attempt', () => {
  it('is not made for an address that is not allowed', async () => {
    const { asked, end } = await once(ACCEPTED, { allowed: ['@jette.example'] })
    expect(asked).toEqual([])
    expect(end).toMatchObject({ state: 'suppressed', followUp: 'not-allowed' })
  })

  it('is not made when the stored edition is not what was signed off: the edition pauses', async () => {
    const { asked, end } = await once(ACCEPTED, { content: async () => null })
    expect(asked).toEqual(['pause: the stored edition is not what was signed off'])
    expect(end).toMatchObject({ state: 'deferred' })
  })

  it('is not made once the edition has expired', async () => {
    const { asked, end } = await once(ACCEPTED, {}, {}, EXPIRES)
    expect(asked).toEqual([])
    expect(end).toMatchObject({ state: 'gave-up', followUp: 'gave-up' })
  })

  it('is not made when somebody decided against it, or it expired, while it waited for the relay', async () => {
    const limiter = openLimiter(newRelayState(1), { greets: async () => null, clock: () => NOW, log: silent })
    const slow: DeliverPorts['limiter'] = {
      ...limiter,
      ask: async (passage, step) => {
        const withheld = await limiter.ask(passage, step)
        passage.askedMs -= 2000
        return withheld
      },
    }
    const decided = {
      address: 'bourgmestre@ixelles.example',
      recipient: null,
      cause: 'asked',
      by: 'x@y.example',
      at: NOW,
    }
    const answers = [null, decided]
    const suppressed = await once(ACCEPTED, {
      limiter: slow,
      suppression: async () => answers.shift() ?? null,
    })
    expect(suppressed.asked).toEqual([])
    expect(suppressed.end).toMatchObject({ state: 'suppressed', followUp: null })
    const times = [NOW, NOW]
    const expired = await once(ACCEPTED, { limiter: slow, now: () => times.shift() ?? EXPIRES })
    expect(expired.asked).toEqual([])
    expect(expired.end).toMatchObject({ state: 'gave-up', followUp: 'gave-up' })
  })

  it('pauses the edition and blames nobody when the refusal is about us', async () => {
    const refusal = reply(535, '5.7.8', 'Authentication failed')
    const { asked, end } = await once({ kind: 'sender', reply: refusal, detail: refusal.text })
    expect(asked).toEqual(['transmit', 'pause: Authentication failed'])
    expect(end).toMatchObject({ state: 'deferred', followUp: null })
  })

  it('is put off, with an alarm, when one domain refuses us: nobody is blamed and nothing pauses', async () => {
    const blocked: Outcome = { kind: 'unwelcome', reply: reply(554, '5.7.1', 'On a block list') }
    const { asked, end } = await once(blocked)
    expect(asked).toEqual(['transmit', 'alarm of ixelles.example: On a block list'])
    expect(end).toMatchObject({ state: 'deferred', followUp: null, dueAt: new Date(NOW.getTime() + 60_000) })
    expect((await once(blocked, {}, { expiresAt: new Date(NOW.getTime() + 30_000) })).end).toMatchObject({
      state: 'gave-up',
      followUp: 'gave-up',
    })
  })

  it('slows the domain whose server says that it is asked too often, and no other', async () => {
    const busy = await once({ kind: 'transient', reply: reply(421, '4.7.0', 'Too many connections') })
    expect(busy.asked).toEqual(['transmit', 'slow ixelles.example for 60000'])
    const greylisted = await once({ kind: 'transient', reply: reply(450, '4.2.0', 'Greylisted') })
    expect(greylisted.asked).toEqual(['transmit'])
    expect(greylisted.end).toMatchObject({ state: 'deferred', dueAt: new Date(NOW.getTime() + 60_000) })
  })

  it('gives up a mail that can’t be made at the third try', async () => {
    const make = () => Promise.reject(new Error('no SPOC'))
    const reason = { outcome: 'lost', reply: "the mail can't be made: no SPOC" }
    const second = await once(ACCEPTED, { make }, { attempt: 2 })
    expect(second).toMatchObject({ asked: [], end: { ...reason, state: 'deferred' } })
    const third = await once(ACCEPTED, { make }, { attempt: 3 })
    expect(third).toMatchObject({ asked: [], end: { ...reason, state: 'gave-up', followUp: 'gave-up' } })
  })

  it('leaves a doubt to a person', async () => {
    const { end } = await once({ kind: 'in-doubt', detail: 'connection reset' })
    expect(end).toMatchObject({ state: 'in-doubt', phase: 'dot', dueAt: null, followUp: 'in-doubt' })
  })
})

const ACCEPTED: Outcome = { kind: 'accepted', reply: reply(250, '2.0.0', 'Ok') }
