import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { CONNECTIONS, type Fault, Skipped, secondsSince, states, unless, usual } from './fault.js'
import { openOnes, type Rig, until } from './rig.js'
import { type Running, slowness } from './running.js'

const HOUR = 3_600_000
/** Ticks go on this soon, in seconds: the recovery's is every 15, and a delivery of nobody's enqueuing waits for it. */
const NEXT_TICK = 15
/** For the mails themselves, and the start of nothing. */
const SENDING = 10

/** Debian's libfaketime, which sets the clock of one process and leaves its timers alone. */
function faketime(): string {
  for (const arch of readdirSync('/usr/lib', { withFileTypes: true })) {
    if (!arch.isDirectory()) continue
    const dir = join('/usr/lib', arch.name, 'faketime')
    try {
      const found = readdirSync(dir).find(name => name.startsWith('libfaketimeMT.so'))
      if (found) return join(dir, found)
    } catch {
      // Not there.
    }
  }
  throw new Skipped('libfaketime is missing (Debian: faketime): no clock can be set')
}

/** A service whose clock is set by `set`, beside the right time: "+0", "-1h", "+4d". */
async function serviceWithClock(rig: Rig): Promise<{ service: Running; set: (beside: string) => void }> {
  const file = join(rig.dir, 'clock')
  const set = (beside: string) => writeFileSync(file, `${beside}\n`)
  set('+0')
  const service = rig.estafette(['start'], {
    PORT: '0',
    LD_PRELOAD: faketime(),
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  })
  await service.says('Estafette runs')
  return { service, set }
}

/** Dispatches an edition whose deliveries nobody enqueues: the service's next tick has to find them. Seconds until all have left. */
async function foundByTheTick(rig: Rig): Promise<{ edition: string; took: number }> {
  const edition = await rig.edition()
  const began = performance.now()
  await until(async () => (await openOnes(rig, edition)) === 0, 300, 'the next tick')
  return { edition, took: secondsSince(began) }
}

async function ended(service: Running): Promise<string[]> {
  service.signal('SIGTERM')
  const status = await service.ended
  return unless(status === 0, `SIGTERM ended it with ${status}`)
}

const setBack: Fault = {
  name: 'clock set back an hour, and right again',
  strike: async rig => {
    const { service, set } = await serviceWithClock(rig)
    await foundByTheTick(rig)
    set('-1h')
    rig.moveClock(-HOUR)
    const back = await foundByTheTick(rig)
    set('+0')
    rig.moveClock(0)
    const right = await foundByTheTick(rig)
    const allowed = (NEXT_TICK + SENDING) * (await slowness())
    const late = (what: string, took: number) =>
      unless(took <= allowed, `${what}, the next tick came after ${took.toFixed(0)} s`)
    const { wrong, lost, doubled } = await rig.check(back.edition)
    return {
      edition: right.edition,
      rounds: 2,
      recovered: right.took,
      inDoubtAtMost: 0,
      wrong: [
        ...late('set back', back.took),
        ...late('set right', right.took),
        ...unless(lost + doubled === 0, `${lost} lost and ${doubled} doubled while it was set back`),
        ...wrong,
        ...(await ended(service)),
      ],
    }
  },
}

/** Longer than an edition lives: by that clock, everything that is open has expired. */
const FORWARD = '+4d'
/** So long the clock is wrong, in milliseconds: several ticks. */
const WRONG_FOR = 40_000

const setForward: Fault = {
  name: 'clock set forward by 4 days in mid-send, and right again',
  strike: async (rig, random) => {
    const { service, set } = await serviceWithClock(rig)
    // Half of them are told to come later: they are open when the clock jumps.
    const later = new Set([...rig.people.values()].filter(() => random() < 0.5).map(({ address }) => address))
    rig.server.setScript((stage, _session, { to }) =>
      stage === 'RCPT' && later.has(to) ? { reply: '450 4.2.0 Greylisted, come back later' } : null,
    )
    const edition = await rig.edition()
    await until(async () => ((await states(rig, edition)).deferred ?? 0) === later.size, 60, 'the deferral')
    await until(async () => (await openOnes(rig, edition)) === later.size, 60, 'the others')
    usual(rig)
    set(FORWARD)
    await pause(WRONG_FOR)
    const held = await readEdition(rig.app, edition)
    const wrongly = await states(rig, edition)
    set('+0')
    const began = performance.now()
    await until(async () => (await openOnes(rig, edition)) === 0, 300, 'the backlog’s end')
    return {
      edition,
      rounds: 1,
      recovered: secondsSince(began),
      inDoubtAtMost: CONNECTIONS,
      wrong: [
        ...unless(wrongly['gave-up'] === undefined, `${wrongly['gave-up']} were given up by the wrong clock`),
        ...unless(held?.stopCause === 'clock', `nobody was asked: the edition was ${held?.state}`),
        ...unless(service.err().includes('clock.jumped'), 'nothing was said of the clock'),
        ...(await ended(service)),
      ],
    }
  },
}

export const CLOCK: Fault[] = [setBack, setForward]
