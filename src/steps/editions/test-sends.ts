import { randomUUID } from 'node:crypto'
import { type Config, tokenSecret } from '../../config.js'
import { messageId } from '../../model/delivery/delivery.js'
import type { Outcome } from '../../model/delivery/outcome.js'
import type { Addressee } from '../../model/editions/audience.js'
import type { EditionContent } from '../../model/editions/edition.js'
import { type TestWishes, testReaders } from '../../model/editions/test-readers.js'
import type { ClaimedDelivery } from '../../sending/deliver.js'
import type { Sending } from '../../sending/sending.js'
import type { Relay } from '../../smtp/transport.js'
import type { Context } from '../context.js'
import { mayLeaveFor } from '../delivery/allowed.js'
import { type Compose, composer, transmit } from './composing.js'

export type TestSent = { addressee: Addressee; outcome: Outcome }

/**
 * Sends an edition's frozen mails to one address, through the same relay, before or after sign-off. No delivery, no row,
 * nothing that counts: each mail has a Message-ID of its own and says in its subject that it is a test.
 */
export async function sendTests(
  { clock }: Pick<Context, 'clock'>,
  sending: Pick<Sending, 'sendTest'>,
  frozen: { edition: string; content: EditionContent; addressees: Addressee[] },
  to: string,
  wishes: TestWishes,
): Promise<TestSent[]> {
  const sent: TestSent[] = []
  for (const addressee of testReaders(frozen.addressees, wishes)) {
    // Neither the name nor the id of a recipient: whoever answers or unsubscribes here does so for nobody.
    const reader = { ...addressee, id: 'test', name: '', email: to }
    const outcome = await sending.sendTest(frozen.edition, reader, frozen.content, clock())
    sent.push({ addressee, outcome })
    if (outcome.kind === 'not-allowed') break
  }
  return sent
}

const TEST_MARK = '[TEST] '

/** A frozen mail for one address, as a test: the token of its return path names no delivery. */
export async function sendTest(
  config: Config,
  relay: Relay,
  edition: string,
  addressee: Addressee,
  content: EditionContent,
  now: Date,
): Promise<Outcome> {
  if (!mayLeaveFor(config, addressee.email)) return { kind: 'not-allowed' }
  const delivery = `${edition}.test-${randomUUID()}`
  const domain = config.mailDomain
  const claimed: ClaimedDelivery = {
    delivery,
    edition,
    version: 0,
    attempt: 1,
    claim: 0,
    messageId: messageId(delivery, domain, tokenSecret(config)),
    addressee,
    createdAt: now,
    expiresAt: null,
  }
  const compose = composer(config)
  const marked: Compose = (one, frozen) => compose(one, frozen, TEST_MARK)
  return transmit(relay, marked, claimed, content, async () => true)
}
