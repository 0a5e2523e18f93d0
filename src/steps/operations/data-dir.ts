import { type Config, ConfigError } from '../../config.js'
import { systemFault } from '../../model/problem/system-fault.js'
import { prepareDataDir } from '../../postgres/server/data-dir.js'

/** An engine that Estafette needs does not answer; the message says which, why, and what to do. */
export class EngineUnreachable extends Error {}

/** Makes DATA_DIR, closed to others. Throws ConfigError where it can't be written to, EngineUnreachable where the disk is full. */
export async function openDataDir(config: Config): Promise<void> {
  try {
    await prepareDataDir(config.dataDir)
  } catch (error) {
    throw dataDirFault(error, config) ?? error
  }
}

/** What the system says of DATA_DIR, as one sentence that says what to do; null: it says something else, or of something else. */
export function dataDirFault(error: unknown, config: Config): ConfigError | EngineUnreachable | null {
  const { code = '', path, message } = error as NodeJS.ErrnoException
  const isFull = /No space left on device|Disk quota exceeded/.test(message)
  const fault = systemFault(isFull ? 'ENOSPC' : code)
  if (!fault || !(isFull || isOf(path, config))) return null
  const said = `${path ?? config.dataDir}: ${fault.words} (${isFull ? 'ENOSPC' : code}).`
  if (fault.passes) return new EngineUnreachable(`DATA_DIR: ${said} ${fault.fix}`)
  if (config.isDataDirGiven || !IN_CHECKOUT.includes(code))
    return new ConfigError([`DATA_DIR: ${said} ${fault.fix}`])
  // What editors drop, and what they are told beside it, needs another folder, too.
  return new ConfigError([`DATA_DIR, UPDATES_DIR: ${said} Name folders elsewhere in both.`])
}

/** The codes of a checkout that is read-only, or somebody else's. */
const IN_CHECKOUT = ['EACCES', 'EPERM', 'EROFS']

/** Is it in DATA_DIR, or one of the folders above, which had to be made? */
function isOf(path: string | undefined, { dataDir }: Config): boolean {
  return path !== undefined && (path.startsWith(dataDir) || dataDir.startsWith(path))
}
