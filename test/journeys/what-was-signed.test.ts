import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { renderEdition } from '../../src/mjml/render.js'
import type { RenderedMail } from '../../src/model/editions/edition.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { deliverAll, openWorld, parsed, signedEdition, type World } from '../support/world.js'

const EDITION = '2020-W18'

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({
    smtpPort: relay.port,
    now: '2020-04-29T12:00:00+02:00',
    settings: { TEMPLATES_DIR: 'templates' },
  })
  world.layOut(EDITION)
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

function filesIn(folder: string): string[] {
  return readdirSync(join(world.dir, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(world.dir, join(entry.parentPath, entry.name)))
}

/** Another byte in the middle of the file, and at its first letter: what can be read no more, and what can be read otherwise. */
function spoil(file: string) {
  const path = join(world.dir, file)
  const bytes = readFileSync(path)
  if (statSync(path).size === 0) return
  for (const at of [0, Math.floor(bytes.length / 2)]) bytes[at] = bytes[at] === 0x78 ? 0x79 : 0x78
  writeFileSync(path, bytes)
}

/** What everybody was to get, by address. */
async function signedMails(): Promise<Map<string, RenderedMail>> {
  const row = await readEdition(world.app, EDITION)
  const frozen = row && (await readFrozen(world.app, row))
  if (!frozen) throw new Error('it is not frozen')
  return new Map(frozen.addressees.map(reader => [reader.email, renderEdition(frozen.content, reader)]))
}

const plain = (text: string | false | undefined) => String(text).replaceAll('\r\n', '\n').trimEnd()

it('sends what was signed when every file of updates, templates, locales and roster has other bytes since', async () => {
  const hash = await signedEdition(world, EDITION)
  const signed = await signedMails()
  const spoiled = ['updates', 'templates', 'recipients'].flatMap(filesIn)
  expect(spoiled.length).toBeGreaterThan(40)
  for (const file of spoiled) spoil(file)

  world.setClock('2020-04-30T09:00:00+02:00')
  expect(await dispatch(world.app, EDITION)).toMatchObject({ kind: 'dispatched' })
  await deliverAll(world, EDITION)

  expect((await readEdition(world.app, EDITION))?.hash).toBe(hash)
  expect(relay.received.map(({ to }) => to).sort()).toEqual([...signed.keys()].sort())
  for (const received of relay.received) {
    const { subject, text, html } = await parsed(received)
    const expected = signed.get(received.to)
    expect(subject).toBe(expected?.subject)
    expect(plain(text)).toBe(plain(expected?.text))
    expect(plain(html)).toBe(plain(expected?.html))
  }
}, 180_000)
