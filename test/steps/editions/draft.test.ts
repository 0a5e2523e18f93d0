import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { draftCommand } from '../../../src/cli/editorial-commands.js'
import { readConfig } from '../../../src/config.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { stop } from '../../../src/steps/delivery/stop-and-settle.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { askAgain, askSignOff } from '../../../src/steps/sign-off/ask-sign-off.js'
import { readLink } from '../../../src/steps/sign-off/sign-link.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { askedEdition } from '../../support/signing.js'
import { emptied, openWorld, type World } from '../../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const EDITION = '2020-W18'
const FLASH = '2020-W18-flash-1'
const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'
const SETTINGS = { SECRET: 'the same secret for both agencies of this test', BASE_URL: 'https://e.example/' }

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, settings: SETTINGS })
})
beforeEach(async () => {
  await emptied(world)
  world.config.approvalsRequired = 1
  world.setClock(WEDNESDAY)
  world.layOut('2020-W18')
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

async function drafted(by: string | null = null, edition = EDITION, wishes = {}) {
  const prepared = await draft(world.app, edition, by, wishes)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
  const row = await readEdition(world.app, edition)
  return { hash: prepared.hash, version: row?.version, state: row?.state }
}
const approve = (hash: string, by = DIRECTOR, edition = EDITION) =>
  signOff(world.app, { edition, hash, by, decision: 'approve', comment: null })
function correct(from = '4.000', to = '4.500') {
  const prime = join(world.config.updatesDir, 'prime-unique.md')
  writeFileSync(prime, readFileSync(prime, 'utf8').replaceAll(from, to))
}

describe('a draft of what is frozen already', () => {
  it('has the same hash a minute and a day later, and is the same edition: links, approvals on their way and those given are good', async () => {
    const { hash, tokens } = await askedEdition(world, relay, EDITION)
    for (const later of ['2020-04-29T12:01:00+02:00', '2020-04-30T08:59:00+02:00']) {
      world.setClock(later)
      expect(await drafted()).toEqual({ hash, version: 1, state: 'awaiting-sign-off' })
      expect(await askAgain(world.app, EDITION)).toBeNull()
      expect(await askSignOff(world.app, EDITION)).toBe(0)
      expect((await readLink(world.app, tokens.get(DIRECTOR) ?? '')).kind).toBe('open')
    }
    expect(await approve(hash)).toMatchObject({ kind: 'decided', final: 'approve' })
    expect(await drafted()).toEqual({ hash, version: 1, state: 'approved' })
    world.setClock('2020-04-30T09:00:00+02:00')
    expect(await dispatch(world.app, EDITION)).toMatchObject({ kind: 'dispatched' })
  })

  it('answers as the first one did, on the command line, too', async () => {
    const first = await draftCommand(world.app, EDITION, {})
    world.setClock('2020-04-29T13:00:00+02:00')
    expect((await draftCommand(world.app, EDITION, {})).json).toEqual(first.json)
    const { hash } = first.json as { hash: string }
    await approve(hash)
    const approved = await draftCommand(world.app, EDITION, {})
    expect(approved).toMatchObject({ status: 0, json: { hash, state: 'approved' } })
    expect(approved.text).toContain('Nothing has changed: 2020-W18')
    expect(approved.text).toContain('estafette send 2020-W18')
    await stop(world.app, EDITION, 'wait')
    expect((await draftCommand(world.app, EDITION, {})).text).toContain('estafette resume 2020-W18')
    expect(await readEdition(world.app, EDITION)).toMatchObject({ state: 'paused', version: 1 })
  })

  it('makes every one of eight who draft at once its author, and one version', async () => {
    const eight = Array.from({ length: 8 }, (_, n) => (n === 5 ? ADVISER : `editor-${n}@agence.example`))
    const all = await Promise.all(eight.map(by => drafted(by)))
    expect(new Set(all.map(({ hash, version }) => `${version} ${hash}`)).size).toBe(1)
    expect(all[0]?.version).toBe(1)
    const hash = all[0]?.hash ?? ''
    expect(await approve(hash, ADVISER)).toMatchObject({ kind: 'refused', reason: 'author' })
    expect(await approve(hash)).toMatchObject({ kind: 'decided', final: 'approve' })
  })

  it('by an approver is never approved by them, whoever is faster, and an approval before it stands', async () => {
    for (let round = 0; round < 4; round++) {
      await emptied(world)
      const { hash } = await drafted()
      const [signed] = await Promise.all(
        round % 2 === 0 ? [approve(hash), drafted(DIRECTOR)] : [drafted(DIRECTOR).then(() => approve(hash))],
      )
      const row = await readEdition(world.app, EDITION)
      if (round % 2 === 1) expect(signed).toMatchObject({ kind: 'refused', reason: 'author' })
      expect(row?.state).toBe(signed?.kind === 'decided' ? 'approved' : 'awaiting-sign-off')
    }
  }, 60_000)

  it('of a flash is the same on the same day; it bears its day, so the next day is another', async () => {
    const wishes = { updates: ['prime-unique'] }
    const first = await drafted(null, FLASH, wishes)
    world.setClock('2020-04-29T23:58:00+02:00')
    expect(await drafted(null, FLASH, wishes)).toEqual(first)
    world.setClock('2020-04-30T00:01:00+02:00')
    expect((await drafted(null, FLASH, wishes)).version).toBe(2)
  })

  it('has the same hash in another agency’s folders, taken in in another order at another time', async () => {
    const { hash } = await drafted()
    const other = await openWorld({ smtpPort: relay.port, now: '2020-04-28T07:13:11Z', settings: SETTINGS })
    try {
      other.layOut('2020-W18')
      const files = readdirSync(other.config.updatesDir).filter(name => name.endsWith('.md'))
      for (const [n, name] of files.entries())
        renameSync(join(other.config.updatesDir, name), join(other.config.updatesDir, `${99 - n}-${name}`))
      expect(await draft(other.app, EDITION, 'editor@agence.example')).toMatchObject({ kind: 'frozen', hash })
    } finally {
      await other.close()
    }
  })
})

describe('a draft of something else', () => {
  it('is a new version, of other content or another number of approvers', async () => {
    const first = await drafted()
    correct()
    const second = await drafted()
    expect(second).toMatchObject({ version: 2, state: 'awaiting-sign-off' })
    expect(second.hash).not.toBe(first.hash)
    world.config.approvalsRequired = 2
    expect(await drafted()).toEqual({ ...second, version: 3 })
    expect(await approve(first.hash)).toMatchObject({ kind: 'refused', reason: 'other-hash' })
    expect(await approve(second.hash)).toMatchObject({ kind: 'decided', given: 1, required: 2 })
  })

  it('is a new version when it is to leave at another hour: nobody approved that', async () => {
    const { hash } = await drafted()
    const { week } = world.config
    try {
      world.config.week = readConfig({ SCHEDULE_SEND: '0 10 * * 4' }, world.dir).week
      expect(await drafted()).toEqual({ hash, version: 2, state: 'awaiting-sign-off' })
    } finally {
      world.config.week = week
    }
  })

  it('that was put back is the first content again, with its hash, whoever took it in in between', async () => {
    const first = await drafted()
    correct()
    const second = await drafted()
    correct('4.500', '4.000')
    const third = await drafted()
    expect(third).toEqual({ ...first, version: 3 })
    expect(second.hash).not.toBe(first.hash)
    expect(await approve(first.hash)).toMatchObject({ kind: 'decided', final: 'approve' })
  })

  it('is refused once it is approved, as before', async () => {
    const { hash } = await drafted()
    await approve(hash)
    correct()
    expect(await draft(world.app, EDITION, null)).toMatchObject({ kind: 'refused', state: 'approved' })
    expect(await readEdition(world.app, EDITION)).toMatchObject({ hash, version: 1 })
  })

  it('follows a rejection and the end of the window, for which the same content is asked anew', async () => {
    const { hash } = await drafted()
    await signOff(world.app, { edition: EDITION, hash, by: DIRECTOR, decision: 'reject', comment: 'non' })
    expect(await drafted()).toEqual({ hash, version: 2, state: 'awaiting-sign-off' })
    world.setClock('2020-05-01T09:00:00+02:00')
    expect(await drafted()).toEqual({ hash, version: 3, state: 'awaiting-sign-off' })
  })
})
