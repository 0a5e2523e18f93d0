import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openCluster, postmaster } from '../../src/postgres/cluster.js'
import { atNth, CONNECTIONS, type Fault, finish, Skipped, send, unless } from './fault.js'
import { openHouse, until } from './house.js'
import { between } from './seed.js'

/** Something happens for 4 s to the disk under the ledger, in mid-send: what can't be written down is not sent, and it goes on afterwards. */
function onDisk(name: string, harm: (disk: string) => Promise<void>, mend: (disk: string) => void): Fault {
  return {
    name,
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
        const struck = atNth(house, 'RCPT', between(random, 10, house.mails / 4), () => null)
        const process = send(house, edition)
        await struck
        await harm(disk)
        await pause(1000)
        const atHarm = house.server.journal.length
        await pause(3000)
        const sent = house.server.journal.length - atHarm
        mend(disk)
        await process.ended
        const recovered = await finish(house, edition)
        // WAL segments that exist already still take what fits: dots in that time are committed, and the checker knows.
        const wrong = [
          ...unless(sent < house.mails, 'it sent as if nothing were'),
          ...unless(/send\.waits|ledger\.retry|delivery\.interrupted/.test(process.err()), 'nobody was told'),
        ]
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
}

const remount = (disk: string, how: 'ro' | 'rw') =>
  spawnSync('mount', ['-o', `remount,${how}`, disk]).status === 0

/** As after an error of the disk: the server panics over its log, and can't start again while it can't write. */
async function takeAway(disk: string) {
  const found = await openCluster(disk)
  await until(
    () => {
      const { pid } = postmaster(found) ?? {}
      if (pid) spawnSync('kill', ['-QUIT', String(pid)])
      return remount(disk, 'ro')
    },
    30,
    'the end of writing',
  )
}

export const DISK: Fault[] = [
  onDisk(
    'disk full under the ledger for 4 s',
    async disk => fill(join(disk, 'ballast')),
    disk => rmSync(join(disk, 'ballast')),
  ),
  onDisk('disk under the ledger read-only for 4 s', takeAway, disk => {
    remount(disk, 'rw')
  }),
]

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
