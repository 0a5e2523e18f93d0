import MimeNode from 'nodemailer/lib/mime-node'
import { encode, wrap } from 'nodemailer/lib/qp'
import type { Language } from '../model/language/language.js'
import type { Marks, Words } from '../present/mail/personal-marks.js'

export type MailAddress = { name: string; address: string }

/** The header of one mail; everything else is equal for all with the same reading. */
export type MailHeaders = {
  from: MailAddress
  to: MailAddress
  /** A person's address comes first. */
  replyTo: MailAddress[]
  subject: string
  date: Date
  messageId: string
  /** The Message-ID of the mail that this one continues (RFC 5322 §3.6.4), or null. */
  inReplyTo: string | null
  /** RFC 2919: the list's name and dotted identifier. */
  listId: { name: string; id: string }
  /** RFC 2369, the preferred first; `oneClick`: the first accepts a POST without confirmation (RFC 8058). */
  listUnsubscribe: { urls: string[]; oneClick: boolean }
  languages: Language[]
}

/** A line with marks, still plain text: personal words belong there. */
export type Place = { line: string; html: boolean }

/** A mail's encoded body: its type, and blocks of whole lines with places for the personal words. */
export type EncodedBody = { contentType: string; parts: (Buffer | Place)[] }

export type EncodedLine = (text: string) => Buffer

/** The bytes of one mail: its header, then the filled body in shared blocks of whole lines. */
export function mailBytes(headers: MailHeaders, body: EncodedBody): Buffer[] {
  return [Buffer.from(`${headerLines(headers, body.contentType)}\r\n\r\n`), ...bodyBytes(body)]
}

function headerLines(headers: MailHeaders, contentType: string): string {
  const node = new MimeNode(contentType)
  node.setHeader([
    { key: 'From', value: headers.from },
    { key: 'To', value: headers.to },
    { key: 'Reply-To', value: headers.replyTo },
    { key: 'Subject', value: oneLine(headers.subject) },
    { key: 'Date', value: headers.date.toUTCString().replace('GMT', '+0000') },
    // Not folded: some clients lose an identifier on a second line.
    { key: 'Message-ID', value: { prepared: true, value: headers.messageId } },
    ...thread(headers.inReplyTo),
    { key: 'List-Id', value: { prepared: true, foldLines: true, value: listId(headers.listId) } },
    ...unsubscribing(headers.listUnsubscribe),
    { key: 'Auto-Submitted', value: 'auto-generated' },
    { key: 'Content-Language', value: headers.languages.join(', ') },
  ])
  return node.buildHeaders()
}

/** RFC 5322 §3.6.4: a reply to a mail without References refers to that mail alone. */
function thread(messageId: string | null) {
  if (!messageId) return []
  return [
    { key: 'In-Reply-To', value: messageId },
    { key: 'References', value: messageId },
  ]
}

/** Each address in brackets (RFC 2369 §2) on a line of its own: together they exceed a line. */
function unsubscribing({ urls, oneClick }: MailHeaders['listUnsubscribe']) {
  const value = urls.map(url => `<${url}>`).join(',\r\n ')
  return [
    { key: 'List-Unsubscribe', value: { prepared: true, value } },
    ...(oneClick ? [{ key: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' }] : []),
  ]
}

/** RFC 2919 §3 requires an ASCII phrase, so accents are removed. */
function listId({ name, id }: MailHeaders['listId']): string {
  const plain = name
    .normalize('NFD')
    .replace(/[^ -~]/g, '')
    .replace(/["\\]/g, '')
  return `"${plain}" <${id}>`
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

/** Throws when a place is unfilled: no mail may leave with a mark. */
export function bodyBytes({ parts }: EncodedBody): Buffer[] {
  return parts.map(part => {
    if (!Buffer.isBuffer(part)) throw new Error('a place in the mail was not filled')
    return part
  })
}

/** The body with these words filled in; lines with other marks stay places. */
export function filledBody(
  { contentType, parts }: EncodedBody,
  marks: Marks,
  words: Words,
  encoded: EncodedLine = ownLine,
): EncodedBody {
  return {
    contentType,
    parts: parts.map(part => {
      if (Buffer.isBuffer(part)) return part
      const line = part.html ? marks.fillHtml(part.line, words) : marks.fill(part.line, words)
      return marks.isIn(line) ? { ...part, line } : encoded(line)
    }),
  }
}

/** A line of one mail only. */
const ownLine: EncodedLine = text => Buffer.from(`${quotedPrintable(text)}\r\n`)
export const quotedPrintable = (text: string) => wrap(encode(text))
