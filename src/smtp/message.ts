import { createHash } from 'node:crypto'
import MimeNode from 'nodemailer/lib/mime-node'
import { encode, wrap } from 'nodemailer/lib/qp'
import type { RenderedMail } from '../model/edition/edition.js'
import type { Bilingual, Language } from '../model/language.js'
import { LANGUAGES } from '../model/language.js'

export type MailAddress = { name: string; address: string }

/** What the header of one mail says; everything else is the same for all who read the edition in the same way. */
export type MailHeaders = {
  from: MailAddress
  to: MailAddress
  replyTo: MailAddress
  subject: string
  date: Date
  messageId: string
  /** The Message-ID of the mail that this one continues (RFC 5322 §3.6.4), or null. */
  inReplyTo: string | null
  /** RFC 2919: the name and the dotted identifier of the list. */
  listId: { name: string; id: string }
  /** RFC 2369. */
  listUnsubscribe: string
  languages: Language[]
}

/**
 * A mail's body, MIME-encoded once for all who read the edition in the same way: the bytes between the personal parts,
 * and which salutation belongs between them, in its two encodings.
 */
export type EncodedBody = {
  boundary: string
  pieces: Buffer[]
  slots: { language: Language; html: boolean }[]
}

/** A line that no text contains, one per place of a salutation. */
const MARK = /^ESTAFETTE-SALUTATION-(FR|NL)$/

/** The salutation to render with, so that `encodeBody` finds the personal places again. Each stands alone on its line. */
export const SALUTATION_MARKS: Bilingual = { fr: 'ESTAFETTE-SALUTATION-FR', nl: 'ESTAFETTE-SALUTATION-NL' }

/**
 * Encodes a mail rendered with SALUTATION_MARKS: multipart/alternative, text then HTML (RFC 2046 §5.1.4),
 * quoted-printable (7-bit safe). Throws when a salutation's place is missing: a mail without it must not go.
 */
export function encodeBody(mail: RenderedMail): EncodedBody {
  const boundary = `estafette-${createHash('sha256').update(mail.html).update(mail.text).digest('hex').slice(0, 32)}`
  const root = new MimeNode(`multipart/alternative; boundary="${boundary}"`)
  const parts = [
    ['text/plain; charset=utf-8', mail.text],
    ['text/html; charset=utf-8', mail.html],
  ] as const
  const lines = parts.flatMap(([type, content]) => [...partLines(root, boundary, type, content)])
  lines.push(`--${boundary}--`, '')
  return { boundary, ...split(lines) }
}

function* partLines(root: InstanceType<typeof MimeNode>, boundary: string, type: string, content: string) {
  const head = root.createChild(type)
  head.setHeader('Content-Transfer-Encoding', 'quoted-printable')
  yield `--${boundary}`
  yield* head.buildHeaders().split('\r\n')
  yield ''
  yield* quotedPrintable(content.replace(/\r?\n/g, '\r\n')).split('\r\n')
}

function split(lines: string[]): Pick<EncodedBody, 'pieces' | 'slots'> {
  const pieces: Buffer[] = []
  const slots: EncodedBody['slots'] = []
  let piece: string[] = []
  let html = false
  for (const line of lines) {
    if (line.startsWith('Content-Type: text/html')) html = true
    const language = MARK.exec(line)?.[1]?.toLowerCase() as Language | undefined
    if (!language) {
      piece.push(line)
      continue
    }
    pieces.push(Buffer.from(`${piece.join('\r\n')}\r\n`))
    slots.push({ language, html })
    piece = ['']
  }
  pieces.push(Buffer.from(piece.join('\r\n')))
  for (const inHtml of [false, true])
    for (const language of LANGUAGES)
      if (!slots.some(slot => slot.html === inHtml && slot.language === language))
        throw new Error(
          `The mail's ${inHtml ? 'HTML' : 'text'} has no line of its own for the salutation in "${language}".`,
        )
  return { pieces, slots }
}

/** The bytes of one mail, piece by piece: its header, then the body with the salutations filled in. */
export function* mailBytes(
  headers: MailHeaders,
  body: EncodedBody,
  salutation: Bilingual,
): Generator<Buffer> {
  yield Buffer.from(`${headerLines(headers, body.boundary)}\r\n\r\n`)
  for (const [index, piece] of body.pieces.entries()) {
    yield piece
    const slot = body.slots[index]
    if (slot)
      yield Buffer.from(
        quotedPrintable(slot.html ? escapeHtml(salutation[slot.language]) : salutation[slot.language]),
      )
  }
}

function headerLines(headers: MailHeaders, boundary: string): string {
  const node = new MimeNode(`multipart/alternative; boundary="${boundary}"`)
  node.setHeader([
    { key: 'From', value: headers.from },
    { key: 'To', value: headers.to },
    { key: 'Reply-To', value: headers.replyTo },
    { key: 'Subject', value: oneLine(headers.subject) },
    { key: 'Date', value: headers.date.toUTCString().replace('GMT', '+0000') },
    // Not folded: some readers lose an identifier that begins on the second line.
    { key: 'Message-ID', value: { prepared: true, value: headers.messageId } },
    ...thread(headers.inReplyTo),
    { key: 'List-Id', value: { prepared: true, foldLines: true, value: listId(headers.listId) } },
    { key: 'List-Unsubscribe', value: { prepared: true, foldLines: true, value: headers.listUnsubscribe } },
    { key: 'Auto-Submitted', value: 'auto-generated' },
    { key: 'Content-Language', value: headers.languages.join(', ') },
  ])
  return node.buildHeaders()
}

/** RFC 5322 §3.6.4: a reply to a mail without a References of its own refers to that mail alone. */
function thread(messageId: string | null) {
  if (!messageId) return []
  return [
    { key: 'In-Reply-To', value: messageId },
    { key: 'References', value: messageId },
  ]
}

/** RFC 2919 §3 wants an ASCII phrase; what is not ASCII loses its accents. */
function listId({ name, id }: MailHeaders['listId']): string {
  const plain = name
    .normalize('NFD')
    .replace(/[^ -~]/g, '')
    .replace(/["\\]/g, '')
  return `"${plain}" <${id}>`
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
const quotedPrintable = (text: string) => wrap(encode(text))
const escapeHtml = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
