import { setTimeout as pause } from 'node:timers/promises'
import { rosterToday } from '../context.js'
import type { Opened } from '../opened.js'

/** In milliseconds: how long the roster's answer is memoized; a thousand refusals must not read it a thousand times. */
const HOLDS_MS = 1000

/** In milliseconds: the limit for a folder's answer; on a hanging share the earlier answer must do. */
const PATIENCE_MS = 2000

/** The id of a commune's SPOC in the present roster; empty when it names none. */
export async function spocFor(opened: Opened, commune: string): Promise<string> {
  const { spocs } = opened.memory
  if (!spocs.known || performance.now() >= spocs.until) {
    spocs.known = readInTime(opened)
    spocs.until = performance.now() + HOLDS_MS
  }
  return (await spocs.known).get(commune) ?? ''
}

async function readInTime(opened: Opened): Promise<Map<string, string>> {
  const { log, memory } = opened
  const ended = new AbortController()
  const late = pause(PATIENCE_MS, null, { signal: ended.signal }).then(
    () => {
      log.error('roster.hangs', { milliseconds: PATIENCE_MS })
      return memory.spocs.last
    },
    () => memory.spocs.last,
  )
  return Promise.race([read(opened), late]).finally(() => ended.abort())
}

async function read(opened: Opened): Promise<Map<string, string>> {
  const { log, memory } = opened
  // An outcome is stored even if a file of the roster or the locales can't be read now.
  const found = await rosterToday(opened).catch(error => {
    log.error('roster.unreadable', { reason: error.message })
    return null
  })
  if (found) memory.spocs.last = new Map(found.roster.communes.map(({ nis, spoc }) => [nis, spoc ?? '']))
  return memory.spocs.last
}
