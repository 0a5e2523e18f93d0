import { extname } from 'node:path'
import type { WordDocument } from './document.js'
import { readOdtFile } from './odt-file.js'
import { isFlatOdt, isOdt, type OdtFault } from './odt-package.js'
import { readWordFile, type WordFileFault } from './word-file.js'

export type DocumentFault = WordFileFault | OdtFault

/** A Word file or an OpenDocument text, by what it is; its name says it only where its bytes don't. */
export function readTextDocument(
  bytes: Uint8Array,
  name: string,
): { document: WordDocument } | { fault: DocumentFault } {
  if (isOdt(bytes) || isFlatOdt(bytes)) return readOdtFile(bytes)
  const read = readWordFile(bytes)
  return 'fault' in read && /^\.f?odt$/i.test(extname(name)) ? readOdtFile(bytes) : read
}
