import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** `cp -a`: owners, times and links as they are. */
export const copyAll = (...args: string[]) => execFileSync('cp', ['-a', ...args])

/** As `rsync -a --delete` does: what differs is written beside and renamed over; what the copy lacks is deleted. */
export function mirror(from: string, to: string) {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(to))
    if (!existsSync(join(from, name))) rmSync(join(to, name), { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) mirror(source, target)
    else if (!existsSync(target) || statSync(source).mtimeMs !== statSync(target).mtimeMs) {
      copyAll(source, `${target}.new`)
      renameSync(`${target}.new`, target)
    }
  }
}

/** Writes each file over the one that is there, which keeps its inode, and deletes what the copy lacks. */
export function writeOver(from: string, to: string) {
  for (const name of readdirSync(to, { recursive: true }) as string[])
    if (!existsSync(join(from, name))) rmSync(join(to, name), { recursive: true, force: true })
  copyAll(`${from}/.`, to)
}

/** A new folder, and a rename. */
export function renameOver(from: string, to: string) {
  copyAll(from, `${to}.new`)
  rmSync(to, { recursive: true })
  renameSync(`${to}.new`, to)
}

export function untar(from: string, to: string) {
  execFileSync('sh', ['-c', 'tar -C "$1" -c . | tar -C "$2" -x', 'untar', from, to])
}
