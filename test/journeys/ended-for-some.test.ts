import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { draftCommand } from '../../src/cli/editorial-commands.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { draft } from '../../src/steps/editions/draft.js'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { sendNotices } from '../support/signing.js'
import { approver, deliverAll, openWorld, parsed, type World } from '../support/world.js'

const IXELLES = '21009'
const UCCLE = '21016'

let relay: TestRelay
let world: World

beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: '2026-12-02T12:00:00+01:00' })
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

/** Writes an update as an editor would; `keys` are lines of its front matter. */
function write(id: string, ...keys: string[]) {
  const lines = ['---', `id: ${id}`, 'kind: measure', 'topic: mobility', 'level: region', ...keys, '---']
  const text = [`# fr: Essai ${id}`, 'Une mesure.', '', `# nl: Proef ${id}`, 'Een maatregel.', '']
  mkdirSync(world.config.updatesDir, { recursive: true })
  writeFileSync(join(world.config.updatesDir, `${id}.md`), [...lines, ...text].join('\n'))
}

const CHANGE = (n: number) => `change: {fr: "Fini, ${n}.", nl: "Gedaan, ${n}."}`

/** Drafted, signed, sent and delivered; resolves to where each of its updates stands. */
async function sent(edition: string, at: string, communes?: string[]): Promise<Record<string, string>> {
  const { app } = world
  world.setClock(at)
  const prepared = await draft(app, edition, null, communes ? { communes } : {})
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
  const by = await approver(app)
  await signOff(app, { edition, hash: prepared.hash, by, decision: 'approve', comment: null })
  await dispatch(app, edition)
  await deliverAll(world, edition)
  relay.received.splice(0)
  return standing(edition)
}

async function standing(edition: string): Promise<Record<string, string>> {
  const row = await readEdition(world.app, edition)
  const items = (row && (await readFrozen(world.app, row)))?.content.items ?? []
  return Object.fromEntries(
    items.map(({ update, section, ended }) => [update.id, ended ? `${section} ${ended}` : section]),
  )
}

it('what a flash ends for some communes is still told to the others, and what it alone has told is ended, too', async () => {
  write('tram', 'until: 2026-12-31', 'urgency: urgent')
  write('bus', 'until: 2026-12-31')
  expect(await sent('2026-W49', '2026-12-03T09:00:00+01:00')).toEqual({ tram: 'new', bus: 'new' })

  // Told to two communes alone; then one of the two hears that both are over.
  write('rue-fermee', 'until: 2026-12-31', 'urgency: urgent')
  const first = await sent('2026-W49-flash-1', '2026-12-04T09:00:00+01:00', [IXELLES, UCCLE])
  expect(first).toEqual({ 'rue-fermee': 'new' })
  write('tram', 'until: 2026-12-06', 'urgency: urgent', CHANGE(1))
  write('rue-fermee', 'until: 2026-12-06', 'urgency: urgent', CHANGE(1))
  const second = await sent('2026-W49-flash-2', '2026-12-07T09:00:00+01:00', [IXELLES])
  expect(second).toEqual({ tram: 'changed early', 'rue-fermee': 'changed early' })

  // It has been told there: not again in a flash for the same commune.
  world.setClock('2026-12-07T15:00:00+01:00')
  expect(await draft(world.app, '2026-W49-flash-3', null, { communes: [IXELLES] })).toMatchObject({
    kind: 'unplannable',
    why: { code: 'nothing-new' },
  })

  // To all: the end of the tram; and that of the street, of which one commune doesn't know yet.
  expect(await sent('2026-W50', '2026-12-10T09:00:00+01:00')).toEqual({
    tram: 'changed early',
    'rue-fermee': 'changed early',
    bus: 'standing',
  })

  // A flash to all in the same week ends the bus: the next edition has nothing of it.
  write('bus', 'until: 2026-12-10', 'urgency: urgent', CHANGE(2))
  expect(await sent('2026-W50-flash-1', '2026-12-11T09:00:00+01:00')).toEqual({ bus: 'changed early' })
  world.setClock('2026-12-16T12:00:00+01:00')
  const { json } = await draftCommand(world.app, '2026-W51', {})
  expect(json).toMatchObject({
    updates: { new: 0, changed: 0, withdrawn: 0, standing: 0 },
    ended: [],
    leftOut: [],
  })

  // Open again after all: changed, from a file that says until when.
  write('bus', 'until: 2026-12-31', CHANGE(3))
  await draft(world.app, '2026-W51', null)
  expect(await standing('2026-W51')).toEqual({ bus: 'changed' })
}, 120_000)

it('what is over before its first edition is named to who drafts and who signs, until an edition has left', async () => {
  world.setClock('2026-12-16T13:00:00+01:00')
  write('de-l-an-dernier', 'until: 2025-12-31')
  write('reunion-passee', 'event: {start: 2026-12-15T10:00, end: 2026-12-16T12:00}')
  const { json, text } = await draftCommand(world.app, '2026-W51', { notify: true })
  expect(json).toMatchObject({
    leftOut: [
      {
        id: 'de-l-an-dernier',
        file: expect.stringContaining('de-l-an-dernier.md'),
        reason: 'over-before-first',
        day: '2025-12-31',
      },
      { id: 'reunion-passee', reason: 'over-before-first', day: '2026-12-16' },
    ],
  })
  expect(text).toContain(
    '("de-l-an-dernier") is not in it: it was over on 2025-12-31, before its first edition.',
  )

  await sendNotices(world)
  const asked = (await Promise.all(relay.received.splice(0).map(parsed))).map(mail =>
    `${mail.text}`.replaceAll('\u00a0', ' ').replace(/\s+/g, ' '),
  )
  expect(asked.some(mail => mail.includes('Terminé le 31 décembre 2025, avant sa première édition'))).toBe(
    true,
  )
  expect(asked.some(mail => mail.includes('Afgelopen op 31 december 2025, vóór de eerste editie'))).toBe(true)

  await sent('2026-W51', '2026-12-17T09:00:00+01:00')
  world.setClock('2026-12-23T12:00:00+01:00')
  expect((await draftCommand(world.app, '2026-W52', {})).json).toMatchObject({ leftOut: [] })
}, 60_000)
