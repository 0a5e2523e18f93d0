import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Creates a folder and its missing parents. Throws the system's error for the first that can't be made: Node's recursive mkdir never ends under
 * /proc.
 */
export async function makeFolder(dir: string, mode = 0o777): Promise<void> {
  const there = await kindOf(dir)
  if (there === 'folder') return
  if (there === null && dirname(dir) !== dir && (await kindOf(dirname(dir))) === null)
    await makeFolder(dirname(dir), mode)
  try {
    await mkdir(dir, { mode })
  } catch (error) {
    // Another process may have created it.
    if ((await kindOf(dir)) !== 'folder') throw error
  }
}

/** After a failed write: makes its folder where that is missing. Throws the error of anything else. */
export async function makeMissing(error: NodeJS.ErrnoException, dir: string, mode: number): Promise<void> {
  if (error.code !== 'ENOENT') throw error
  await makeFolder(dir, mode)
}

const kindOf = (path: string): Promise<'folder' | 'other' | null> =>
  stat(path).then(
    found => (found.isDirectory() ? 'folder' : 'other'),
    () => null,
  )
