import { setImmediate as breathe } from 'node:timers/promises'
import type { Log } from '../../log.js'
import { deliveryId } from '../../model/delivery/delivery.js'
import type { Addressee } from '../../model/editions/audience.js'
import type { EditionContent } from '../../model/editions/edition.js'
import type { Compose } from './composing.js'

export type ReadinessPorts = {
  /** The editions that are signed off and still to be dispatched. */
  approved: () => Promise<{ edition: string; version: number }[]>
  /** What was signed off; null when the stored edition is something else. */
  content: (edition: string, version: number) => Promise<EditionContent | null>
  addressees: (edition: string, version: number) => AsyncIterable<Addressee>
  compose: Compose
  isEnding: () => boolean
  log: Pick<Log, 'info' | 'warn'>
}

/**
 * Gets each approved edition ready once: its mails are made before its send slot, which is hours away as a rule, so that what their readers
 * share is there and a mail that can't be made is told of in time. What is not ready by then is made when it is needed, as it would be without.
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
      await getReady(ports, edition, version, content)
      tried.add(key)
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
/** Of a mail that goes nowhere. */
const NEVER = { messageId: '<ready@estafette.example>', createdAt: new Date(0) }

async function getReady(
  { addressees, compose, isEnding, log }: ReadinessPorts,
  edition: string,
  version: number,
  content: EditionContent,
) {
  const began = performance.now()
  let readers = 0
  for await (const addressee of addressees(edition, version)) {
    if (isEnding()) return
    if (readers === READERS) break
    try {
      const delivery = deliveryId(edition, addressee.id)
      await compose({ ...NEVER, delivery, addressee }, content).bytes()
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
