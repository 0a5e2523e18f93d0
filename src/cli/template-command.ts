import { writeFile } from 'node:fs/promises'
import { wordTemplate } from '../files/word-template.js'
import { type Answer, done, refused, UsageError } from './answer.js'

/** Writes the Word file that editors copy and fill in; never over a file that is there. */
export async function templateCommand(file: string): Promise<Answer> {
  if (!/\.docx$/i.test(file)) throw new UsageError(`"${file}" does not end in .docx.`)
  try {
    await writeFile(file, wordTemplate(), { flag: 'wx' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      return refused({ file, written: false }, `${file} is there already: name another file.`)
    throw new UsageError(`${file} can't be written: ${code ?? (error as Error).message}.`)
  }
  return done({ file, written: true }, `${file}\nEditors copy it into the drop folder and fill it in.`)
}
