import type { RenderedMail } from '../../model/editions/edition.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { type EditionRow, findEdition } from '../../postgres/editions/editions.js'
import type { Notice } from '../../present/staff-mail/notice.js'
import type { NoticeExtras } from '../../present/staff-mail/notice-extras.js'
import type { Context } from '../context.js'
import { makeToken } from '../staff/links.js'
import { logInLinkFor } from '../staff/log-in.js'
import { letThroughLinkFor } from '../updates/let-through.js'
import { lookAt, mailFor } from './look-at.js'
import { signersOf } from './signers.js'

/** Additions to a mail to an approver; or why it is not sent any more. */
type Enclosures = { extras: NoticeExtras; enclosed: RenderedMail | null } | { stale: string }

/** Made at sending: the link, which no row stores; for a request also the summary and the whole edition. Null for other mails. */
export async function enclosuresOf(context: Context, notice: Notice): Promise<Enclosures | null> {
  switch (notice.kind) {
    case 'let-through-request':
      return withLink(await letThroughLinkFor(context, notice))
    case 'log-in-link':
      return withLink(await logInLinkFor(context, notice))
    case 'approval-withdrawn':
      return anotherLink(context, notice)
    case 'sign-off-request':
    case 'sign-off-reminder':
      return signLink(context, notice)
    default:
      return null
  }
}

const withLink = (made: { link: string } | { stale: string }): Enclosures =>
  'stale' in made ? made : { extras: { ...made, summary: null }, enclosed: null }

async function signLink(
  context: Context,
  { kind, to, values }: Extract<Notice, { kind: 'sign-off-request' | 'sign-off-reminder' }>,
): Promise<Enclosures> {
  const { edition, version } = values
  const row = await findEdition(context.engine.db, edition, context.clock())
  if (row?.state !== 'awaiting-sign-off' || row.version !== version)
    return { stale: `${edition} v${version} does not wait for a sign-off any more` }
  if (kind === 'sign-off-reminder') return withLink({ link: await makeSignLink(context, row, to.email) })
  const looked = await lookAt(context, row)
  if (!looked) return { stale: `${edition} is not what was frozen: its rows were changed in the database` }
  const link = await makeSignLink(context, row, to.email)
  const language = to.languages[0] ?? context.config.agency.languages[0] ?? ''
  return { extras: { link, summary: looked.summary }, enclosed: mailFor(looked, language) }
}

/** A withdrawn approval is always told; with a link to those who can sign instead, while they can. */
async function anotherLink(
  context: Context,
  { to, values }: Extract<Notice, { kind: 'approval-withdrawn' }>,
): Promise<Enclosures | null> {
  const row = await findEdition(context.engine.db, values.edition, context.clock())
  if (row?.state !== 'awaiting-sign-off' || row.version !== values.version) return null
  if (!(await signersOf(context, row)).some(({ email }) => sameAddress(email, to.email))) return null
  return withLink({ link: await makeSignLink(context, row, to.email) })
}

/** A new link for one person to decide on the frozen version, valid until its sign-off closes. */
async function makeSignLink(context: Context, row: EditionRow, email: string): Promise<string> {
  const { id: edition, version, hash, closesAt } = row
  if (!hash || !closesAt) throw new Error(`${edition} is not frozen`)
  const token = await makeToken(context, {
    purpose: 'sign-off',
    email,
    edition,
    version,
    hash,
    expiresAt: closesAt,
  })
  return `${context.config.baseUrl}/sign/${token}`
}
