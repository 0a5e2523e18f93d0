import { type Config, tokenSecret } from '../config.js'
import { calendarFile } from '../ical/calendar-file.js'
import { renderEdition } from '../mjml/render.js'
import { deliveryId, messageId, returnPath } from '../model/delivery/delivery.js'
import type { Outcome } from '../model/delivery/outcome.js'
import { unsubscribeToken } from '../model/delivery/unsubscribe.js'
import type { EditionContent, Reader } from '../model/edition/edition.js'
import { type Bilingual, type Language, languagesInOrder } from '../model/language.js'
import { calendarEntries } from '../model/view/calendar-entries.js'
import { typeset } from '../model/view/typography.js'
import { wayOfReading } from '../model/view/way.js'
import { type DkimKey, readDkimKey, signed } from '../smtp/dkim.js'
import {
  type AttachedFile,
  type EncodedBody,
  openBodyEncoder,
  SALUTATION_MARKS,
} from '../smtp/encoded-body.js'
import { type MailHeaders, mailBytes } from '../smtp/message.js'
import type { Relay } from '../smtp/transport.js'
import type { ClaimedDelivery } from '../steps/deliver.js'

export type Composed = { from: string; bytes: () => Promise<Buffer> }
type Body = { subject: string; body: EncodedBody }
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
    mail = { from, bytes: [await bytes()] }
  } catch (error) {
    return { kind: 'unmakeable', detail: `the mail can't be made: ${(error as Error).message}` }
  }
  return relay.transmit({ ...mail, to: claimed.addressee.email, gate, envelopeId: claimed.delivery })
}

/** How a delivery becomes a mail: the body encoded once per way of reading, the header and the salutation for each. */
export function composer(config: Config): Compose {
  const secret = tokenSecret(config)
  const keys = dkimKeysOf(config)
  const domain = config.mailFrom.address.split('@')[1] ?? ''
  /** An erratum answers the mail that it corrects, a flash the week's edition, so that a mail client shows them together. */
  const continued = ({ erratum, follows }: EditionContent, recipient: string) => {
    const before = erratum?.corrects ?? follows
    return before ? messageId(deliveryId(before, recipient), domain, secret) : null
  }
  const bodies = new WeakMap<EditionContent, (reader: Reader) => Body>()
  const bodyOf = (content: EditionContent, reader: Reader) => {
    const known = bodies.get(content) ?? encodedBodies(content)
    bodies.set(content, known)
    return known(reader)
  }
  return (claimed, content, mark = '') => {
    const { addressee } = claimed
    const { subject, body } = bodyOf(content, addressee)
    const headers = {
      ...headersOf(config, claimed, content, mark + subject),
      inReplyTo: mark ? null : continued(content, addressee.id),
    }
    const bytes = () => mailBytes(headers, body, inPrint(addressee.salutation))
    return {
      from: returnPath(claimed.delivery, config.bounceDomain, secret),
      bytes: async () => (keys.length > 0 ? signed(bytes(), keys) : bytes()),
    }
  }
}

/** As the mail around it: a roster is typed with straight apostrophes. */
const inPrint = ({ fr, nl }: Bilingual): Bilingual => ({ fr: typeset(fr, 'fr'), nl: typeset(nl, 'nl') })

export function dkimKeysOf({ dkim }: Config): DkimKey[] {
  return (dkim?.keys ?? []).map(({ selector, keyFile }) => readDkimKey(dkim?.domain ?? '', selector, keyFile))
}

/**
 * The bodies of an edition, made once per way of reading it. Kept while the blocks that they share are small enough:
 * memory stays flat however many ways there are.
 */
function encodedBodies(content: EditionContent) {
  let ofReaders = new Map<string, Body>()
  let ofWays = new Map<string, Body>()
  let encoder = openBodyEncoder()
  const files = { fr: filesFor(content, 'fr'), nl: filesFor(content, 'nl') }
  const make = (reader: Reader): Body => {
    const mail = renderEdition(content, reader)
    return { subject: mail.subject, body: encoder.encode(mail, files[languagesInOrder(reader.languages)[0]]) }
  }
  return ({ languages, role, competences, commune }: Reader): Body => {
    const key = JSON.stringify([languages, role, competences, commune])
    const found = ofReaders.get(key)
    if (found) return found
    if (encoder.size() > BLOCKS_KEPT || ofReaders.size >= BODIES_KEPT) {
      ofReaders = new Map()
      ofWays = new Map()
      encoder = openBodyEncoder()
    }
    const reader = { languages, role, competences, commune, salutation: SALUTATION_MARKS }
    const way = wayOfReading(content, reader)
    const body = ofWays.get(way) ?? make(reader)
    ofReaders.set(key, body)
    ofWays.set(way, body)
    return body
  }
}

/** The week's meetings and deadlines, in the reader's first language. */
function filesFor(content: EditionContent, language: Language): AttachedFile[] {
  const calendar = calendarEntries(content, language)
  if (!calendar) return []
  const type = 'text/calendar; charset=utf-8; method=PUBLISH'
  return [{ name: calendar.name, type, content: calendarFile(calendar) }]
}

/** In bytes. */
const BLOCKS_KEPT = 8 * 1024 * 1024
/** A body is a list of its blocks: about 2 kB. */
const BODIES_KEPT = 4096

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
    from: ownMailbox(config, content),
    to: { name: addressee.name, address: addressee.email },
    replyTo: [{ name: spoc.name, address: spoc.email }, ownMailbox(config, content)],
    subject,
    date: createdAt,
    messageId,
    listId: { name: content.house.title.fr, id: `estafette.${domain}` },
    listUnsubscribe: unsubscribing(config, claimed.delivery),
    languages: languagesInOrder(addressee.languages),
  }
}

/** Beside the SPOC's in Reply-To: an answer goes to a person, and is counted as having come. */
const ownMailbox = ({ mailFrom }: Config, { house }: EditionContent) => ({
  name: mailFrom.name || house.title.fr,
  address: mailFrom.address,
})

/** One click over https (RFC 8058); without, a mail that comes back like any other report. Either tells the SPOC. */
function unsubscribing(config: Config, delivery: string): MailHeaders['listUnsubscribe'] {
  const secret = tokenSecret(config)
  const mail = `mailto:${returnPath(delivery, config.bounceDomain, secret)}?subject=unsubscribe`
  if (!config.baseUrl.startsWith('https:')) return { urls: [mail], oneClick: false }
  const link = `${config.baseUrl.replace(/\/+$/, '')}/unsubscribe/${unsubscribeToken(delivery, secret)}`
  return { urls: [link, mail], oneClick: true }
}
