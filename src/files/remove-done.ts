import { lstat, readdir, rm } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { codeOf } from './read-regular-file.js'

/**
 * Removes mails that were moved to `done/` before an instant: raw mails hold more than we may keep. Mails in `quarantine/` stay as long. Resolves to
 * the number of removed files.
 */
export async function removeDone(dir: string, before: Date): Promise<number> {
  let removed = 0
  for (const folder of ['done', 'quarantine']) {
    const path = join(dir, folder)
    for (const name of await readdir(path).catch(() => [] as string[])) {
      const found = await lstat(join(path, name)).catch(() => null)
      // Removes a quarantined link, never its target; folders are left alone.
      if (!found || found.isDirectory() || found.ctimeMs >= before.getTime()) continue
      await rm(join(path, name), { force: true })
      removed++
    }
  }
  return removed
}

export async function freeName(folder: string, name: string): Promise<string> {
  // File systems allow 255 bytes; the reason's file name needs some of them.
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
