import { type Config, tokenSecret } from '../config.js'
import { renderEdition } from '../mjml/render.js'
import { deliveryId, messageId, returnPath } from '../model/delivery/delivery.js'
import type { Outcome } from '../model/delivery/outcome.js'
import type { EditionContent, Reader } from '../model/edition/edition.js'
import { languagesInOrder } from '../model/language.js'
import { type DkimKey, readDkimKey, signed } from '../smtp/dkim.js'
import {
  type EncodedBody,
  encodeBody,
  type MailHeaders,
  mailBytes,
  SALUTATION_MARKS,
} from '../smtp/message.js'
import type { Relay } from '../smtp/transport.js'
import type { ClaimedDelivery } from '../steps/deliver.js'

export type Composed = { from: string; bytes: () => Promise<Iterable<Buffer>> }
/** `mark` goes before the subject, and takes the mail out of its thread. */
export type Compose = (claimed: ClaimedDelivery, content: EditionContent, mark?: string) => Composed

/** Makes the mail and hands it to the next hop. */
export async function transmit(
  relay: Relay,
  compose: Compose,
  claimed: ClaimedDelivery,
  content: EditionContent,
  gate: () => Promise<boolean>,
): Promise<Outcome> {
  let mail: { from: string; bytes: Iterable<Buffer> }
  try {
    const { from, bytes } = compose(claimed, content)
    mail = { from, bytes: await bytes() }
  } catch (error) {
    return { kind: 'unmakeable', detail: `the mail can't be made: ${(error as Error).message}` }
  }
  return relay.transmit({ ...mail, to: claimed.addressee.email, gate, envelopeId: claimed.delivery })
}

/** How a delivery becomes a mail: the body encoded once per way of reading, the header and the salutation for each. */
export function composer(config: Config): Compose {
  const secret = tokenSecret(config)
  const key = dkimKeyOf(config)
  const domain = config.mailFrom.address.split('@')[1] ?? ''
  /** An erratum answers the mail that it corrects, so that a mail client shows them together. */
  const continued = ({ erratum }: EditionContent, recipient: string) =>
    erratum ? messageId(deliveryId(erratum.corrects, recipient), domain, secret) : null
  const bodies = new WeakMap<EditionContent, (reader: Reader) => { subject: string; body: EncodedBody }>()
  const bodyOf = (content: EditionContent, reader: Reader) => {
    if (!bodies.has(content)) bodies.set(content, encodedBodies(content))
    return (bodies.get(content) as (reader: Reader) => { subject: string; body: EncodedBody })(reader)
  }
  return (claimed, content, mark = '') => {
    const { addressee } = claimed
    const { subject, body } = bodyOf(content, addressee)
    const headers = {
      ...headersOf(config, claimed, content, mark + subject),
      inReplyTo: mark ? null : continued(content, addressee.id),
    }
    const bytes = () => mailBytes(headers, body, addressee.salutation)
    return {
      from: returnPath(claimed.delivery, config.bounceDomain, secret),
      bytes: async () => (key ? [await signed(Buffer.concat([...bytes()]), key)] : bytes()),
    }
  }
}

export function dkimKeyOf({ dkim }: Config): DkimKey | null {
  return dkim ? readDkimKey(dkim.domain, dkim.selector, dkim.keyFile) : null
}

function encodedBodies(content: EditionContent) {
  const known = new Map<string, { subject: string; body: EncodedBody }>()
  return ({ languages, role, competences, commune }: Reader) => {
    const key = JSON.stringify([languages, role, competences, commune])
    const found = known.get(key)
    if (found) return found
    const mail = renderEdition(content, {
      languages,
      role,
      competences,
      commune,
      salutation: SALUTATION_MARKS,
    })
    const made = { subject: mail.subject, body: encodeBody(mail) }
    if (known.size >= BODIES_KEPT) known.delete(known.keys().next().value as string)
    known.set(key, made)
    return made
  }
}

/** At about 150 kB each; a region has fewer ways of reading than this. */
const BODIES_KEPT = 256

function headersOf(
  config: Config,
  claimed: ClaimedDelivery,
  content: EditionContent,
  subject: string,
): Omit<MailHeaders, 'inReplyTo'> {
  const { addressee, messageId, createdAt } = claimed
  const spoc = content.spocs[addressee.commune]
  if (!spoc) throw new Error(`commune ${addressee.commune} has no SPOC in the edition`)
  const domain = config.mailFrom.address.split('@')[1] ?? ''
  return {
    from: { name: config.mailFrom.name || content.house.title.fr, address: config.mailFrom.address },
    to: { name: addressee.name, address: addressee.email },
    replyTo: { name: spoc.name, address: spoc.email },
    subject,
    date: createdAt,
    messageId,
    listId: { name: content.house.title.fr, id: `estafette.${domain}` },
    listUnsubscribe: `<mailto:${spoc.email}?subject=${encodeURIComponent(`Estafette: stop ${addressee.id}`)}>`,
    languages: languagesInOrder(addressee.languages),
  }
}
