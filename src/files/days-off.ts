import { basename, join, resolve } from 'node:path'
import type { Agency } from '../model/agency/agency.js'
import type { DaysOff } from '../model/calendar/holidays.js'
import { type Problem, problemAt, WHOLE_FILE } from '../model/problem/problem.js'
import { parseCalendarFile } from '../parse/calendar/calendar-file.js'
import { readRegularFile } from './read-regular-file.js'

const NAME = 'calendar.yaml'
const LIMIT_KIB = 256

/** Reads calendar.yaml from the roster's folder; it may be missing. Problems name it `recipients/calendar.yaml`; valid entries are used. */
export async function readDaysOff(
  dir: string,
  { languages, holidays: rules }: Agency,
): Promise<DaysOff & { problems: Problem[] }> {
  const file = `${basename(resolve(dir))}/${NAME}`
  const none = (problems: Problem[]) => ({ rules, holidays: [], pauses: [], problems })
  const read = await readRegularFile(join(dir, NAME), { limit: LIMIT_KIB * 1024, followLinks: true })
  if ('bytes' in read) return { rules, ...parseCalendarFile(read.bytes, file, languages) }
  switch (read.fault) {
    case 'gone':
      return none([])
    case 'too-large':
      return none([problemAt(file, WHOLE_FILE, 'file-too-large', { limitKiB: LIMIT_KIB })])
    case 'changing':
      return none([problemAt(file, WHOLE_FILE, 'file-changing', {})])
    case 'not-a-file':
      return none([problemAt(file, WHOLE_FILE, 'not-a-file', { what: read.what })])
    case 'unreadable':
      return none([problemAt(file, WHOLE_FILE, 'file-unreadable', { reason: read.reason })])
  }
}
