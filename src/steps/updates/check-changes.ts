import type { CarriedUpdate } from '../../model/editions/compose.js'
import { type Problem, problemAt, WHOLE_FILE } from '../../model/problem/problem.js'
import { bringsTranslation } from '../../model/updates/brings-translation.js'
import { isAsked } from '../../model/updates/date-doubts.js'
import type { FolderScan } from './folder-scan.js'

/**
 * A carried update may change only with a change note, a new one each time. An awaited translation needs none. Returns updates that may be taken in,
 * without warnings of unchanged carried content, and all problems of the scan.
 */
export function checkChanges(
  scan: Pick<FolderScan, 'updates' | 'problems'>,
  carried: ReadonlyMap<string, CarriedUpdate>,
): { good: FolderScan['updates']; problems: Problem[] } {
  const problems = [...scan.problems]
  const asked = scan.updates.map(one => {
    const before = carried.get(one.update.id)?.update ?? null
    return { ...one, warnings: one.warnings.filter(warning => isAsked(warning, before)) }
  })
  const good = asked.filter(({ update, hash, file, changeField }) => {
    const before = carried.get(update.id)
    if (!before || before.hash === hash || bringsTranslation(before.update, update)) return true
    const stale =
      update.change !== null && JSON.stringify(update.change) === JSON.stringify(before.update.change)
    if (update.change !== null && !stale) return true
    const { place = WHOLE_FILE, ...naming } = changeField ?? {}
    const code = stale ? 'change-stale' : 'change-missing'
    problems.push(problemAt(file, place, code, { id: update.id, ...naming }))
    return false
  })
  return { good, problems }
}
