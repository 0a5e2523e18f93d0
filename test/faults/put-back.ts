import { join } from 'node:path'
import { copyAll, mirror, renameOver, untar, writeOver } from '../support/putting-back.js'
import { atNthMail, type Fault, type Struck, unless, usual } from './fault.js'
import { letClaimsExpire, openRig, type Rig } from './rig.js'
import { between } from './seed.js'

/** The house's own engine as the embedded one of a DATA_DIR. */
const embedded = ({ engineDir }: Rig) => ({ DATABASE_URL: '', DATA_DIR: engineDir, PORT: '0' })

type PuttingBack = {
  name: string
  putBack: (copy: string, rig: Rig) => void
  after?: (rig: Rig) => Promise<unknown>
}

/**
 * An edition is broken off in mid-send and copied, all others of it leave, and then the copy is put back in its own place: service, worker and
 * `send --wait` send nothing. Judged by the ledger as it was, so that each mail of the copy would be one too many.
 */
function putBack({ name, putBack: put, after = async () => {} }: PuttingBack): Fault {
  return {
    name,
    strike: async ({ backend }, random) => {
      const rig = await openRig(backend, 5)
      try {
        return { ...(await struck(rig, put, after, random)), elsewhere: { rig, close: rig.close } }
      } catch (error) {
        await rig.close()
        throw error
      }
    },
  }
}

async function struck(
  rig: Rig,
  put: PuttingBack['putBack'],
  after: (rig: Rig) => Promise<unknown>,
  random: () => number,
): Promise<Omit<Struck, 'elsewhere'>> {
  const [copy, truth] = ['copy', 'truth'].map(folder => join(rig.dir, folder)) as [string, string]
  const edition = await rig.edition()
  await brokenOff(rig, edition, between(random, 5, rig.mails / 2))
  await rig.engineAtRest(() => {
    copyAll(rig.engineDir, copy)
    copyAll(join(rig.dir, 'state'), join(rig.dir, STATE_THEN))
  })
  const sent = rig.estafette(['send', edition, '--wait'], embedded(rig))
  if ((await sent.ended) !== 0) throw new Error(`the original was not sent: ${sent.err()}`)
  await rig.engineAtRest(() => {
    copyAll(rig.engineDir, truth)
    put(copy, rig)
  })
  await letClaimsExpire(rig)
  await after(rig)
  const wrong = await nothingLeaves(rig, edition)
  await rig.engineAtRest(() => writeOver(truth, rig.engineDir))
  return { edition, rounds: 1, recovered: null, inDoubtAtMost: 0, wrong }
}

/** The process ends well, and its mails with it: nothing is in doubt. */
async function brokenOff(rig: Rig, edition: string, nth: number) {
  const reached = atNthMail(rig, 'MAIL', nth, () => null)
  const process = rig.estafette(['send', edition, '--wait'], embedded(rig))
  await Promise.race([reached, process.ended])
  process.signal('SIGTERM')
  await process.ended
  usual(rig)
}

async function nothingLeaves(rig: Rig, edition: string): Promise<string[]> {
  const before = rig.server.journal.length
  const service = rig.estafette(['start'], embedded(rig))
  await service.says('Estafette runs')
  const sent = rig.estafette(['send', edition, '--wait'], embedded(rig))
  const status = await sent.ended
  const doctor = rig.estafette(['doctor'], embedded(rig))
  const found = await doctor.ended
  service.signal('SIGTERM')
  const ended = await service.ended
  // To the staff mails may leave where only the edition waits.
  const addresses = new Set([...rig.people.values()].map(({ address }) => address.toLowerCase()))
  const isHeld = sent.out().includes('resume')
  const left = rig.server.journal.slice(before).filter(({ to }) => !isHeld || addresses.has(to)).length
  return [
    ...unless(left === 0, `${left} mails left from what was put back`),
    ...unless(
      status === 1 && /take-over|resume/.test(sent.out()),
      `send ended with ${status}: ${sent.out()}`,
    ),
    // What is held back for an hour's silence is no copy: status and mails say so.
    ...unless(found === 1 || isHeld, `doctor ended with ${found}: ${doctor.out()}`),
    ...unless(ended === 0, `the service ended with ${ended}`),
  ]
}

const STATE_THEN = 'state-then'
const AGO = "- interval '2 hours'"
/** As if the copy had been made two hours ago. */
const twoHoursAgo = ({ client }: Rig) =>
  client.query(`
    update estafette.edition set dispatched_at = dispatched_at ${AGO};
    update estafette.attempt set started_at = started_at ${AGO}, dot_at = dot_at ${AGO}, ended_at = ended_at ${AGO}`)

export const PUT_BACK: Fault[] = [
  putBack({
    name: 'a copy put back by a rename',
    putBack: (copy, { engineDir }) => renameOver(copy, engineDir),
  }),
  putBack({
    name: 'a copy put back as rsync --delete does',
    putBack: (copy, { engineDir }) => mirror(copy, engineDir),
  }),
  putBack({
    name: 'a copy put back over the same inodes',
    putBack: (copy, { engineDir }) => writeOver(copy, engineDir),
  }),
  putBack({ name: 'a copy put back by tar', putBack: (copy, { engineDir }) => untar(copy, engineDir) }),
  putBack({
    name: 'a volume rolled back by two hours, with all that could tell',
    putBack: (copy, { engineDir, dir }) => {
      writeOver(copy, engineDir)
      // All that this machine has seen goes back as well.
      writeOver(join(dir, STATE_THEN), join(dir, 'state'))
    },
    after: twoHoursAgo,
  }),
  {
    name: 'DATABASE_URL set beside an embedded ledger with an edition',
    strike: async ({ backend }) => {
      const rig = await openRig(backend, 2)
      try {
        const edition = await rig.edition()
        const stopped = rig.estafette(['stop', edition], embedded(rig))
        await stopped.ended
        const wrong = await isRefused(rig, edition)
        await rig.estafette(['resume', edition], embedded(rig)).ended
        const sent = rig.estafette(['send', edition, '--wait'], embedded(rig))
        const status = await sent.ended
        wrong.push(...unless(status === 0, `the embedded ledger does not go on: ${sent.err()}${sent.out()}`))
        return {
          ...{ edition, rounds: 1, recovered: null, inDoubtAtMost: 0, wrong },
          elsewhere: { rig, close: rig.close },
        }
      } catch (error) {
        await rig.close()
        throw error
      }
    },
  },
]

/** With another database, whatever would begin a life there is refused, and nothing leaves. */
async function isRefused(rig: Rig, edition: string): Promise<string[]> {
  await rig.client.query('create database another')
  const url = new URL(rig.env.DATABASE_URL ?? '')
  url.pathname = '/another'
  const env = { ...embedded(rig), DATABASE_URL: url.href }
  const wrong: string[] = []
  for (const [args, expected] of [
    [['start'], 2],
    [['worker'], 2],
    [['draft'], 2],
    [['send', edition, '--wait'], 2],
    [['doctor'], 1],
  ] as const) {
    const process = rig.estafette([...args], env)
    const status = await process.ended
    const said = process.out() + process.err()
    const isNamed = said.includes('move --to URL') && said.includes('--leave-other')
    wrong.push(...unless(status === expected && isNamed, `${args[0]} ended with ${status}: ${said}`))
  }
  return [...wrong, ...unless(rig.server.journal.length === 0, `${rig.server.journal.length} mails left`)]
}
