import { accessSync, chmodSync, constants, mkdtempSync, readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A temporary folder that the embedded server's account can pass through: as root, its cluster lies in it and goes with it. */
export function passableFolder(prefix: string): string {
  place ??= memory() ?? tmpdir()
  return passable(join(place, prefix))
}

/** The same on a disk, which a cluster that lies outside shares: a file can be linked to both. */
export const passableOnDisk = (prefix: string) => passable(join(tmpdir(), prefix))

function passable(path: string): string {
  const dir = mkdtempSync(path)
  chmodSync(dir, 0o711)
  return dir
}

let place: string | null = null

const MEMORY = '/dev/shm'
/** A container's memory disk is often 64 MB: a cluster with its log takes up to 100 MB, and each of two workers has several. */
const ROOM_BYTES = 4 * 1024 ** 3

/** The memory disk, where it is large enough and programs may run on it; a cluster's thousand files take half a second on a disk. */
function memory(): string | null {
  if (process.env.TMPDIR) return null
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    const mounted = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map(line => line.split(' '))
    const [, , kind, options = ''] = mounted.find(([, at]) => at === MEMORY) ?? []
    accessSync(MEMORY, constants.W_OK)
    const isFit = kind === 'tmpfs' && !options.split(',').includes('noexec') && bavail * bsize > ROOM_BYTES
    return isFit ? MEMORY : null
  } catch {
    return null
  }
}
