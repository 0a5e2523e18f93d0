import type { Config } from '../../config.js'
import { type Finding, fine, wrong } from '../../model/delivery/sender-finding.js'
import { findOrphans, type Orphan } from '../../postgres/operations/orphans.js'
import type { Practice } from './practice.js'

/**
 * Removes external ledgers whose DATA_DIR was deleted, of any DATA_DIR. Resolves to a sentence on each of this DATA_DIR, removed or perhaps left: a
 * command says nothing of others.
 */
export async function sweepOrphans({ dataDir }: Config): Promise<string[]> {
  const orphans = (await findOrphans(true)).filter(orphan => concerns(orphan, dataDir))
  return orphans.map(orphan => {
    const { detail, fix } = words(orphan)
    return `${detail}.${fix ? ` ${fix}` : ''}`
  })
}

/** The same for the doctor, which changes nothing and names others' too. */
export async function orphansCheck({ config }: Practice): Promise<Finding[]> {
  const orphans = await findOrphans(false)
  if (orphans.length === 0) return [fine('orphans', 'no ledger without its DATA_DIR')]
  return orphans.map(orphan => {
    const { detail, fix } = words(orphan)
    return concerns(orphan, config.dataDir) ? wrong('orphans', detail, fix) : fine('orphans', detail)
  })
}

/** The demo's DATA_DIR is below the service's. */
function concerns(orphan: Orphan, dataDir: string): boolean {
  const [one, other] = [`${orphan.dataDir}/`, `${dataDir}/`]
  return one.startsWith(other) || other.startsWith(one)
}

function words({ place, dataDir, state }: Orphan): { detail: string; fix: string } {
  switch (state) {
    case 'removed':
      return { detail: `The ledger of ${dataDir}, which was removed, is removed from ${place}`, fix: '' }
    case 'in-use':
      return {
        detail: `The ledger of ${dataDir}, which was removed, is still in use at ${place}`,
        fix: 'End the service that uses it; the next command removes it.',
      }
    case 'unused':
      return {
        detail: `The ledger of ${dataDir}, which was removed, is still at ${place}`,
        fix: 'The next command that opens a ledger removes it.',
      }
    case 'unknown':
      return {
        detail: `The ledger at ${place} belongs to ${dataDir}, which does not name it or is not there`,
        fix: `Bring that folder back (a disk that is not mounted?); rm -rf ${place} removes the ledger.`,
      }
  }
}
