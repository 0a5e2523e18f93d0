import { createHash } from 'node:crypto'
import type { RenderedMail } from '../model/editions/edition.js'
import type { Marks } from '../present/mail/personal-marks.js'
import { type EncodedBody, type EncodedLine, type Place, quotedPrintable } from './message.js'

/** A part renders but can't be sent: the template's fault. The message names the part. */
export class Unsendable extends Error {
  override name = 'Unsendable'
  constructor(
    readonly part: 'html' | 'text' | 'subject',
    message: string,
  ) {
    super(`the ${part} ${message}`)
  }
}

/** A file attached to a mail; `type` is a media type with parameters, `name` in ASCII. */
export type AttachedFile = { name: string; type: string; content: string }

export type BodyEncoder = {
  encode: (mail: RenderedMail, files?: AttachedFile[]) => EncodedBody
  /** One line of text; equal lines share bytes. */
  line: EncodedLine
  /** Bytes of all blocks made so far. */
  size: () => number
}

/**
 * Encodes mails rendered with marks (present/mail/personal.ts): multipart/alternative, text then HTML (RFC 2046 §5.1.4), quoted-printable; with
 * files, inside multipart/mixed. Lines repeat in each reading of an edition, so each is encoded once, and bodies share equal blocks. Throws
 * Unsendable when a salutation's place is missing.
 */
export function openBodyEncoder(marks: Marks): BodyEncoder {
  const lines = new Map<string, string>()
  const blocks = new Map<string, Buffer>()
  let size = 0
  const encodedLine = (line: string): string => {
    const encoded = lines.get(line) ?? quotedPrintable(line)
    lines.set(line, encoded)
    return encoded
  }
  const blockOf = (text: string): Buffer => {
    const known = blocks.get(text)
    if (known) return known
    const block = Buffer.from(text, 'latin1')
    blocks.set(text, block)
    size += block.length
    return block
  }
  const attached = new Map<string, Buffer>()
  const attachedBlock = (file: AttachedFile): Buffer => {
    const key = `${file.name} ${file.type} ${file.content}`
    const block = attached.get(key) ?? blockOf(attachedPart(file))
    attached.set(key, block)
    return block
  }
  return {
    encode: (mail, files = []) => {
      assertPlaces(mail, marks)
      const boundary = `estafette-${createHash('sha256').update(mail.html).update(mail.text).digest('hex').slice(0, 32)}`
      const parts = [
        ...encodedPart(`--${boundary}\r\n${head('text/plain')}`, mail.text, false),
        ...encodedPart(`--${boundary}\r\n${head('text/html')}`, mail.html, true),
        Buffer.from(`--${boundary}--\r\n`),
      ]
      const contentType = `multipart/alternative; boundary="${boundary}"`
      return files.length === 0
        ? { contentType, parts }
        : withFiles({ contentType, parts }, boundary, files.map(attachedBlock))
    },
    line: text => blockOf(`${encodedLine(text)}\r\n`),
    size: () => size,
  }

  function encodedPart(before: string, content: string, html: boolean): (Buffer | Place)[] {
    const parts: (Buffer | Place)[] = [Buffer.from(before)]
    let block = ''
    for (const line of content.split(/\r?\n/)) {
      if (marks.isIn(line)) {
        if (block) parts.push(blockOf(block))
        parts.push({ line, html })
        block = ''
        continue
      }
      block += `${encodedLine(line)}\r\n`
      if (endsBlock(line)) {
        parts.push(blockOf(block))
        block = ''
      }
    }
    if (block) parts.push(blockOf(block))
    return parts
  }
}

/** Depends on the line alone, so that equal lines give equal blocks after any others; some kB each. */
const endsBlock = (line: string) => line.length % 64 === 47

const head = (type: string) =>
  `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`

/** Outside the alternatives: with a calendar as an alternative or only part, Outlook shows a meeting request (MS-OXCICAL §2.1.3.1.1.1). */
function withFiles({ contentType, parts }: EncodedBody, inner: string, files: Buffer[]): EncodedBody {
  const boundary = `mixed-${inner}`
  return {
    contentType: `multipart/mixed; boundary="${boundary}"`,
    parts: [
      Buffer.from(`--${boundary}\r\nContent-Type: ${contentType}\r\n\r\n`),
      ...parts,
      Buffer.from('\r\n'),
      ...files.flatMap(file => [Buffer.from(`--${boundary}\r\n`), file]),
      Buffer.from(`--${boundary}--\r\n`),
    ],
  }
}

/** RFC 2183; base64 preserves the file's line ends. */
function attachedPart({ name, type, content }: AttachedFile): string {
  return [
    `Content-Type: ${type};\r\n name="${name}"`,
    `Content-Disposition: attachment;\r\n filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    (
      Buffer.from(content)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    ).join('\r\n'),
    '',
  ].join('\r\n')
}

/** Throws Unsendable when a part lacks the place of a language's salutation. */
export function assertPlaces(mail: RenderedMail, marks: Marks): void {
  for (const part of ['html', 'text'] as const)
    for (const [language, { salutation }] of Object.entries(marks.of))
      if (!mail[part].includes(salutation))
        throw new Unsendable(part, `has no place for the salutation in "${language}".`)
}
