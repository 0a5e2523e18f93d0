import { type Problem, problemAt, WHOLE_FILE } from '../../model/problem/problem.js'
import type { Known } from '../update/checks.js'
import { type ParsedUpdate, parseUpdateFile, UPDATE_LIMIT_BYTES } from '../update/update-file.js'
import { type DocumentFault, readTextDocument } from './text-document.js'
import { parseWordUpdate } from './word-update.js'

/** The maximum bytes of a document; a packed one includes its styles. */
export const DOCUMENT_LIMIT_BYTES = 4 * 1024 * 1024

const DOCUMENT_EXTENSIONS = ['.docx', '.odt', '.fodt'] as const

/** The maximum bytes of a file, by kind. */
export const LIMITS: Record<string, number> = {
  '.md': UPDATE_LIMIT_BYTES,
  ...Object.fromEntries(DOCUMENT_EXTENSIONS.map(extension => [extension, DOCUMENT_LIMIT_BYTES])),
}

/** Parses a file's bytes as an update; `limit` is its kind's. */
export function parseFile(bytes: Uint8Array, limit: number, context: Known & { file: string }): ParsedUpdate {
  if (limit === LIMITS['.md'] || bytes.length === 0) return parseUpdateFile(bytes, context)
  const read = readTextDocument(bytes, context.file)
  if ('document' in read) return parseWordUpdate(read.document, context)
  return { problems: [documentFault(read.fault, context.file, limit)], warnings: [] }
}

function documentFault(fault: DocumentFault, file: string, limit: number): Problem {
  if (fault === 'too-large') return problemAt(file, WHOLE_FILE, 'file-too-large', { limitKiB: limit / 1024 })
  if (fault === 'old-or-locked') return problemAt(file, WHOLE_FILE, 'word-old-or-locked', {})
  if (fault === 'locked') return problemAt(file, WHOLE_FILE, 'odt-locked', {})
  const isOpenDocument = /\.f?odt$/i.test(file)
  return problemAt(file, WHOLE_FILE, isOpenDocument ? 'odt-broken' : 'word-broken', {})
}
