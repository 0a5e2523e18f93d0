import { randomUUID } from 'node:crypto'
import { type Config, tokenSecret } from '../../config.js'
import { messageId } from '../../model/delivery/delivery.js'
import type { Outcome } from '../../model/delivery/outcome.js'
import type { Addressee } from '../../model/editions/audience.js'
import type { EditionContent } from '../../model/editions/edition.js'
import { type TestWishes, testReaders } from '../../model/editions/test-readers.js'
import type { Relay } from '../../smtp/transport.js'
import type { Context } from '../context.js'
import { mayLeaveFor } from '../delivery/allowed.js'
import { composer, unmakeable } from './composing.js'

/** Sends one frozen mail, marked as a test, to an address that is no recipient's; `addressee` decides its reading. */
export type SendTest = (
  edition: string,
  addressee: Addressee,
  content: EditionContent,
  now: Date,
) => Promise<Outcome>

export type TestSent = { addressee: Addressee; outcome: Outcome }

/**
 * Sends an edition's frozen mails to one address, through the same relay, before or after sign-off. Makes no delivery and no row: each mail has its
 * own Message-ID and a subject that says it is a test.
 */
export async function sendTests(
  { clock }: Pick<Context, 'clock'>,
  sending: { sendTest: SendTest },
  frozen: { edition: string; content: EditionContent; addressees: Addressee[] },
  to: string,
  wishes: TestWishes,
): Promise<TestSent[]> {
  const sent: TestSent[] = []
  for (const addressee of testReaders(frozen.addressees, wishes)) {
    // Without a recipient's name and id: replies and unsubscribe requests concern nobody.
    const reader = { ...addressee, id: 'test', name: '', email: to }
    const outcome = await sending.sendTest(frozen.edition, reader, frozen.content, clock())
    sent.push({ addressee, outcome })
    if (outcome.kind === 'not-allowed') break
  }
  return sent
}

/** Begins the subject of each test mail. */
export const TEST_MARK = '[TEST] '

/** A frozen mail as a test: the token of its return path names no delivery. */
export async function sendTest(
  config: Config,
  transmit: Relay['transmit'],
  edition: string,
  addressee: Addressee,
  content: EditionContent,
  now: Date,
): Promise<Outcome> {
  if (!mayLeaveFor(config, addressee.email)) return { kind: 'not-allowed' }
  const delivery = `${edition}.test-${randomUUID()}`
  const mail = {
    delivery,
    messageId: messageId(delivery, config.mailDomain, tokenSecret(config)),
    addressee,
    createdAt: now,
  }
  const test = await composer(config)(mail, content, TEST_MARK).catch(unmakeable)
  return 'kind' in test ? test : transmit({ ...test, gate: async () => true })
}
