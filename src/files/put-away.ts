import { lstat, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { makeFolder } from './make-folder.js'
import { codeOf } from './read-regular-file.js'

/** Puts a mail that has been dealt with into `done/`. */
export async function putAway(dir: string, name: string): Promise<void> {
  await moveInto(dir, name, 'done')
}

/** Puts what can't be read into `quarantine/`, with the reason in a text file beside it. */
export async function setAside(dir: string, name: string, reason: string): Promise<void> {
  const moved = await moveInto(dir, name, 'quarantine')
  if (moved) await writeFile(join(dir, 'quarantine', `${moved}.reason.txt`), `${reason}\n`)
}

/**
 * Removes from `done/` what was put there before an instant: raw mails hold more than we keep of them. What lies in
 * `quarantine/` waits for a person as long. Resolves to how many files are gone.
 */
export async function removeDone(dir: string, before: Date): Promise<number> {
  let removed = 0
  for (const folder of ['done', 'quarantine']) {
    const path = join(dir, folder)
    for (const name of await readdir(path).catch(() => [] as string[])) {
      const found = await lstat(join(path, name)).catch(() => null)
      // A link that was set aside is removed, never what it points to; a folder is nobody's mail.
      if (!found || found.isDirectory() || found.ctimeMs >= before.getTime()) continue
      await rm(join(path, name), { force: true })
      removed++
    }
  }
  return removed
}

/** Renames within the folder, never over another file; null when somebody else was first. */
async function moveInto(dir: string, name: string, folder: string): Promise<string | null> {
  await makeFolder(join(dir, folder), 0o700)
  const target = await freeName(join(dir, folder), name)
  try {
    await rename(join(dir, name), join(dir, folder, target))
    return target
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

export async function freeName(folder: string, name: string): Promise<string> {
  // File systems allow 255 bytes; the reason's file needs some of them.
  const base = Buffer.from(parse(name).name)
    .subarray(0, 200)
    .toString()
    .replace(/(?<!\uFFFD)\uFFFD+$/, '')
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `${base}.eml` : `${base}.${number}.eml`
    const isTaken = await lstat(join(folder, candidate)).then(
      () => true,
      error => codeOf(error) !== 'ENOENT',
    )
    if (!isTaken) return candidate
  }
}
