import { type Config, ConfigError } from '../../config.js'
import { systemFault } from '../../model/problem/system-fault.js'
import { prepareDataDir } from '../../postgres/server/data-dir.js'

/** An engine does not answer; the message says which, why, and what to do. */
export class EngineUnreachable extends Error {}

/** Creates DATA_DIR, closed to others. Throws ConfigError where it isn't writable, EngineUnreachable on a full disk. */
export async function openDataDir(config: Config): Promise<void> {
  try {
    await prepareDataDir(config.dataDir)
  } catch (error) {
    throw dataDirFault(error, config) ?? error
  }
}

/** The system's error about DATA_DIR as a sentence that says what to do; null for any other error. */
export function dataDirFault(error: unknown, config: Config): ConfigError | EngineUnreachable | null {
  const { code = '', path, message } = error as NodeJS.ErrnoException
  const isFull = /No space left on device|Disk quota exceeded/.test(message)
  const fault = systemFault(isFull ? 'ENOSPC' : code)
  if (!fault || !(isFull || isOf(path, config))) return null
  const said = `${path ?? config.dataDir}: ${fault.words} (${isFull ? 'ENOSPC' : code}).`
  if (fault.passes) return new EngineUnreachable(`DATA_DIR: ${said} ${fault.fix}`)
  if (config.isDataDirGiven || !IN_CHECKOUT.includes(code))
    return new ConfigError([`DATA_DIR: ${said} ${fault.fix}`])
  // The drop folder and its notes need another folder too.
  return new ConfigError([`DATA_DIR, UPDATES_DIR: ${said} Name folders elsewhere in both.`])
}

/** Error codes of a read-only or foreign checkout. */
const IN_CHECKOUT = ['EACCES', 'EPERM', 'EROFS']

/** Whether a path is in DATA_DIR, or a parent folder that had to be made. */
function isOf(path: string | undefined, { dataDir }: Config): boolean {
  return path !== undefined && (path.startsWith(dataDir) || dataDir.startsWith(path))
}
