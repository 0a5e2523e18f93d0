import { readFileSync } from 'node:fs'
import { type EnvFile, parseEnvFile } from './config-env.js'
import { fileFault } from './model/problem/system-fault.js'

const NONE: EnvFile = { values: {}, names: [], broken: [] }

/** Reads a file `.env`; a missing one is empty. Returns a sentence where it can't be read. */
export function readEnvFile(file: string): EnvFile | string {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NONE
    return `.env: it can't be read: ${fileFault(error)}.`
  }
  // PowerShell writes UTF-16; read as UTF-8, no name would be recognised.
  if (bytes.includes(0)) return '.env: it is no text in UTF-8. Save it as UTF-8.'
  return parseEnvFile(bytes.toString('utf8'))
}
