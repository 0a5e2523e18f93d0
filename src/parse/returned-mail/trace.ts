import { fieldAddress, findAddresses, unique } from './address.js'
import { type Field, headerValues, parseFields } from './header.js'
import { type Part, partText } from './mime.js'

/** The data that match a report to a delivery; a From proves nothing and isn't included. */
export type Trace = {
  /** Message-IDs with angle brackets: In-Reply-To, References, Exchange's parent, and those of the returned mail. */
  references: string[]
  /** The addresses where the report came in, with the return path's token. */
  returnedTo: string[]
  /** The addresses of the returned mail. */
  envelopeTo: string[]
  /** Return paths in the returned mail. */
  returnPaths: string[]
}

const ARRIVED = [
  'to',
  'cc',
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-rcpt-to',
  'apparently-to',
]
const ID = /<[^<>\s]{3,250}>/g

/** The trace of a report: from its own header, the returned headers, and a copy in the text (`copy`). */
export function traceOf(parts: Part[], copy: string): Trace {
  const own = parts[0]?.fields ?? []
  const returned = returnedFields(parts, copy)
  return {
    references: unique([
      ...messageIds(
        headerValues(
          own,
          'in-reply-to',
          'references',
          'x-ms-exchange-parent-message-id',
          'x-original-message-id',
          'original-message-id',
        ),
      ),
      ...messageIds(headerValues(returned, 'message-id', 'original-message-id', 'x-original-message-id')),
    ]).slice(0, 100),
    returnedTo: unique(
      headerValues(own, ...ARRIVED).flatMap(value => findAddresses(value.slice(0, 4000))),
    ).slice(0, 50),
    envelopeTo: unique(
      headerValues(returned, 'to', 'x-original-to', 'delivered-to').flatMap(value =>
        findAddresses(value.slice(0, 4000)),
      ),
    ).slice(0, 50),
    returnPaths: unique(
      headerValues(returned, 'return-path', 'x-return-path').map(fieldAddress).filter(Boolean),
    ).slice(0, 20),
  }
}

/** The outermost header of each carried mail, and of a copy in the text. */
function returnedFields(parts: Part[], copy: string): Field[] {
  const headerParts = parts.filter(part => /^(?:text|message)\/(?:rfc822|global)-?headers?$/.test(part.type))
  const encoded = parts.filter(
    part =>
      /^message\/(rfc822|global)$/.test(part.type) &&
      part.body.length > 0 &&
      !followedByReturned(parts, part),
  )
  const inText = copy
    .split('\n')
    .slice(0, 300)
    .map(line => line.replace(/^(?:>\s?)+/, ''))
    .join('\n')
  return [
    ...(parts.find(part => part.returned)?.fields ?? []),
    ...[...headerParts, ...encoded].flatMap(part => parseFields(headerIn(partText(part)))),
    ...parseFields(inText),
  ]
}

/** The lines above the first empty one. */
function headerIn(text: string): string {
  const lines = text.split('\n')
  const end = lines.findIndex((line, index) => index > 0 && line.trim() === '')
  return lines.slice(0, end < 0 ? undefined : end).join('\n')
}

function followedByReturned(parts: Part[], part: Part): boolean {
  return parts[parts.indexOf(part) + 1]?.returned === true
}

/** Message-IDs in angle brackets; a value without brackets counts as one, as some programs omit them. */
export function messageIds(values: string[]): string[] {
  return values.flatMap(value => {
    const ids = value.slice(0, 8000).match(ID)
    const bare = value.trim().split(/\s+/)[0] ?? ''
    return ids ?? (/^[^\s<>]{3,250}@?[^\s<>]*$/.test(bare) && bare !== '' ? [`<${bare}>`] : [])
  })
}
