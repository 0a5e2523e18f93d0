import { appendFileSync, existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { inspect } from 'node:util'
import type { Config } from '../config.js'
import { visible } from '../model/language/marks.js'

/** In DATA_DIR: details of bugs, for developers. */
const FILE = 'errors.log'

/**
 * Keeps the details of a bug without secrets: in DATA_DIR/errors.log, or on stderr with LOG_LEVEL=debug. Returns the sentence that says where. A
 * missing folder is not created.
 */
export function keepDetails(
  error: unknown,
  config: Config | null,
  hide: (text: string) => string,
  tell: (text: string) => void,
): string {
  const details = visible(hide(inspect(error, { depth: 4 })))
  if (config?.logLevel === 'debug') {
    tell(details)
    return 'Please report it with what stands above.'
  }
  const file = config && existsSync(config.dataDir) ? join(config.dataDir, FILE) : null
  if (file && isKept(file, details)) return `Please report it with ${relative(process.cwd(), file)}.`
  return 'Please report it with what LOG_LEVEL=debug shows.'
}

function isKept(file: string, details: string): boolean {
  try {
    const head = `${new Date().toISOString()} Node ${process.version}`
    appendFileSync(file, `${head}\n${details}\n\n`, { mode: 0o600 })
    return true
  } catch {
    return false
  }
}
