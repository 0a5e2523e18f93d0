import { open, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { makeFolder } from './make-folder.js'
import { codeOf } from './read-regular-file.js'

/**
 * Writes a draft into the drop folder under a name that no scan takes in; overwrites nothing. Returns its name, such as `updates/_question-7.md`, or
 * the system's error code.
 */
export async function writeDraft(
  dir: string,
  name: string,
  text: string,
): Promise<{ file: string } | { fault: string }> {
  try {
    await makeFolder(dir)
    const file = await open(join(dir, name), 'wx', 0o664)
    try {
      await file.writeFile(text)
    } catch (error) {
      // A partial draft would block the next attempt.
      await rm(join(dir, name), { force: true })
      throw error
    } finally {
      await file.close()
    }
    return { file: `${basename(resolve(dir))}/${name}` }
  } catch (error) {
    return { fault: codeOf(error) }
  }
}
