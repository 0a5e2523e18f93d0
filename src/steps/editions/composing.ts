import { type Config, tokenSecret } from '../../config.js'
import { deliveryId, messageId, pathWith, returnPath } from '../../model/delivery/delivery.js'
import { OWN_BEGINNINGS } from '../../model/delivery/own-words.js'
import { unsubscribeToken } from '../../model/delivery/unsubscribe.js'
import { type EditionContent, languagesOf } from '../../model/editions/edition.js'
import { inLanguage, languagesInOrder } from '../../model/language/language.js'
import type { Claimed } from '../../postgres/delivery/ledger-claims.js'
import { type DkimKey, readDkimKey, signed } from '../../smtp/dkim.js'
import { type MailHeaders, mailBytes } from '../../smtp/message.js'
import type { Transmission } from '../../smtp/transport.js'
import { type EditionBodies, openEditionBodies } from './edition-bodies.js'

/** What a mail needs besides its edition. `pathToken`: of its return path, if the ledger has one. */
export type Composable = Pick<Claimed, 'delivery' | 'messageId' | 'createdAt' | 'addressee' | 'sentAgain'> & {
  pathToken?: string
}
/** Makes the mail of one addressee, ready for the relay. Rejects where it can't be made. `mark` precedes the subject and takes the mail out of its thread. */
export type Compose = (mail: Composable, content: EditionContent, mark?: string) => Promise<Composed>
type Composed = Omit<Transmission, 'gate' | 'bytes'> & { bytes: Buffer[] }

/** The outcome of a mail that can't be made. */
export const unmakeable = (error: unknown) => ({
  kind: 'unmakeable' as const,
  detail: `${OWN_BEGINNINGS.unmakeable}${(error as Error).message}`,
})

/**
 * Turns a delivery into a mail. The common part is rendered and encoded once; the commune's words are filled in per commune, header and salutation
 * per mail.
 */
export function composer(config: Config): Compose {
  const secret = tokenSecret(config)
  const keys = dkimKeysOf(config)
  const domain = config.mailDomain
  /** An erratum answers the corrected mail, a flash the week's edition, so that clients show one thread. */
  const continued = ({ erratum, follows }: EditionContent, recipient: string) => {
    const before = erratum?.corrects ?? follows
    return before ? messageId(deliveryId(before, recipient), domain, secret) : null
  }
  const editions = new WeakMap<EditionContent, EditionBodies>()
  const bodiesOf = (content: EditionContent) => {
    const known = editions.get(content) ?? openEditionBodies(content, secret)
    editions.set(content, known)
    return known
  }
  return async (claimed, content, mark = '') => {
    const { addressee, delivery, sentAgain } = claimed
    const { subject, body } = bodiesOf(content)(addressee)
    const headers = {
      ...headersOf(config, claimed, content, mark + subject),
      inReplyTo: mark ? null : continued(content, addressee.id),
    }
    const bytes = mailBytes(headers, body)
    return {
      from: pathOf(config, claimed, sentAgain),
      to: addressee.email,
      bytes: keys.length > 0 ? [signed(Buffer.concat(bytes), keys)] : bytes,
      envelopeId: delivery,
    }
  }
}

export function dkimKeysOf({ dkim }: Config): DkimKey[] {
  return (dkim?.keys ?? []).map(({ selector, keyFile }) => readDkimKey(dkim?.domain ?? '', selector, keyFile))
}

function headersOf(
  config: Config,
  claimed: Composable,
  content: EditionContent,
  subject: string,
): Omit<MailHeaders, 'inReplyTo'> {
  const { addressee, messageId, createdAt } = claimed
  const spoc = content.spocs[addressee.commune]
  if (!spoc) throw new Error(`commune ${addressee.commune} has no SPOC in the edition`)
  const domain = config.mailDomain
  return {
    from: ownMailbox(config, content),
    to: { name: addressee.name, address: addressee.email },
    replyTo: [{ name: spoc.name, address: spoc.email }, ownMailbox(config, content)],
    subject,
    date: createdAt,
    messageId,
    listId: { name: titleOf(content), id: `estafette.${domain}` },
    listUnsubscribe: unsubscribing(config, claimed),
    languages: languagesInOrder(addressee.languages, languagesOf(content)),
  }
}

/** In the agency's first language. */
const titleOf = (content: EditionContent) => inLanguage(content.house.title, languagesOf(content)[0] ?? '')

/** In Reply-To beside the SPOC's address: a reply reaches a person and is recorded. */
const ownMailbox = ({ mailFrom }: Config, content: EditionContent) => ({
  name: mailFrom.name || titleOf(content),
  address: mailFrom.address,
})

/** The token in the ledger: deliveries of earlier versions have their Message-ID's. */
function pathOf(config: Config, { delivery, pathToken }: Composable, sentAgain = 0): string {
  return sentAgain === 0 && pathToken
    ? pathWith(pathToken, config.bounceDomain)
    : returnPath(delivery, config.bounceDomain, tokenSecret(config), sentAgain)
}

/** One click over https (RFC 8058); otherwise a returned mail like any report. Both tell the SPOC. */
function unsubscribing(config: Config, claimed: Composable): MailHeaders['listUnsubscribe'] {
  const mail = `mailto:${pathOf(config, claimed)}?subject=unsubscribe`
  if (!config.baseUrl.startsWith('https:')) return { urls: [mail], oneClick: false }
  const link = `${config.baseUrl}/unsubscribe/${unsubscribeToken(claimed.delivery, tokenSecret(config))}`
  return { urls: [link, mail], oneClick: true }
}
