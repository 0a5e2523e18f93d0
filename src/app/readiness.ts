import { setImmediate as breathe } from 'node:timers/promises'
import type { Log } from '../log.js'
import type { Addressee } from '../model/edition/audience.js'
import type { EditionContent } from '../model/edition/edition.js'
import type { EditionBodies } from './edition-bodies.js'

export type ReadinessPorts = {
  /** The editions that are signed off and still to be dispatched. */
  approved: () => Promise<{ edition: string; version: number }[]>
  /** What was signed off; null when the stored edition is something else. */
  content: (edition: string, version: number) => Promise<EditionContent | null>
  addressees: (edition: string, version: number) => AsyncIterable<Addressee>
  bodiesOf: (content: EditionContent) => EditionBodies
  isEnding: () => boolean
  log: Pick<Log, 'info' | 'warn'>
}

/**
 * Gets each approved edition ready once: what its readers share is rendered and encoded before its send slot, which is hours away as a rule,
 * instead of while the first mails wait for it. What is not ready by then is made when it is needed, as it would be without.
 */
export function openReadiness(ports: ReadinessPorts): () => Promise<void> {
  const tried = new Set<string>()
  let round: Promise<void> | null = null
  const all = async () => {
    for (const { edition, version } of await ports.approved()) {
      const key = `${edition} ${version}`
      if (tried.has(key)) continue
      const content = await ports.content(edition, version)
      if (!content) continue
      tried.add(key)
      await getReady(ports, edition, version, content)
    }
  }
  return () => {
    round ??= all().finally(() => {
      round = null
    })
    return round
  }
}

/** More readers than that hardly bring other ways of reading, and the bodies kept are not more (edition-bodies.ts). */
const READERS = 4000

async function getReady(
  { addressees, bodiesOf, isEnding, log }: ReadinessPorts,
  edition: string,
  version: number,
  content: EditionContent,
) {
  const began = performance.now()
  const bodies = bodiesOf(content)
  let readers = 0
  for await (const addressee of addressees(edition, version)) {
    if (isEnding() || readers === READERS) break
    try {
      bodies(addressee)
    } catch (error) {
      // Its delivery will say so, and the others go.
      log.warn('edition.not-ready', { edition, reason: (error as Error).message })
      return
    }
    readers++
    // Mails of another edition may be on their way.
    await breathe()
  }
  log.info('edition.ready', { edition, readers, milliseconds: Math.round(performance.now() - began) })
}
