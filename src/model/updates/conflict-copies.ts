import { type Problem, problemAt, WHOLE_FILE } from '../problem/problem.js'
import type { IdentifiedFile } from './same-id.js'

/**
 * Conflict copies of a sync client whose original is there with other content: each is a problem, and the original is used. A copy without its
 * original is used like any file.
 */
export function conflictCopies<F extends IdentifiedFile>(
  files: readonly F[],
): { rest: F[]; problems: Problem[] } {
  const originals = new Map(
    files.filter(({ file }) => !isConflictCopy(nameOf(file))).map(one => [one.id, one]),
  )
  const rest: F[] = []
  const problems: Problem[] = []
  for (const one of files) {
    const original = isConflictCopy(nameOf(one.file)) ? originals.get(one.id) : undefined
    if (!original || original.hash === one.hash) rest.push(one)
    else problems.push(problemAt(one.file, WHOLE_FILE, 'conflict-copy', { other: original.file }))
  }
  return { rest, problems }
}

const nameOf = (file: string) => file.slice(file.lastIndexOf('/') + 1)

/** How sync clients name a conflict copy, when two people changed a file: Syncthing, Dropbox, Nextcloud, ownCloud, Seafile. */
const CONFLICTS = [
  '.sync-conflict-',
  'conflicted copy',
  'copie en conflit',
  'conflicterende kopie',
  'conflictkopie',
  '_conflict-',
  '(sfconflict',
]

/** Whether a file is a conflict copy: a person's work, perhaps its only place. */
export function isConflictCopy(name: string): boolean {
  const low = name.normalize('NFC').toLowerCase()
  return CONFLICTS.some(mark => low.includes(mark))
}
