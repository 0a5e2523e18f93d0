import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { statusCommand } from '../../src/cli/reading-commands.js'
import { takeOverCommand } from '../../src/cli/take-over-command.js'
import { openLookup } from '../../src/dns/resolver.js'
import { deliveriesOf } from '../../src/postgres/delivery/delivery-records.js'
import { openSending } from '../../src/sending/sending.js'
import { doDueSlots } from '../../src/steps/calendar/do-due-slots.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { openQueue } from '../../src/steps/delivery/queue.js'
import { recover } from '../../src/steps/delivery/recover.js'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { databaseChecks } from '../../src/steps/operations/doctor-engines.js'
import { startPages } from '../../src/web/pages.js'
import { passableFolder } from '../support/folders.js'
import { copyAll, mirror, renameOver, untar, writeOver } from '../support/putting-back.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { deliverAll, openWorld, signedEdition, type World } from '../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const THURSDAY = '2020-04-30T09:00:00+02:00'
const EDITION = '2020-W18'

jest.setTimeout(300_000)

let relay: TestRelay
let dir: string
let copy: string
let world: World | null = null
/** How many mails the edition is. */
let all = 0

const data = () => join(dir, 'data')

async function open(more: Record<string, string> = {}): Promise<World> {
  const settings = { STATE_DIR: join(dir, 'state'), PORT: '0', ...more }
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, dir, settings })
  world.setClock(THURSDAY)
  return world
}

async function close() {
  await world?.app.close()
  world = null
}

/** An edition of which three mails left before the folder was copied, and all others after that. */
beforeAll(async () => {
  relay = await startRelay()
  dir = passableFolder('estafette-put-back-')
  copy = passableFolder('estafette-copy-')
  cpSync('recipients', join(dir, 'recipients'), { recursive: true })
  const first = await open()
  first.setClock(WEDNESDAY)
  first.layOut(EDITION)
  await signedEdition(first, EDITION)
  first.setClock(THURSDAY)
  await dispatch(first.app, EDITION)
  const sending = await openSending(first.app)
  for (const { id } of (await deliveriesOf(first.app.engine.db, EDITION)).slice(0, 3))
    await sending.deliver(id)
  await sending.close()
  await close()
  copyAll(`${data()}/.`, copy)
  const again = await open()
  await deliverAll(again, EDITION)
  all = (await deliveriesOf(again.app.engine.db, EDITION)).length
  await close()
  copyAll(data(), join(dir, 'truth'))
  copyAll(join(dir, 'state'), join(dir, 'true-state'))
})
afterEach(close)
afterAll(async () => {
  await relay.close()
  for (const folder of [dir, copy]) rmSync(folder, { recursive: true, force: true })
})

/** One attempt of every delivery, as a worker would make it, and all else that would let mail leave. */
async function sendAll({ app }: World) {
  const queue = await openQueue(app)
  const sending = await openSending(app)
  try {
    await dispatch(app, EDITION)
    await doDueSlots(app)
    await recover(app, queue)
    for (const { id } of await deliveriesOf(app.engine.db, EDITION)) await sending.deliver(id)
    await sending.sendNotices()
  } finally {
    await sending.close()
    await queue.close()
  }
}

describe('a copy of DATA_DIR that is put back in its own place while an edition is under way', () => {
  it.each<[string, string, () => void]>([
    ['over the files that are there, inode by inode', 'older', () => writeOver(copy, data())],
    [
      "over the embedded server's files alone",
      'older',
      () => writeOver(join(copy, 'postgres'), join(data(), 'postgres')),
    ],
    [
      "over the server's files, where nothing is kept outside of DATA_DIR",
      'older',
      () => {
        writeOver(join(copy, 'postgres'), join(data(), 'postgres'))
        rmSync(join(dir, 'state'), { recursive: true, force: true })
      },
    ],
    ['by tar', 'copied', () => untar(copy, data())],
    ['as rsync --delete does', 'copied', () => mirror(copy, data())],
    ['by a rename', 'copied', () => renameOver(copy, data())],
    [
      'under the same name, after the folder was removed',
      'copied',
      () => {
        rmSync(data(), { recursive: true })
        copyAll(copy, data())
      },
    ],
  ])('%s, sends nothing: it is %s', async (_how, reason, putBack) => {
    if (reason === 'older') {
      // As it was when all had left, in the files that it then had.
      writeOver(join(dir, 'truth'), data())
      rmSync(join(dir, 'state'), { recursive: true, force: true })
      copyAll(join(dir, 'true-state'), join(dir, 'state'))
      expect(await (await open()).app.instance.standing()).toMatchObject({ kind: 'ours' })
      await close()
    }
    putBack()
    const { app } = await open()
    expect(await app.instance.standing()).toMatchObject({ kind: 'awaits', reason })
    await sendAll(world as World)
    expect(relay.received).toHaveLength(all)
    await close()
    // Written down: it is not forgotten by having been opened.
    expect(await (await open()).app.instance.standing()).toMatchObject({ kind: 'awaits', reason })
    await close()
  })
})

describe('a ledger that waits for take-over', () => {
  beforeEach(() => {
    rmSync(data(), { recursive: true })
    copyAll(copy, data())
  })

  it('is named by doctor, which changes nothing, with what to do', async () => {
    const { config } = await open()
    await close()
    const practice = { config, clock: () => new Date(THURSDAY), realTime: () => new Date(), patience: 5000 }
    const found = await databaseChecks({ ...practice, lookup: openLookup(5000) })
    expect(found.find(({ check }) => check === 'ledger')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('the files of this ledger are a copy'),
      fix: expect.stringContaining('estafette take-over --by EMAIL'),
    })
  })

  it('says so to people and to machines', async () => {
    const { app, config } = await open()
    const pages = await startPages(app, config)
    try {
      const health = await fetch(`${pages.url}health`)
      expect([health.status, await health.json()]).toMatchObject([503, { status: 'awaits-take-over' }])
      expect(await (await fetch(pages.url)).text()).toContain('Rien ne part d’ici')
      expect(await (await fetch(`${pages.url}?lang=nl`)).text()).toContain('Er vertrekt niets van hier')
    } finally {
      await pages.close()
    }
    const status = await statusCommand(app, EDITION)
    expect(status).toMatchObject({ json: { awaitsTakeOver: 'copied' } })
    expect(status.text).toContain('Nothing leaves from here')
  })

  it('is taken over by a person; what may have left is held, then put in doubt', async () => {
    const { app } = await open()
    const open3 = { edition: EDITION, state: 'sending', open: all - 3, mayHaveLeft: true }
    expect(await takeOverCommand(app, {})).toMatchObject({
      status: 1,
      json: { copied: true, reason: 'copied', takenOver: false, open: [open3] },
    })
    const taken = await takeOverCommand(app, { by: 'informatique@agence.example' })
    expect(taken).toMatchObject({ status: 0, json: { takenOver: true, held: [EDITION] } })
    expect(taken.text).toContain(`estafette resume ${EDITION}`)
    await deliverAll(world as World, EDITION)
    await takeOverCommand(app, { inDoubt: [EDITION] })
    await deliverAll(world as World, EDITION)
    expect(relay.received).toHaveLength(all)
    expect(await readEdition(app, EDITION)).toMatchObject({ counts: { 'in-doubt': all - 3, accepted: 3 } })
    await close()
    expect(await (await open()).app.instance.standing()).toMatchObject({ kind: 'ours' })
  })

  it('goes on at once with what a person knows not to have left', async () => {
    const { app } = await open()
    await takeOverCommand(app, { by: 'informatique@agence.example', continue: [EDITION] })
    await deliverAll(world as World, EDITION)
    expect(relay.received).toHaveLength(all + all - 3)
  })
})
