import { rm, writeFile } from 'node:fs/promises'
import type { Config } from '../config.js'
import { wordTemplate } from '../present/word/word-template.js'
import { listedNames } from '../steps/updates/folders.js'
import { type Answer, done, refused } from './answer.js'
import { notWritten, UsageError } from './usage.js'

/** Writes the Word file that editors copy and fill in; never overwrites a file. */
export async function templateCommand(file: string, config: Config): Promise<Answer> {
  if (!/\.docx$/i.test(file)) throw new UsageError(`"${file}" does not end in .docx.`)
  const bytes = wordTemplate(await listedNames(config))
  try {
    await writeFile(file, bytes, { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      return refused({ file, written: false }, `${file} is there already: name another file.`)
    await rm(file, { force: true }).catch(() => {})
    throw notWritten(file, error)
  }
  return done({ file, written: true }, `${file}\nEditors copy it into the drop folder and fill it in.`)
}
