import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openCluster } from '../../src/postgres/server/cluster.js'
import { postmaster } from '../../src/postgres/server/server-process.js'
import { fill, smallDisk } from '../support/small-disk.js'
import { atNth, CONNECTIONS, type Fault, finish, Skipped, send, unless } from './fault.js'
import { openRig, type Rig, until } from './rig.js'
import { between } from './seed.js'

/** Of the disk under the ledger, in kilobytes. */
const ROOM_KB = 160 * 1024

type Harm = {
  harm: (disk: string, rig: Rig) => Promise<void>
  mend: (disk: string) => void
  /** Whether nothing at all can be written down: then no dot leaves. */
  isTotal: boolean
  /** What a line to the operator must say: the disk, as long as there is a server that could say so; else that there is none. */
  names: RegExp
}

/** Something happens for 4 s to the disk under the ledger, in mid-send: what can't be written down is not sent, and it goes on afterwards. */
function onDisk(name: string, { harm, mend, isTotal, names }: Harm): Fault {
  return {
    name,
    strike: async ({ backend }, random) => {
      const mounted = smallDisk(ROOM_KB)
      if (typeof mounted === 'string') throw new Skipped(mounted)
      const { dir: disk, remove } = mounted
      const rig = await openRig(backend, 40, disk).catch(error => {
        remove()
        throw error
      })
      const close = async () => {
        await rig.close()
        remove()
      }
      try {
        const edition = await rig.edition()
        const struck = atNth(rig, 'RCPT', between(random, 10, rig.mails / 16), () => null)
        const process = send(rig, edition)
        await struck
        await harm(disk, rig)
        await pause(1000)
        const from = { dots: rig.server.journal.length, at: new Date() }
        await pause(3000)
        const sent = rig.server.journal.length - from.dots
        mend(disk)
        const mended = new Date()
        await process.ended
        const recovered = await finish(rig, edition)
        const passed = await gatesPassed(rig, edition, from.at, mended)
        const lines = process.err().split('\n')
        const told = lines.filter(line => names.test(line))
        const wrong = [
          // The log of the ledger has room that was made before: what still fits there is committed, and may be sent.
          ...unless(
            sent <= (isTotal ? 0 : passed + CONNECTIONS),
            `${sent} were sent, ${passed} written down`,
          ),
          ...unless(
            told.length > 0,
            `nobody was told what is the matter: ${[...new Set(process.err().match(/"reason":"[^"]*/g))].join(' | ')}`,
          ),
        ]
        return {
          edition,
          rounds: 1,
          recovered,
          inDoubtAtMost: 2 * CONNECTIONS,
          wrong,
          elsewhere: { rig, close },
        }
      } catch (error) {
        await close()
        throw error
      }
    },
  }
}

/** How many dots the ledger has allowed between two instants. */
async function gatesPassed({ client }: Rig, edition: string, from: Date, to: Date): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as n from estafette.attempt a join estafette.delivery d on d.id = a.delivery
     where d.edition = $1 and a.dot_at between $2 and $3`,
    [edition, from, to],
  )
  return rows[0].n
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

/** Full, and the log of the ledger at the end of the room that was made for it before: the server panics, and can't start again. */
async function fillUp(disk: string, { client }: Rig) {
  fill(join(disk, 'ballast'))
  await client.query('select pg_switch_wal()').catch(() => {})
  await client.query('create table public.more as select 1').catch(() => {})
}

const NO_SPACE = /no space left|disk.*full|could not extend/i
const GONE =
  /(send\.waits|ledger\.retry|delivery\.interrupted).*(terminated|recovery mode|starting up|shutting down|not yet accepting|ECONN|no space left)/i

export const DISK: Fault[] = [
  onDisk('disk full under the ledger for 4 s', {
    harm: async disk => fill(join(disk, 'ballast')),
    mend: disk => rmSync(join(disk, 'ballast')),
    isTotal: false,
    names: NO_SPACE,
  }),
  onDisk('disk full under the ledger, not even room for its log', {
    harm: fillUp,
    mend: disk => rmSync(join(disk, 'ballast')),
    isTotal: true,
    names: GONE,
  }),
  onDisk('disk under the ledger read-only for 4 s', {
    harm: takeAway,
    mend: disk => {
      remount(disk, 'rw')
    },
    isTotal: true,
    names: GONE,
  }),
]
