import { CODE_PAGES } from '../language/code-pages.js'
import { visible } from '../language/marks.js'
import type { NameFault, Remedy } from '../problem/problem-values.js'
import { isLeftAlone, isPlaceholder } from './left-alone.js'

/** The kind of a file in the drop folder, by its name. `refused` may be an update, but can't be used. */
export type FileKind =
  | { kind: 'update'; extension: string }
  | { kind: 'left-alone' }
  | { kind: 'refused'; extension: string; remedy: Remedy; proposed: string }
  | { kind: 'old-word' }
  | { kind: 'misnamed'; fault: NameFault; proposed: string }
  | { kind: 'other'; extension: string }

/** Formats that are read: Markdown, Word, OpenDocument. */
export const UPDATE_EXTENSIONS = ['.md', '.docx', '.odt', '.fodt']

const REMEDIES: Record<Remedy, string[]> = {
  rename: ['.txt', '.text', '.markdown', '.mdown', '.mkdown', '.mkd', '.mdwn', '.mdtxt', '.mdtext', '.mdx'],
  word: [
    ...['.ott', '.odm', '.sxw', '.stw', '.uot'],
    ...[
      '.docm',
      '.dotx',
      '.dotm',
      '.dot',
      '.docb',
      '.rtf',
      '.rtfd',
      '.wps',
      '.wpt',
      '.wpd',
      '.wri',
      '.abw',
      '.zabw',
    ],
    ...['.hwp', '.hwpx', '.lwp', '.textbundle', '.textpack'],
  ],
  pages: ['.pages'],
  google: ['.gdoc'],
  pdf: ['.pdf', '.xps', '.oxps'],
  mail: ['.eml', '.msg', '.emlx', '.oft', '.mbox'],
  unpack: ['.zip', '.7z', '.rar', '.tar', '.tgz', '.gz', '.bz2', '.xz', '.zst'],
  'web-page': ['.html', '.htm', '.xhtml', '.mht', '.mhtml', '.webarchive'],
  shortcut: ['.lnk', '.url', '.webloc', '.desktop'],
  download: ['.icloud', '.nextcloud', '.owncloud'],
}
const REMEDY_OF = new Map(
  Object.entries(REMEDIES).flatMap(([remedy, extensions]) => extensions.map(one => [one, remedy as Remedy])),
)

/** Folders that their program shows as one document: never entered. */
const BUNDLES = ['.pages', '.rtfd', '.textbundle', '.key', '.numbers', '.app', '.webarchive']
export const isBundle = (name: string) => BUNDLES.includes(extensionOf(name))

/** The kind of a file called `name`. `isUtf8` false: {@link readableName} changed the name, so it is not the one on disk. */
export function fileKind(name: string, isUtf8 = true): FileKind {
  if (isLeftAlone(name)) return { kind: 'left-alone' }
  const clean = withoutUnseen(name)
  const sound = withoutEnd(clean)
  const kind = kindOfSound(sound)
  if (kind.kind === 'other' || kind.kind === 'left-alone') return kind
  const proposed = kind.kind === 'refused' ? kind.proposed : sound
  if (!isUtf8) return { kind: 'misnamed', fault: 'not-utf8', proposed }
  if (clean !== name) return { kind: 'misnamed', fault: 'unseen', proposed }
  return sound === name ? kind : { kind: 'misnamed', fault: 'end', proposed }
}

function kindOfSound(name: string): FileKind {
  if (isLeftAlone(name)) return { kind: 'left-alone' }
  const extension = extensionOf(name)
  if (UPDATE_EXTENSIONS.includes(extension)) return { kind: 'update', extension }
  if (extension === '.doc') return { kind: 'old-word' }
  const remedy = REMEDY_OF.get(extension)
  if (!remedy) return { kind: 'other', extension }
  return { kind: 'refused', extension, remedy, proposed: proposedName(name, extension, remedy) }
}

/** `prime.md.txt` → `prime.md`; `prime.odt` → `prime.docx`; a placeholder or an archive keeps its name. */
export function proposedName(name: string, extension: string, remedy: Remedy): string {
  const base = name.slice(0, name.length - extension.length)
  if (remedy === 'download') return isPlaceholder(name.toLowerCase()) ? base.slice(1) : base
  const stem = base.toLowerCase().endsWith('.md') ? base.slice(0, -3) : base
  return remedy === 'rename' ? `${stem}.md` : `${stem}.docx`
}

/** The extension in lower case with its dot; empty without one, and for a name that only begins with a dot. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot).toLowerCase() : ''
}

/** Windows can't open a name that ends in a space or dot. */
function withoutEnd(name: string): string {
  let end = name.length
  while (end > 1 && ' .\u00a0'.includes(name[end - 1] ?? '')) end--
  return name.slice(0, end)
}

/** Without control, direction and invisible characters. */
const withoutUnseen = (name: string) =>
  name.replace(/[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu, '')

/**
 * A file's name for people. `shown`: invisible characters as marks. `guess`: its bytes read as Windows-1252 or, below A0, DOS code page 850. A UTF-8
 * name is itself.
 */
export function readableName(bytes: Uint8Array): { shown: string; guess: string; isUtf8: boolean } {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  if (isSameBytes(new TextEncoder().encode(text), bytes))
    return { shown: onOneLine(text), guess: text, isUtf8: true }
  const letters = [...bytes].map(byte => (byte < 0x80 ? String.fromCharCode(byte) : letterOf(byte)))
  const shown = [...bytes].map(byte => (byte < 0x80 ? String.fromCharCode(byte) : markOf(byte)))
  return { shown: onOneLine(shown.join('')), guess: letters.join(''), isUtf8: false }
}

/** Also marks tabs and line breaks, which `visible` keeps. */
const onOneLine = (name: string) =>
  visible(name).replace(/[\t\n\r]/g, one => String.fromCharCode(0x2400 + one.charCodeAt(0)))

const isSameBytes = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, index) => byte === other[index])

const markOf = (byte: number) => `\u27e8${byte.toString(16).toUpperCase()}\u27e9`

/** A byte from 80 on as a letter; a dash where it is none. */
const letterOf = (byte: number) => {
  if (byte >= 0xa0) return byte < 0xc0 ? '-' : CODE_PAGES['windows-1252'].charAt(byte - 0x80)
  const letter = CODE_PAGES.ibm850.charAt(byte - 0x80)
  return /\p{L}/u.test(letter) ? letter : '-'
}
