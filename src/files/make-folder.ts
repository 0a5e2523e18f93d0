import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it where they are missing. Throws what the system says of the first that can't be made: a recursive mkdir of
 * Node never ends under /proc.
 */
export async function makeFolder(dir: string, mode = 0o777): Promise<void> {
  const there = await kindOf(dir)
  if (there === 'folder') return
  if (there === null && dirname(dir) !== dir && (await kindOf(dirname(dir))) === null)
    await makeFolder(dirname(dir), mode)
  try {
    await mkdir(dir, { mode })
  } catch (error) {
    // Another process may have made it in between.
    if ((await kindOf(dir)) !== 'folder') throw error
  }
}

const kindOf = (path: string): Promise<'folder' | 'other' | null> =>
  stat(path).then(
    found => (found.isDirectory() ? 'folder' : 'other'),
    () => null,
  )
