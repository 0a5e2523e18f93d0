import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { startWorker } from '../worker/jobs.js'
import { type App, openApp } from './app.js'
import { report } from './cli/demo-report.js'
import { type Print, WEEKS, type Week } from './cli/demo-weeks.js'
import { previewCommand } from './cli/editorial-commands.js'
import { type Config, PROJECT_ROOT } from './config.js'
import { silent } from './log.js'
import { countDue } from './postgres/delivery/deliveries.js'
import { emptyDatabase } from './postgres/server/database.js'
import type { EmbeddedServer } from './postgres/server/embedded.js'
import type { DeliveryQueue } from './queue/delivery-queue.js'
import { catcherRules, mailDir, openSending } from './sending/sending.js'
import { rosterToday } from './steps/context.js'
import { dispatch } from './steps/delivery/dispatch.js'
import { openQueue } from './steps/delivery/queue.js'
import { recover } from './steps/delivery/recover.js'
import { draft } from './steps/editions/draft.js'
import { readEdition, readFrozen } from './steps/editions/read-edition.js'
import { openDataDir } from './steps/operations/data-dir.js'
import { openOwnServer } from './steps/operations/engines.js'
import { signOff } from './steps/sign-off/sign-off.js'

/** Plays both weeks with a moved clock on embedded engines under DATA_DIR/demo, from scratch. Resolves to the exit status. */
export async function demo(settings: Config, print: Print): Promise<number> {
  const config = demoConfig(settings)
  await openDataDir(settings)
  await openDataDir(config)
  print('Estafette demo: two crisis weeks of spring 2020, 19 communes. Nothing leaves this machine.')
  await rm(join(config.dataDir, 'output'), { recursive: true, force: true })
  await mkdir(join(config.dataDir, 'output'), { mode: 0o700 })
  await rm(mailDir(config), { recursive: true, force: true })
  // A copy: an address corrected in the demo must not change the real list.
  await layOut(join(PROJECT_ROOT, 'recipients'), config.recipientsDir)
  // Stays open until the end, so that the server isn't restarted between the steps.
  const server = await startFresh(config, print)
  try {
    let now = new Date(WEEKS[0]?.draftAt ?? '')
    const app = await openApp({ config, clock: () => now, log: silent })
    const setClock = (instant: string) => {
      now = new Date(instant)
    }
    for (const remark of app.remarks) print(remark)
    try {
      await onStage(app, async stage => {
        for (const week of WEEKS) await playWeek(stage, week, setClock, print)
      })
      await report(app, print, withoutEngines(settings))
    } finally {
      await app.close()
    }
  } finally {
    await server.close()
  }
  return 0
}

type Stage = { app: App; queue: DeliveryQueue }

/** Runs queue, catcher and worker as the service does. */
async function onStage(app: App, play: (stage: Stage) => Promise<void>) {
  const queue = await openQueue(app)
  const sending = await openSending(app)
  const worker = startWorker(app, queue, sending)
  try {
    await play({ app, queue })
  } finally {
    await worker.stop()
    await sending.close()
    await queue.close()
  }
}

function demoConfig(settings: Config): Config {
  const dataDir = join(settings.dataDir, 'demo')
  return {
    ...settings,
    dataDir,
    updatesDir: join(dataDir, 'output', 'updates'),
    recipientsDir: join(dataDir, 'output', 'recipients'),
    databaseUrl: null,
    redisUrl: null,
    smtp: null,
    dkim: null,
  }
}

async function startFresh(config: Config, print: Print): Promise<EmbeddedServer> {
  const began = performance.now()
  const server = await openOwnServer(config, print)
  await emptyDatabase(server.url)
  print(`PostgreSQL runs (${Math.round(performance.now() - began)} ms).`)
  return server
}

async function playWeek(stage: Stage, week: Week, setClock: (instant: string) => void, print: Print) {
  const { app } = stage
  const { edition } = week
  print(`\n${edition}`)
  setClock(week.draftAt)
  await layOut(join(PROJECT_ROOT, 'examples', edition), app.config.updatesDir)
  const prepared = await draft(app, edition, null)
  if (prepared.kind !== 'frozen')
    throw new Error(`the examples of ${edition} are broken: ${JSON.stringify(prepared)}`)
  const { updates, candidates, addressees, exclusions } = prepared.summary
  print(
    `  Wednesday 12:00  frozen: ${updates.new} new, ${updates.changed} changed, ${updates.withdrawn} withdrawn, ${updates.standing} still in force`,
  )
  print(
    `                   ${candidates} candidates = ${addressees} addressees + ${exclusions.length} exclusions (${exclusions.map(one => `${one.recipient}: ${one.reason}`).join('; ')})`,
  )
  setClock(week.approveAt)
  const by = await approverOf(app)
  const signedOff = await signOff(app, {
    edition,
    hash: prepared.hash,
    by,
    decision: 'approve',
    comment: null,
  })
  if (signedOff.kind !== 'decided') throw new Error(`${edition} can't be signed off: ${signedOff.reason}`)
  print(
    `  Wednesday ${week.approveAt.slice(11, 16)}  signed off by the minister's office, hash ${prepared.hash.slice(0, 12)}…`,
  )
  await previewCommand(app, edition, join(app.config.dataDir, 'output', edition), [])
  await arrangeFaults(app, edition)
  setClock(week.sendAt)
  await dispatch(app, edition)
  await deliverDue(stage, edition, 'Thursday  09:00', print)
  setClock(week.retryAt)
  await deliverDue(stage, edition, 'Thursday  09:10', print)
}

/** Copies a folder by writing its files anew: copies of read-only files would be read-only. */
async function layOut(from: string, to: string) {
  await rm(to, { recursive: true, force: true })
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const target = join(to, relative(from, entry.parentPath), entry.name)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, await readFile(join(entry.parentPath, entry.name)))
  }
}

async function approverOf(app: App): Promise<string> {
  const { roster } = await rosterToday(app)
  const approver = roster.staff.find(({ roles }) => roles.includes('approver') && !roles.includes('editor'))
  if (!approver) throw new Error('recipients/staff.yaml names no approver')
  return approver.email
}

/** Week one: one unknown mailbox and one that greylists. Week two: only the unknown mailbox. */
async function arrangeFaults(app: App, edition: string) {
  const row = await readEdition(app, edition)
  const addressees = (row && (await readFrozen(app, row)))?.addressees ?? []
  const refused =
    addressees.find(({ commune, role }) => commune === '21013' && role === 'alderman')?.email ?? ''
  const greylisted =
    addressees.find(({ commune, role }) => commune === '21009' && role === 'mayor')?.email ?? ''
  const rules = { refuse: [refused], defer: edition === WEEKS[0]?.edition ? { [greylisted]: 1 } : {} }
  await mkdir(app.config.dataDir, { recursive: true })
  await writeFile(catcherRules(app.config), JSON.stringify(rules))
}

/** Waits until queue and worker have delivered everything due at the moved clock. */
async function deliverDue({ app, queue }: Stage, edition: string, when: string, print: Print) {
  await recover(app, queue)
  const total = await countDue(app.engine.db, edition, app.clock())
  for (
    let left = total, shown = total;
    left > 0;
    left = await countDue(app.engine.db, edition, app.clock())
  ) {
    if (shown - left >= 20) {
      print(`  ${when}  ${total - left} of ${total} …`)
      shown = left
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  const counts = Object.entries((await readEdition(app, edition))?.counts ?? {}).filter(([, n]) => n > 0)
  print(`  ${when}  ${counts.map(([state, n]) => `${n} ${state}`).join(', ')}`)
}

/** Empties the variables of engines and relay for a service on the demo's data, which used none. */
function withoutEngines({ databaseUrl, redisUrl, smtp }: Config): string {
  const set = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, SMTP_URL: smtp }
  return Object.entries(set)
    .map(([name, value]) => (value ? `${name}= ` : ''))
    .join('')
}
