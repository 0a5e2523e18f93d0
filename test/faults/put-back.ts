import { join } from 'node:path'
import { copyAll, mirror, renameOver, untar, writeOver } from '../support/putting-back.js'
import { atNthMail, type Fault, type Struck, unless, usual } from './fault.js'
import { type House, letClaimsExpire, openHouse } from './house.js'
import { between } from './seed.js'

/** The house's own engine as the embedded one of a DATA_DIR. */
const embedded = ({ engineDir }: House) => ({ DATABASE_URL: '', DATA_DIR: engineDir, PORT: '0' })

type PuttingBack = {
  name: string
  putBack: (copy: string, house: House) => void
  after?: (house: House) => Promise<unknown>
}

/**
 * An edition is broken off in mid-send and copied, all others of it leave, and then the copy is put back in its own place: service, worker and
 * `send --wait` send nothing. Judged by the ledger as it was, so that each mail of the copy would be one too many.
 */
function putBack({ name, putBack: put, after = async () => {} }: PuttingBack): Fault {
  return {
    name,
    strike: async ({ backend }, random) => {
      const house = await openHouse(backend, 5)
      try {
        return { ...(await struck(house, put, after, random)), elsewhere: { house, close: house.close } }
      } catch (error) {
        await house.close()
        throw error
      }
    },
  }
}

async function struck(
  house: House,
  put: PuttingBack['putBack'],
  after: (house: House) => Promise<unknown>,
  random: () => number,
): Promise<Omit<Struck, 'elsewhere'>> {
  const [copy, truth] = ['copy', 'truth'].map(folder => join(house.dir, folder)) as [string, string]
  const edition = await house.edition()
  await brokenOff(house, edition, between(random, 5, house.mails / 2))
  await house.engineAtRest(() => {
    copyAll(house.engineDir, copy)
    copyAll(join(house.dir, 'state'), join(house.dir, STATE_THEN))
  })
  const sent = house.estafette(['send', edition, '--wait'], embedded(house))
  if ((await sent.ended) !== 0) throw new Error(`the original was not sent: ${sent.err()}`)
  await house.engineAtRest(() => {
    copyAll(house.engineDir, truth)
    put(copy, house)
  })
  await letClaimsExpire(house)
  await after(house)
  const wrong = await nothingLeaves(house, edition)
  await house.engineAtRest(() => writeOver(truth, house.engineDir))
  return { edition, rounds: 1, recovered: null, inDoubtAtMost: 0, wrong }
}

/** The process ends well, and its mails with it: nothing is in doubt. */
async function brokenOff(house: House, edition: string, nth: number) {
  const reached = atNthMail(house, 'MAIL', nth, () => null)
  const process = house.estafette(['send', edition, '--wait'], embedded(house))
  await Promise.race([reached, process.ended])
  process.signal('SIGTERM')
  await process.ended
  usual(house)
}

async function nothingLeaves(house: House, edition: string): Promise<string[]> {
  const before = house.server.journal.length
  const service = house.estafette(['start'], embedded(house))
  await service.says('Estafette runs')
  const sent = house.estafette(['send', edition, '--wait'], embedded(house))
  const status = await sent.ended
  const doctor = house.estafette(['doctor'], embedded(house))
  const found = await doctor.ended
  service.signal('SIGTERM')
  const ended = await service.ended
  // To the staff mails may leave where only the edition waits.
  const addresses = new Set([...house.people.values()].map(({ address }) => address.toLowerCase()))
  const isHeld = sent.out().includes('resume')
  const left = house.server.journal.slice(before).filter(({ to }) => !isHeld || addresses.has(to)).length
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
const twoHoursAgo = ({ client }: House) =>
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
      const house = await openHouse(backend, 2)
      try {
        const edition = await house.edition()
        const stopped = house.estafette(['stop', edition], embedded(house))
        await stopped.ended
        const wrong = await isRefused(house, edition)
        await house.estafette(['resume', edition], embedded(house)).ended
        const sent = house.estafette(['send', edition, '--wait'], embedded(house))
        const status = await sent.ended
        wrong.push(...unless(status === 0, `the embedded ledger does not go on: ${sent.err()}${sent.out()}`))
        return {
          ...{ edition, rounds: 1, recovered: null, inDoubtAtMost: 0, wrong },
          elsewhere: { house, close: house.close },
        }
      } catch (error) {
        await house.close()
        throw error
      }
    },
  },
]

/** With another database, whatever would begin a life there is refused, and nothing leaves. */
async function isRefused(house: House, edition: string): Promise<string[]> {
  await house.client.query('create database another')
  const url = new URL(house.env.DATABASE_URL ?? '')
  url.pathname = '/another'
  const env = { ...embedded(house), DATABASE_URL: url.href }
  const wrong: string[] = []
  for (const [args, expected] of [
    [['start'], 2],
    [['worker'], 2],
    [['draft'], 2],
    [['send', edition, '--wait'], 2],
    [['doctor'], 1],
  ] as const) {
    const process = house.estafette([...args], env)
    const status = await process.ended
    const said = process.out() + process.err()
    const isNamed = said.includes('move --to URL') && said.includes('--leave-other')
    wrong.push(...unless(status === expected && isNamed, `${args[0]} ended with ${status}: ${said}`))
  }
  return [...wrong, ...unless(house.server.journal.length === 0, `${house.server.journal.length} mails left`)]
}
