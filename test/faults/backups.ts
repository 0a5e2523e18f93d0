import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { CONNECTIONS, type Fault, finish, type Struck, send, states, unless, usual } from './fault.js'
import { letClaimsExpire, openRig, type Rig, until } from './rig.js'

const ADMIN = 'informatique@agence.example'
const WEEK_MS = 7 * 24 * 3_600_000

/** In milliseconds. */
const SLOW_MS = 400

/** From the 60th mail on each answer takes a while, so that what is done then is done in mid-send for sure. Resolves when it is reached. */
function slowFrom60({ server }: Rig): Promise<void> {
  let named = 0
  return new Promise(resolve =>
    server.setScript(stage => {
      if (stage === 'RCPT' && ++named === 60) resolve()
      return stage === 'dot' && named >= 60 ? { after: pause(SLOW_MS), act: null } : null
    }),
  )
}

/** A backup that is made while mails leave, from the 60th on. Resolves when it is made; the sending goes on. */
async function backedUpInMidSend(rig: Rig, edition: string) {
  const file = join(rig.dir, `${edition}.estafette`)
  const reached = slowFrom60(rig)
  const sender = send(rig, edition)
  await reached
  const status = await rig.estafette(['backup', file]).ended
  return { sender, file, status }
}

const run = async (rig: Rig, args: string[], env: Record<string, string> = {}) => {
  const process = rig.estafette(args, env)
  return { status: await process.ended, said: `${process.out()}${process.err()}` }
}

/** What is left is sent by somebody who has taken over, and who asked before that was refused. */
async function takenOver(
  rig: Rig,
  edition: string,
  env: Record<string, string>,
  more: string[],
  now: string[],
) {
  const before = rig.server.journal.length
  const early = await run(rig, ['send', edition, '--wait', ...now], env)
  const leftEarly = rig.server.journal.length - before
  const asked = await run(rig, ['take-over', ...now], env)
  const taken = await run(rig, ['take-over', '--by', ADMIN, ...more, ...now], env)
  return [
    ...unless(
      early.status === 1 && leftEarly === 0,
      `before take-over ${leftEarly} left (${early.status}): ${early.said}`,
    ),
    ...unless(asked.status === 1, `take-over alone ended with ${asked.status}`),
    ...unless(taken.status === 0, `take-over ended with ${taken.status}: ${taken.said}`),
  ]
}

/** The ledger goes back to mid-send where all has left by now: it is told by the ledger that is replaced. */
const samePlace: Fault = {
  name: 'backup while mails leave, restored a week later in the same place',
  strike: shared =>
    inOwnHouse(shared, async rig => {
      const edition = await rig.edition()
      const { sender, file, status } = await backedUpInMidSend(rig, edition)
      const sent = await sender.ended
      const dots = rig.server.journal.length
      await rig.app.close()
      const now = ['--now', new Date(Date.now() + WEEK_MS).toISOString()]
      const plain = await run(rig, ['restore', file, ...now])
      const restored = await run(rig, ['restore', file, '--replace', '--by', ADMIN, ...now])
      const wrong = await takenOver(rig, edition, {}, [], now)
      const again = await run(rig, ['send', edition, '--wait', ...now])
      const { accepted } = await states(rig, edition)
      return {
        edition,
        rounds: 1,
        recovered: null,
        inDoubtAtMost: 0,
        wrong: [
          ...unless(status === 0 && sent === 0, `backup ended with ${status}, send with ${sent}`),
          ...unless(plain.status === 1, `a ledger was replaced without a word: ${plain.said}`),
          ...unless(restored.status === 0, `restore ended with ${restored.status}: ${restored.said}`),
          ...unless(
            again.status === 0 && accepted === rig.mails,
            `then ${accepted} are accepted: ${again.said}`,
          ),
          ...unless(rig.server.journal.length === dots, `${rig.server.journal.length - dots} left once more`),
          ...wrong,
        ],
      }
    }),
}

/** As before, but the sender was killed after the backup, and what is left goes after the restore. */
const killedBetween: Fault = {
  name: 'backup while mails leave, sender killed later, restored in the same place, sent on',
  strike: shared =>
    inOwnHouse(shared, async rig => {
      const edition = await rig.edition()
      const { sender, file, status } = await backedUpInMidSend(rig, edition)
      const enough = rig.server.journal.length + CONNECTIONS
      await Promise.race([sender.ended, until(() => rig.server.journal.length >= enough)])
      await sender.kill()
      await rig.app.close()
      const restored = await run(rig, ['restore', file, '--replace', '--by', ADMIN])
      await letClaimsExpire(rig)
      const wrong = await takenOver(rig, edition, {}, [], [])
      const recovered = await finish(rig, edition)
      return {
        edition,
        rounds: 1,
        recovered,
        inDoubtAtMost: CONNECTIONS,
        wrong: [
          ...unless(status === 0, `backup ended with ${status}`),
          ...unless(restored.status === 0, `restore ended with ${restored.status}: ${restored.said}`),
          ...wrong,
        ],
      }
    }),
}

/** A week later, elsewhere: nobody there knows what has left, so that what was open is in doubt, and nothing leaves. */
const otherMachine: Fault = {
  name: 'backup while mails leave, restored a week later on another machine',
  strike: async rig => {
    const edition = await rig.edition()
    const { sender, file, status } = await backedUpInMidSend(rig, edition)
    const sent = await sender.ended
    const dots = rig.server.journal.length
    const there = await otherPlace(rig, `there_${dots}`)
    const now = ['--now', new Date(Date.now() + WEEK_MS).toISOString()]
    const restored = await run(rig, ['restore', file, ...now], there.env)
    const open = (await there.states(edition)).pending ?? 0
    const wrong = await takenOver(rig, edition, there.env, [], now)
    const held = await run(rig, ['send', edition, '--wait', ...now], there.env)
    const decided = await run(rig, ['take-over', '--in-doubt', edition, ...now], there.env)
    await run(rig, ['send', edition, '--wait', ...now], there.env)
    const found = await there.states(edition)
    await there.close()
    return {
      edition,
      rounds: 1,
      recovered: null,
      inDoubtAtMost: 0,
      wrong: [
        ...unless(status === 0 && sent === 0, `backup ended with ${status}, send with ${sent}`),
        ...unless(restored.status === 0, `restore ended with ${restored.status}: ${restored.said}`),
        ...unless(open > 0, 'the backup was not made in mid-send'),
        ...unless(held.status === 1, `what may have left was not held: ${held.said}`),
        ...unless(decided.status === 0, `take-over --in-doubt ended with ${decided.status}: ${decided.said}`),
        ...unless(!found.pending && !found.deferred, `still open there: ${JSON.stringify(found)}`),
        ...unless(rig.server.journal.length === dots, `${rig.server.journal.length - dots} left once more`),
        ...wrong,
      ],
    }
  },
}

/** The whole way: restored into the embedded PostgreSQL of another machine, sent in part, moved to an own one, sent to the end. */
const moved: Fault = {
  name: 'restored into the embedded PostgreSQL, moved in mid-send to an own one',
  strike: async rig => {
    const edition = await rig.edition({ dispatch: false })
    const file = join(rig.dir, `${edition}.estafette`)
    const made = await run(rig, ['backup', file])
    const dir = join(rig.dir, `embedded-${edition}`)
    mkdirSync(dir)
    const embedded = { DATABASE_URL: '', DATA_DIR: dir }
    const restored = await run(rig, ['restore', file, '--no-folders'], embedded)
    const wrong = await takenOver(rig, edition, embedded, ['--continue', edition], [])
    const reached = slowFrom60(rig)
    const sender = rig.estafette(['send', edition, '--wait'], embedded)
    await reached
    const early = await otherPlace(rig, `early_${rig.server.journal.length}`)
    const refused = await run(rig, ['move', '--to', early.url], embedded)
    sender.signal('SIGTERM')
    await sender.ended
    await early.close()
    const there = await otherPlace(rig, `moved_${rig.server.journal.length}`)
    usual(rig)
    const carried = await run(rig, ['move', '--to', there.url], embedded)
    const dots = rig.server.journal.length
    const left = await run(rig, ['send', edition, '--wait'], embedded)
    const leftHere = rig.server.journal.length - dots
    const rest = await run(rig, ['send', edition, '--wait', ...SOON()], { ...there.env, DATA_DIR: dir })
    return {
      edition,
      elsewhere: {
        rig: { ...rig, check: (name, said) => rig.check(name, said, there.pool) },
        close: there.close,
      },
      rounds: 1,
      recovered: null,
      inDoubtAtMost: 0,
      wrong: [
        ...unless(made.status === 0, `backup ended with ${made.status}: ${made.said}`),
        ...unless(restored.status === 0, `restore ended with ${restored.status}: ${restored.said}`),
        ...unless(refused.status === 1, `it was moved while mails left: ${refused.said}`),
        ...unless(carried.status === 0, `move ended with ${carried.status}: ${carried.said}`),
        ...unless(
          left.status === 1 && leftHere === 0,
          `${leftHere} left from the ledger that was moved: ${left.said}`,
        ),
        ...unless(rest.status === 0, `send ended with ${rest.status}: ${rest.said}`),
        ...wrong,
      ],
    }
  },
}

/** What waits for a lost connection is due. */
const SOON = () => ['--now', new Date(Date.now() + 60_000).toISOString()]

/** The faults after which nobody works with the house's ledger but processes. */
async function inOwnHouse(shared: Rig, strike: (rig: Rig) => Promise<Struck>): Promise<Struck> {
  const rig = await openRig(shared.backend, shared.mails / 19)
  try {
    return { ...(await strike(rig)), elsewhere: { rig, close: rig.close } }
  } catch (error) {
    await rig.close()
    throw error
  }
}

/** An empty database on the house's server, and a DATA_DIR, as another machine has them. */
async function otherPlace(rig: Rig, name: string) {
  const own = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href
  await rig.client.query(`create database ${name}`)
  const dir = join(rig.dir, name)
  mkdirSync(dir)
  const pool = new pg.Pool({ connectionString: own(rig.app.config.databaseUrl?.reveal() ?? ''), max: 2 })
  pool.on('error', () => {})
  const url = own(rig.env.DATABASE_URL ?? '')
  return {
    url,
    env: {
      DATABASE_URL: url,
      DATA_DIR: dir,
      UPDATES_DIR: join(dir, 'updates'),
      RECIPIENTS_DIR: join(dir, 'recipients'),
    },
    pool,
    states: (edition: string) => states({ ...rig, client: pool }, edition),
    close: () => pool.end(),
  }
}

export const BACKUPS: Fault[] = [samePlace, killedBetween, otherMachine, moved]
