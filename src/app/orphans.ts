import { type Finding, fine, wrong } from '../model/sender/finding.js'
import { findOrphans, type Orphan } from '../postgres/orphans.js'

/** Removes the ledgers outside whose DATA_DIR was removed; resolves to a sentence on each, and on each that may be one. */
export async function sweepOrphans(): Promise<string[]> {
  return (await findOrphans(true)).map(orphan => {
    const { detail, fix } = words(orphan)
    return `${detail}.${fix ? ` ${fix}` : ''}`
  })
}

/** The same for the doctor, who changes nothing. */
export async function orphansCheck(): Promise<Finding[]> {
  const orphans = await findOrphans(false)
  if (orphans.length === 0) return [fine('orphans', 'no ledger without its DATA_DIR')]
  return orphans.map(orphan => {
    const { detail, fix } = words(orphan)
    return wrong('orphans', detail, fix)
  })
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
        fix: `Bring that folder back (a disk that is not mounted?), or remove the ledger: rm -rf ${place}`,
      }
  }
}
