import { type PartsFault, wordParts } from './word-parts.js'

export type OdtFault = PartsFault | 'locked'
const WANTED = /^(?:mimetype|content\.xml|styles\.xml|META-INF\/manifest\.xml|encrypted-package)$/

/** A text or its template (ODF 1.3 part 3, appendix B). */
const TEXT_TYPE = /^application\/vnd\.oasis\.opendocument\.text(?:-template)?$/

/** Whether bytes are a packed OpenDocument file: its type comes first, uncompressed (ODF 1.3 part 2, §3.3). */
export function isOdt(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(30, 77)).startsWith('mimetypeapplication/vnd.oasis.opendocument.')
}

/** Whether bytes are a flat OpenDocument file, `.fodt`. */
export function isFlatOdt(bytes: Uint8Array): boolean {
  return /^[^<]{0,3}<(?:\?xml|office:document)/.test(latin1(bytes.subarray(0, 40)))
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

export function packedTexts(bytes: Uint8Array): string[] | OdtFault {
  const parts = wordParts(bytes, WANTED)
  if (typeof parts === 'string') return isLocked(bytes) ? 'locked' : parts
  if (!TEXT_TYPE.test(parts.get('mimetype')?.trim() ?? '')) return 'broken'
  if (parts.get('META-INF/manifest.xml')?.includes('encryption-data')) return 'locked'
  const content = parts.get('content.xml')
  const styles = parts.get('styles.xml')
  if (content === undefined) return 'broken'
  return styles === undefined ? [content] : [content, styles]
}

/** Whether parts are encrypted, by the list of parts, which never is. */
function isLocked(bytes: Uint8Array): boolean {
  const parts = wordParts(bytes, /^META-INF\/manifest\.xml$/)
  return typeof parts !== 'string' && parts.get('META-INF/manifest.xml')?.includes('encryption-data') === true
}
