import { setImmediate as breathe } from 'node:timers/promises'
import type { Log } from '../../log.js'
import { deliveryId } from '../../model/delivery/delivery.js'
import type { Addressee } from '../../model/editions/audience.js'
import type { EditionContent } from '../../model/editions/edition.js'
import type { Compose } from './composing.js'

export type ReadinessPorts = {
  /** Signed-off editions that are not yet dispatched. */
  approved: () => Promise<{ edition: string; version: number }[]>
  /** The signed content; null when the stored edition differs. */
  content: (edition: string, version: number) => Promise<EditionContent | null>
  addressees: (edition: string, version: number) => AsyncIterable<Addressee>
  compose: Compose
  isEnding: () => boolean
  log: Pick<Log, 'info' | 'warn'>
}

/**
 * Prepares each approved edition once: makes its mails before the send slot, mostly hours ahead. Shared parts are then memoized, and a failing mail
 * is reported in time. The rest is made when needed.
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

/** More readers hardly add other readings, and no more bodies are kept (edition-bodies.ts). */
const READERS = 4000
/** The values of a mail that is never sent. */
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
      await compose({ ...NEVER, delivery, addressee }, content)
    } catch (error) {
      // Its delivery reports that, and the others are sent.
      log.warn('edition.not-ready', { edition, reason: (error as Error).message })
      return
    }
    readers++
    // Mails of another edition may be in flight.
    await breathe()
  }
  log.info('edition.ready', { edition, readers, milliseconds: Math.round(performance.now() - began) })
}
