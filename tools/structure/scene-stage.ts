import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { TestRelay } from '../../test/support/relay.js'
import type { World } from '../../test/support/world.js'
import { type Entry, entriesOf } from './entries.js'

// biome-ignore lint/suspicious/noExplicitAny: the same verb of two checkouts, which differ in their types.
type Verb = (...args: any[]) => Promise<any>
/** A member of the app, or a function that takes it: checkouts hold their verbs in different places. */
type FindVerb = (name: string) => Promise<Verb>
/** Loads a module of the walked checkout. */
type Load = <T>(path: string) => Promise<T>

export type SceneStage = Awaited<ReturnType<typeof openSceneStage>>

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
/** In milliseconds: a walk ends after this time without an entry. */
const QUIET_MS = 700
const AFTERMATH_MS = 2000
const LOOK_MS = 50

/** A world of the checkout in `root`, loaded from there, and the actions of scenes. */
export async function openSceneStage(root: string) {
  const of: Load = path => import(join(root, path))
  const { openWorld } = await of<typeof import('../../test/support/world.js')>('test/support/world.ts')
  const { startRelay } = await of<typeof import('../../test/support/relay.js')>('test/support/relay.ts')
  const words = await of<typeof import('../../test/support/word-files.js')>('test/support/word-files.ts')
  const { silent } = await of<typeof import('../../src/log.js')>('src/log.ts')
  const relay = await startRelay()
  let isReady = () => {}
  const ready = new Promise<void>(resolve => {
    isReady = resolve
  })
  const info: typeof silent.info = (event, fields) => {
    silent.info(event, fields)
    if (event === 'edition.ready') isReady()
  }
  const world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, log: { ...silent, info } })
  world.layOut('2020-W18')
  const { updatesDir } = world.config
  const verb: FindVerb = async name => {
    const member = (world.app as unknown as Record<string, Verb>)[name]
    const found = member ? null : (await of<Record<string, Verb>>(fileOf(root, name)))[name]
    return member ?? ((...args) => (found as Verb)(world.app, ...args))
  }
  return {
    wordFile: words.filledFields,
    takeIn: await verb('takeIn'),
    /** `file`: below the drop folder. */
    write: (file: string, content: string | Uint8Array) => writeFileSync(join(updatesDir, file), content),
    ...(await signing(of, world, verb)),
    ...(await sending(of, world, verb, { relay, ready })),
    bounce: await bouncing(of, world, verb, relay),
    /** Records entries from now on until all is quiet. */
    walked: (use: () => Promise<unknown>): Promise<Entry[]> =>
      entriesOf(root, async entries => {
        await use()
        for (let heard = -1; heard !== entries.length; await pause(QUIET_MS)) heard = entries.length
      }),
    close: async () => {
      await world.close()
      await relay.close()
    },
  }
}

/** Where a step, or the sending, exports a verb. */
function fileOf(root: string, verb: string): string {
  const written = new RegExp(`^export (?:const|(?:async )?function) ${verb}\\b`, 'm')
  const files = ['src/steps', 'src/sending'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true }).map(name => join(folder, String(name))),
  )
  const found = files.find(
    file => file.endsWith('.ts') && written.test(readFileSync(join(root, file), 'utf8')),
  )
  if (!found) throw new Error(`${root} has no verb ${verb}`)
  return found
}

async function signing(of: Load, { app }: World, verb: FindVerb) {
  const { approver } = await of<typeof import('../../test/support/world.js')>('test/support/world.ts')
  const draft = await verb('draft')
  return {
    signOff: await verb('signOff'),
    /** Drafts an edition and returns the request to approve it. */
    frozen: async (edition: string) => {
      const { hash } = await draft(edition, null)
      return { edition, hash, by: await approver(app), decision: 'approve', comment: null }
    },
  }
}

type Mails = { relay: TestRelay; ready: Promise<void> }

async function sending(of: Load, world: World, verb: FindVerb, { relay, ready }: Mails) {
  const { startWorker } = await of<typeof import('../../worker/jobs.js')>('worker/jobs.ts')
  const dispatch = await verb('dispatch')
  const openQueue = await verb('openQueue')
  const openSending = await verb('openSending')
  return {
    /** Prepares an approved edition, dispatches it at `instant`, and lets `use` pass single deliveries through queue and worker. */
    sending: async (
      { edition, instant }: { edition: string; instant: string },
      use: (deliver: (recipient: string) => Promise<void>) => Promise<Entry[]>,
    ) => {
      const [queue, handover] = [await openQueue(), await openSending()]
      const worker = startWorker(world.app, queue, handover)
      try {
        await ready
        world.setClock(instant)
        await dispatch(edition)
        return await use(to => queue.nudge([{ delivery: `${edition}.${to}`, attempt: 1, delay: 0 }]))
      } finally {
        await worker.stop()
        await handover.close()
        await queue.close()
      }
    },
    /** Waits until the relay has got `mails` mails and their consequences are done. */
    received: async (mails: number) => {
      while (relay.received.length < mails) await pause(LOOK_MS)
      await pause(AFTERMATH_MS)
    },
  }
}

/** Takes in a bounce of the relay's nth mail. */
async function bouncing(of: Load, { config }: World, verb: FindVerb, relay: TestRelay) {
  const { dsnMail } = await of<typeof import('../../test/support/reports.js')>('test/support/reports.ts')
  const fetchReports = await verb('fetchReports')
  return async (nth: number) => {
    const { from = '', to = '' } = relay.received[nth] ?? {}
    const words = '550 5.1.1 User unknown'
    const file = join(config.reportsDir ?? '', `${nth}.eml`)
    mkdirSync(config.reportsDir ?? '', { recursive: true })
    writeFileSync(file, dsnMail({ to: from, recipient: to, action: 'failed', status: '5.1.1', words }))
    // Dated a minute back: a young file may still be being written.
    const settled = new Date(Date.now() - 60_000)
    utimesSync(file, settled, settled)
    await fetchReports()
  }
}
