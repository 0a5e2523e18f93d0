import { extname } from 'node:path'
import type { WordDocument } from './document.js'
import { readOdtFile } from './odt-file.js'
import { isFlatOdt, isOdt, type OdtFault } from './odt-package.js'
import { readWordFile, type WordFileFault } from './word-file.js'

export type DocumentFault = WordFileFault | OdtFault

/** Reads a Word or OpenDocument text by its bytes; its name decides only where they don't. */
export function readTextDocument(
  bytes: Uint8Array,
  name: string,
): { document: WordDocument } | { fault: DocumentFault } {
  if (isOdt(bytes) || isFlatOdt(bytes)) return readOdtFile(bytes)
  const read = readWordFile(bytes)
  return 'fault' in read && /^\.f?odt$/i.test(extname(name)) ? readOdtFile(bytes) : read
}
