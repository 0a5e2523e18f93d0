import { basename, join } from 'node:path'
import type { App } from '../app.js'
import { readRegularFile } from '../files/read-regular-file.js'
import { digestOf } from '../files/read-update.js'
import { LIMITS } from '../parse/word/parse-file.js'
import { type SaveAnswer, saveUpdate } from '../steps/updates/save-update.js'
import { type Answer, done, problemLines, problemsJson, refused } from './answer.js'
import { UsageError } from './usage.js'

export type PutOptions = { by: string; as?: string; replace?: boolean }

/** Saves a file as an update in the drop folder, in a person's name. Throws UsageError for a file that can't be read. */
export async function putCommand(app: App, path: string, { by, as, replace }: PutOptions): Promise<Answer> {
  const limit = Math.max(...Object.values(LIMITS))
  const read = await readRegularFile(path, { limit, followLinks: true })
  if ('fault' in read) throw new UsageError(`${path} can't be read: ${read.fault}.`)
  const name = as ?? basename(path)
  const expected = replace ? await presentVersion(app, name, limit) : null
  const answer = await saveUpdate(app, { name, bytes: read.bytes, expected, by })
  if (answer.kind === 'saved') {
    const json = { id: answer.id, state: 'saved', file: answer.file, by }
    return done(json, `${answer.file} is saved and taken in, by ${by}. Next: estafette draft`)
  }
  return refused({ state: 'refused', ...jsonOf(answer) }, whyNot(answer, name, by))
}

async function presentVersion({ config }: App, name: string, limit: number): Promise<string | null> {
  const read = await readRegularFile(join(config.updatesDir, name), { limit, followLinks: false })
  return 'bytes' in read ? digestOf(read.bytes) : null
}

type Refused = Exclude<SaveAnswer, { kind: 'saved' }>

const jsonOf = (answer: Refused) =>
  answer.kind === 'problems'
    ? { reason: answer.kind, problems: problemsJson(answer.problems) }
    : { reason: answer.kind === 'changed' ? 'changed' : answer.why, problems: [] }

function whyNot(answer: Refused, name: string, by: string): string {
  if (answer.kind === 'problems') return problemLines(answer.problems)
  if (answer.kind === 'changed')
    return `The drop folder has another ${name} already. To replace it: --replace. To keep both: --as NAME.`
  switch (answer.why) {
    case 'unknown-person':
      return `Nobody in staff.yaml has the address ${by}.`
    case 'not-editor':
      return `${by} is neither editor nor admin. staff.yaml says who is.`
    case 'name':
      return `"${name}" can't be the name of an update: letters, digits, spaces, ".", "_", "-", ending in .md, .docx, .odt or .fodt.`
    case 'folder-fault':
      return 'The drop folder did not take the file. See the log, and: estafette doctor'
  }
}
