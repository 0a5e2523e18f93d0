import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type Agency, BRUSSELS } from '../model/agency/agency.js'
import { type Problem, problemAt, WHOLE_FILE } from '../model/problem/problem.js'
import { parseAgencyFile } from '../parse/agency/agency-file.js'
import type { WordsIn } from '../parse/agency/own-codes.js'
import { readRegularFile } from './read-regular-file.js'

const NAME = 'agency.yaml'
const LIMIT_KIB = 256

/**
 * Reads agency.yaml from the folder of the roster; it may be missing. With a problem, the agency is Brussels. A language needs
 * its file in the locales of the templates.
 */
export async function readAgency({
  recipientsDir,
  templatesDir,
}: {
  recipientsDir: string
  templatesDir: string
}): Promise<{ agency: Agency; problems: Problem[] }> {
  const file = `${basename(resolve(recipientsDir))}/${NAME}`
  const wrong = (...problems: Problem[]) => ({ agency: BRUSSELS, problems })
  const read = await readRegularFile(join(recipientsDir, NAME), {
    limit: LIMIT_KIB * 1024,
    followLinks: true,
  })
  if ('bytes' in read)
    return parseAgencyFile(read.bytes, file, language =>
      localeIn(join(templatesDir, 'locales', `${language}.json`)),
    )
  switch (read.fault) {
    case 'gone':
      return wrong()
    case 'too-large':
      return wrong(problemAt(file, WHOLE_FILE, 'file-too-large', { limitKiB: LIMIT_KIB }))
    case 'changing':
      return wrong(problemAt(file, WHOLE_FILE, 'file-changing', {}))
    case 'not-a-file':
      return wrong(problemAt(file, WHOLE_FILE, 'not-a-file', { what: read.what }))
    case 'unreadable':
      return wrong(problemAt(file, WHOLE_FILE, 'file-unreadable', { reason: read.reason }))
  }
}

/** Null where there is none; whoever loads the templates says what is wrong with one. */
function localeIn(file: string): ReturnType<WordsIn> {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}
