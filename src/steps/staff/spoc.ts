import { setTimeout as pause } from 'node:timers/promises'
import { localDay } from '../../model/calendar/calendar.js'
import type { Context } from '../context.js'

/** How long what the roster said is taken as said, in milliseconds: a thousand refusals must not read it a thousand times. */
const HOLDS = 1000

/** How long a folder may take to answer, in milliseconds: on a share that hangs, what was known before must do. */
const PATIENCE = 2000

/** The id of the SPOC of a commune, as the roster has it now; empty when it names none. */
export function bindSpoc({
  config,
  clock,
  log,
  folders,
}: Pick<Context, 'config' | 'clock' | 'log' | 'folders'>): Context['spocFor'] {
  let known: Promise<Map<string, string>> | null = null
  let last = new Map<string, string>()
  let until = 0
  const read = async () => {
    // An outcome is to be kept although a file of the roster or the locales can't be read just now.
    const found = await folders.roster(localDay(clock(), config.timeZone)).catch(error => {
      log.error('roster.unreadable', { reason: error.message })
      return null
    })
    if (found) last = new Map(found.roster.communes.map(({ nis, spoc }) => [nis, spoc ?? '']))
    return last
  }
  const readInTime = async () => {
    const ended = new AbortController()
    const late = pause(PATIENCE, null, { signal: ended.signal }).then(
      () => {
        log.error('roster.hangs', { milliseconds: PATIENCE })
        return last
      },
      () => last,
    )
    return Promise.race([read(), late]).finally(() => ended.abort())
  }
  return async commune => {
    if (!known || performance.now() >= until) {
      known = readInTime()
      until = performance.now() + HOLDS
    }
    return (await known).get(commune) ?? ''
  }
}
