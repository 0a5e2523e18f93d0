import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { atNth, CONNECTIONS, type Fault, finish, Skipped, send, unless } from './fault.js'
import { openHouse } from './house.js'
import { between } from './seed.js'

/** The disk under the ledger is full in mid-send: what can't be written down is not sent, and it goes on when there is room. */
export const diskFull: Fault = {
  name: 'disk full under the ledger for 4 s',
  strike: async ({ backend }, random) => {
    const disk = smallDisk()
    const house = await openHouse(backend, 10, disk).catch(error => {
      unmount(disk)
      throw error
    })
    const close = async () => {
      await house.close()
      unmount(disk)
    }
    try {
      const edition = await house.edition()
      const struck = atNth(house, 'RCPT', between(random, 10, house.mails / 4), () => {
        fill(join(disk, 'ballast'))
        return null
      })
      const process = send(house, edition)
      await struck
      await pause(1000)
      const atFull = house.server.journal.length
      await pause(3000)
      const written = house.server.journal.length - atFull
      rmSync(join(disk, 'ballast'))
      await process.ended
      const recovered = await finish(house, edition)
      // WAL segments that exist already still take what fits: dots in that time are committed, and the checker knows.
      const wrong = unless(written < house.mails, 'it sent as if nothing were')
      return {
        edition,
        rounds: 1,
        recovered,
        inDoubtAtMost: 2 * CONNECTIONS,
        wrong,
        elsewhere: { house, close },
      }
    } catch (error) {
      await close()
      throw error
    }
  },
}

function smallDisk(): string {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-disk-'))
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', dir])
  if (status === 0) return dir
  rmSync(dir, { recursive: true, force: true })
  throw new Skipped(
    `no disk of our own can be mounted here: ${stderr?.toString().trim() ?? 'mount is missing'}`,
  )
}

function unmount(dir: string) {
  spawnSync('umount', ['-l', dir])
  rmSync(dir, { recursive: true, force: true })
}

/** Writes until not a byte more fits. */
function fill(file: string) {
  for (const block of [1 << 20, 1 << 12, 1]) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(block))
    } catch {
      // Full, for blocks of this size.
    }
  }
}
