import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SmallDisk = { dir: string; remove: () => void }

/** A disk of its own that can be full, of so many kilobytes. Why there is none, where nothing can be mounted. */
export function smallDisk(kilobytes: number): SmallDisk | string {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-disk-'))
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', dir])
  const remove = () => {
    spawnSync('umount', ['-l', dir])
    rmSync(dir, { recursive: true, force: true })
  }
  if (status === 0) return { dir, remove }
  remove()
  return `no disk of our own can be mounted here: ${stderr?.toString().trim() || 'mount is missing'}`
}

/** Can a disk be mounted? Says why not; under CI=true it must be possible. */
export function hasSmallDisk(): boolean {
  const disk = smallDisk(64)
  if (typeof disk !== 'string') {
    disk.remove()
    return true
  }
  if (process.env.CI === 'true') throw new Error(disk)
  process.stderr.write(`The tests on a full disk are left out: ${disk}\n`)
  return false
}

/** Writes until not a byte more fits. */
export function fill(file: string): void {
  for (const block of [1 << 20, 1 << 12, 1]) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(block))
    } catch {
      // Full, for blocks of this size.
    }
  }
}
