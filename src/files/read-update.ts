import { createHash } from 'node:crypto'
import { type Problem, problemAt, WHOLE_FILE } from '../model/problem/problem.js'
import { contentHash } from '../model/updates/hash.js'
import type { IncompleteUpdate } from '../model/updates/incomplete.js'
import type { IdentifiedFile } from '../model/updates/same-id.js'
import type { Unsettled } from '../model/updates/settling.js'
import type { Update } from '../model/updates/update.js'
import type { Known } from '../parse/update/checks.js'
import { looksHalfWritten } from '../parse/update/half-written.js'
import type { ChangeField, ParsedUpdate } from '../parse/update/update-file.js'
import { parseFile } from '../parse/word/parse-file.js'
import type { ToRead } from './list-updates.js'
import { type ReadFault, readRegularFile } from './read-regular-file.js'

/** A usable update file. `file` is its name from the folder on, `updates/sub/prime.md`. */
export type UpdateFile = {
  file: string
  update: Update
  hash: string
  warnings: Problem[]
  changeField?: ChangeField
}

/** A file that an approver may let through although a language is missing. */
export type IncompleteFile = UpdateFile & { problem: Problem }

/** Earlier results of parsing, by the SHA-256 of the file's bytes and of the context: an unchanged file isn't parsed again. */
export type ParsedBefore = Map<string, { of: string; parsed: ParsedUpdate }>

export type Scan = {
  found: (UpdateFile & IdentifiedFile)[]
  incomplete: IncompleteFile[]
  problems: Problem[]
  warnings: Problem[]
  versions: Map<string, string>
}

export type Said = Partial<Omit<Scan, 'versions'>> & { version?: [file: string, version: string] }

type Reading = {
  context: Known
  known: string
  unsettled: Unsettled
  before: ParsedBefore
  parsedNow: ParsedBefore
}

export async function readUpdate({ file, path, limit }: ToRead, reading: Reading): Promise<Said> {
  const { unsettled, context, known } = reading
  const changing = problemAt(file, WHOLE_FILE, 'file-changing', {})
  if (unsettled.moving.has(file)) return { problems: [changing] }
  const read = await readRegularFile(path, { limit, followLinks: false })
  if ('fault' in read) return { problems: faultProblems(read, file, limit) }
  const hash = digestOf(read.bytes)
  const version: Said['version'] = [file, hash]
  const parsed = parsedOnce(file, `${hash} ${known}`, reading, () =>
    parseFile(read.bytes, limit, { ...context, file }),
  )
  if (unsettled.young.has(file) && looksHalfWritten(read.bytes, parsed))
    return { version, problems: [changing] }
  if ('problems' in parsed) {
    const { problems, warnings, incomplete } = parsed
    return { version, problems, warnings, incomplete: incomplete ? [incompleteFile(file, incomplete)] : [] }
  }
  const { update, warnings, idPlace, changeField } = parsed
  return {
    version,
    found: [{ file, update, hash: contentHash(update), warnings, id: update.id, idPlace, changeField }],
  }
}

function parsedOnce(
  file: string,
  of: string,
  { before, parsedNow }: Reading,
  parse: () => ParsedUpdate,
): ParsedUpdate {
  const known = before.get(file)
  const parsed = known?.of === of ? known.parsed : parse()
  parsedNow.set(file, { of, parsed })
  return parsed
}

/** SHA-256 in hex; of a file's bytes, its version. */
export const digestOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

function incompleteFile(file: string, { update, problem }: IncompleteUpdate): IncompleteFile {
  return { file, update, hash: contentHash(update), warnings: [], problem }
}

/** A file that has gone since the folder was listed is no problem: it isn't published. */
function faultProblems(read: ReadFault, file: string, limit: number): Problem[] {
  if (read.fault === 'gone') return []
  if (read.fault === 'too-large')
    return [problemAt(file, WHOLE_FILE, 'file-too-large', { limitKiB: limit / 1024 })]
  if (read.fault === 'changing') return [problemAt(file, WHOLE_FILE, 'file-changing', {})]
  if (read.fault === 'not-a-file') return [problemAt(file, WHOLE_FILE, 'not-a-file', { what: read.what })]
  return [problemAt(file, WHOLE_FILE, 'file-unreadable', { reason: read.reason })]
}
