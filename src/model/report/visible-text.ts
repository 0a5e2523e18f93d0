import { headerText } from './header.js'
import { type Part, partText } from './mime.js'

const LONGEST = 256 * 1024

/**
 * What a person sees of a mail: its own text parts, without attachments and without mails carried along. Of
 * alternatives the plain one, or the HTML one as text when the plain one is empty (RFC 2046 §5.1.4).
 */
export function visibleText(parts: Part[]): string {
  const own = parts.filter(part => !part.returned && !isAttachment(part))
  const plain = joined(
    own.filter(part => part.type === 'text/plain' || isBrokenMultipart(part)),
    partText,
  )
  if (plain.trim() !== '') return plain
  return joined(
    own.filter(part => part.type === 'text/html'),
    part => htmlToText(partText(part)),
  )
}

function joined(parts: Part[], read: (part: Part) => string): string {
  let text = ''
  for (const part of parts) {
    if (text.length >= LONGEST) break
    text += `${text === '' ? '' : '\n\n'}${read(part)}`
  }
  return text.slice(0, LONGEST)
}

function isAttachment(part: Part): boolean {
  return /^attachment/i.test(headerText(part.fields, 'content-disposition'))
}

/** A multipart whose boundary never comes is shown by mail programs as the text that it is. */
function isBrokenMultipart(part: Part): boolean {
  return part.type.startsWith('multipart/') && !part.hasParts
}

/** Elements whose content is not shown, or is a quoted mail. */
const HIDDEN = /^(script|style|head|title|template)$/
const BREAKS = /^(br|p|div|tr|table|li|ul|ol|h[1-6]|pre|hr|blockquote|dt|dd)$/
const QUOTED =
  /gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|protonmail_quote|zmail_extra/

/**
 * HTML as plain text, one pass, bounded; never parses what it reads as markup for anything else. Quoted mail
 * (blockquote, the wrappers of Gmail, Yahoo, Outlook, Thunderbird) becomes lines that begin with `>`, cut at the wrapper.
 */
export function htmlToText(html: string): string {
  let text = ''
  let position = 0
  let quoteDepth = 0
  while (position < html.length) {
    const tagStart = html.indexOf('<', position)
    const upTo = tagStart < 0 ? html.length : tagStart
    if (quoteDepth === 0) text += html.slice(position, upTo).replace(/[ \t\r\n]+/g, ' ')
    if (tagStart < 0) break
    const tagEnd = html.startsWith('<!--', tagStart)
      ? html.indexOf('-->', tagStart) + 2
      : html.indexOf('>', tagStart)
    if (tagEnd < tagStart + 1) break
    const tag = html.slice(tagStart + 1, Math.min(tagEnd, tagStart + 600))
    const name = /^\/?([a-z][a-z0-9]{0,15})/i.exec(tag)?.[1]?.toLowerCase() ?? ''
    position = tagEnd + 1
    if (HIDDEN.test(name) && !tag.startsWith('/')) position = endOf(html, name, position)
    if (name === 'blockquote') quoteDepth = Math.max(0, quoteDepth + (tag.startsWith('/') ? -1 : 1))
    if (QUOTED.test(tag) && quoteDepth === 0) return tidy(`${text}\n> \n`)
    if (BREAKS.test(name)) text += '\n'
  }
  return tidy(text)
}

function endOf(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}\\s*>`, 'ig')
  close.lastIndex = from
  const found = close.exec(html)
  return found ? found.index + found[0].length : html.length
}

function tidy(text: string): string {
  return decodeEntities(text)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n[ \t]+/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  euml: 'ë',
  agrave: 'à',
  acirc: 'â',
  auml: 'ä',
  ccedil: 'ç',
  ocirc: 'ô',
  ouml: 'ö',
  ugrave: 'ù',
  ucirc: 'û',
  uuml: 'ü',
  icirc: 'î',
  iuml: 'ï',
  szlig: 'ß',
  rsquo: '’',
  lsquo: '‘',
  laquo: '«',
  raquo: '»',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  Eacute: 'É',
  Agrave: 'À',
  oelig: 'œ',
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? whole) : whole
    const code = Number.parseInt(decimal ?? hex, decimal ? 10 : 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}
