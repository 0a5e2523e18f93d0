import { Unzip, UnzipInflate } from 'fflate'
import { SaxesParser } from 'saxes'

/** An element of a part; text is kept only where Word stores text. */
export type XmlElement = {
  name: string
  attributes: Record<string, string>
  children: (XmlElement | string)[]
}

/** Far above a document of some pages: limits of all unpacked parts, and of nesting. */
const UNPACKED_LIMIT_BYTES = 6 * 1024 * 1024
const ELEMENT_LIMIT = 150_000
const DEPTH_LIMIT = 120
const PIECE_BYTES = 16 * 1024
const ENTRY_LIMIT = 2_000

const WANTED =
  /^(?:_rels\/\.rels|word\/(?:document|styles|numbering)\d*\.xml|word\/_rels\/document\d*\.xml\.rels)$/
const TEXTS = new Set(['w:t', 'w:instrText'])

export type PartsFault = 'broken' | 'too-large'

/**
 * The parts of a packed document that match `wanted`, by name, as text; by default those of a Word file. Writes no file, and uses no name as a path.
 * Counts the unpacked bytes themselves, so that a zip bomb stops at the limit.
 */
export function wordParts(
  bytes: Uint8Array,
  wanted = WANTED,
  limitBytes = UNPACKED_LIMIT_BYTES,
): Map<string, string> | PartsFault {
  if (!isWhole(bytes)) return 'broken'
  const found = new Map<string, Uint8Array[]>()
  let size = 0
  let entries = 0
  let broken = false
  const unzip = new Unzip(entry => {
    entries += 1
    if (!wanted.test(entry.name)) return
    // Two parts of one name: which one Word shows is unknown.
    if (found.has(entry.name)) broken = true
    const pieces: Uint8Array[] = []
    found.set(entry.name, pieces)
    entry.ondata = (error, piece) => {
      if (error) broken = true
      size += piece?.length ?? 0
      if (size <= limitBytes && piece) pieces.push(piece)
    }
    entry.start()
  })
  unzip.register(UnzipInflate)
  try {
    for (let at = 0; at < bytes.length && !broken; at += PIECE_BYTES) {
      unzip.push(bytes.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= bytes.length)
      if (size > limitBytes || entries > ENTRY_LIMIT) return 'too-large'
    }
    if (broken) return 'broken'
    const decoder = new TextDecoder('utf-8', { fatal: true })
    return new Map([...found].map(([name, pieces]) => [name, decoder.decode(Buffer.concat(pieces))]))
  } catch {
    return 'broken'
  }
}

/** Whether the zip has its end record, which an unfinished copy lacks (APPNOTE.TXT §4.3.16). */
function isWhole(bytes: Uint8Array): boolean {
  return (
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(
      'PK\x05\x06',
      undefined,
      'latin1',
    ) > 0
  )
}

/**
 * A part as a tree. Document types are refused, so that only XML's five entities exist and nothing is fetched; malformed XML is broken. `keepsText`:
 * elements whose text counts.
 */
export function xmlTree(
  text: string,
  keepsText = (name: string) => TEXTS.has(name),
  limitElements = ELEMENT_LIMIT,
): XmlElement | PartsFault {
  const root: XmlElement = { name: '', attributes: {}, children: [] }
  const open = [root]
  let elements = 0
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('doctype', () => {
    throw new Error('a document type')
  })
  parser.on('opentag', ({ name, attributes }) => {
    elements += 1
    if (elements > limitElements || open.length > DEPTH_LIMIT) throw new TooMuch()
    const element = { name, attributes: attributes as Record<string, string>, children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  const keep = (piece: string) => {
    const element = open.at(-1)
    if (element && keepsText(element.name)) element.children.push(piece)
  }
  parser.on('text', keep)
  parser.on('cdata', keep)
  try {
    parser.write(text).close()
  } catch (error) {
    return error instanceof TooMuch ? 'too-large' : 'broken'
  }
  return elementsOf(root)[0] ?? 'broken'
}

class TooMuch extends Error {}

/** The child elements, of this name where one is given. */
export function elementsOf(element: XmlElement | undefined, name?: string): XmlElement[] {
  const children = element?.children ?? []
  return children.filter(
    (child): child is XmlElement => typeof child !== 'string' && (!name || child.name === name),
  )
}

/** The first element on a path of names. */
export function elementAt(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((at, name) => elementsOf(at, name)[0], element)
}

/** Whether a property is present and not turned off (ECMA-376 §17.17.4, ST_OnOff). */
export function isOn(element: XmlElement | undefined): boolean {
  return element !== undefined && !/^(0|false|off|none)$/.test(element.attributes['w:val'] ?? '')
}
