import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type App, openApp } from '../../src/app.js'
import { readConfig } from '../../src/config.js'
import { silent } from '../../src/log.js'
import { openSending } from '../../src/sending/sending.js'
import { openQueue } from '../../src/steps/delivery/queue.js'
import { recover } from '../../src/steps/delivery/recover.js'
import { type DeliveryWorker, startWorker } from '../../worker/jobs.js'
import { tickOnce } from '../../worker/schedule.js'
import { type Backend, openRig, type Rig } from './rig.js'
import { wordOf } from './roster.js'

/** A house whose service lives through a year: one worker, one queue, a clock that is moved. */
export type YearHouse = {
  rig: Rig
  clock: () => Date
  setClock: (at: Date) => void
  tick: () => Promise<void>
  /** The tick of another scheduler on the same database. */
  tickOfAnother: () => Promise<void>
  /** Notices to staff that are due leave. */
  tell: () => Promise<void>
  /** Enqueues what is due. */
  recover: () => Promise<void>
  startWorker: () => void
  stopWorker: () => Promise<void>
  close: () => Promise<void>
}

export async function openYearHouse(backend: Backend, perCommune: number): Promise<YearHouse> {
  const rig = await openRig(backend, perCommune)
  const { app } = rig
  let moved = 0
  const clock = () => new Date(Date.now() + moved)
  const another: App = await openApp({
    config: readConfig(rig.env, rig.dir),
    clock,
    log: silent,
    random: () => 0,
  })
  const queue = await openQueue(app)
  let sending = await openSending(app)
  let worker: DeliveryWorker | null = startWorker(app, queue, sending)
  return {
    rig,
    clock,
    setClock: at => {
      moved = at.getTime() - Date.now()
      rig.moveClock(moved)
    },
    tick: () => tickOnce(app, 'week', { queue, sending }),
    tickOfAnother: () => tickOnce(another, 'week', { queue, sending }),
    tell: async () => {
      await sending.sendNotices()
    },
    recover: async () => {
      await recover(app, queue)
    },
    startWorker: () => {
      worker = startWorker(app, queue, sending)
    },
    stopWorker: async () => {
      await worker?.stop()
      await sending.close()
      worker = null
      sending = await openSending(app)
    },
    close: async () => {
      await worker?.stop()
      await sending.close()
      await queue.close()
      await another.close()
      await rig.close()
    },
  }
}

/** In force for four weeks from its Monday on; after that the file goes. Braces in it are text and no template. */
const WEEKS_IN_FORCE = 4

/** What editors do in a week: one new measure, in every fourth week a change of the one before, and what is over is taken away. */
export function writeWeek({ rig: { dir } }: YearHouse, week: number, dayOf: (week: number) => string) {
  const file = (nth: number) => join(dir, 'updates', `mesure-${nth}.md`)
  const write = (nth: number, change: string | null) =>
    writeFileSync(file(nth), measure(nth, dayOf(nth), dayOf(nth + WEEKS_IN_FORCE), change))
  write(week, null)
  if (week % 4 === 3) write(week - 1, `Le montant change en semaine ${week}.`)
  if (week > WEEKS_IN_FORCE) rmSync(file(week - WEEKS_IN_FORCE - 1), { force: true })
}

function measure(nth: number, from: string, until: string, change: string | null): string {
  const amount = change ? 5000 : 4000
  return `---
id: mesure-${nth}
kind: support
topic: economy
level: region
from: ${from}
until: ${until}
amount: {max: ${amount}, unit: EUR}
${change ? `change: {fr: "${change}", nl: "Het bedrag verandert."}\n` : ''}---
# fr: Une prime pour les commerces, n° ${nth}
La Région verse une prime unique (${wordOf(nth)}). Le code {{evil}} reste du texte.

Le guichet répond tous les jours ouvrables.

# nl: Een premie voor handelszaken, nr. ${nth}
Het Gewest betaalt een eenmalige premie (${wordOf(nth)}). De code {{evil}} blijft tekst.

Het loket antwoordt elke werkdag.
`
}
