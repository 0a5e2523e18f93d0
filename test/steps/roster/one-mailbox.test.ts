import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { suppressCommand } from '../../../src/cli/suppression-commands.js'
import { suppressionsCommand } from '../../../src/cli/suppressions-command.js'
import { tokenSecret } from '../../../src/config.js'
import { unsubscribeToken } from '../../../src/model/delivery/unsubscribe.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { rosterToday } from '../../../src/steps/context.js'
import { suppress, suppressions, unsuppress } from '../../../src/steps/delivery/suppressions.js'
import { unsubscribe } from '../../../src/steps/delivery/unsubscribing.js'
import { readEdition, readSummary } from '../../../src/steps/editions/read-edition.js'
import { actOnFollowUp } from '../../../src/steps/follow-ups/act-on-follow-up.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { openWorld, sentEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const SPOC = 'spoc-nord@agence.example'
const CABINET = 'cabinet@anderlecht.example'
const [MAYOR, ECONOMY, SPACE] = [
  'anderlecht-mayor',
  'anderlecht-alderman-economy',
  'anderlecht-alderman-public-space',
]
const IDS = [ECONOMY, SPACE, MAYOR] as string[]
const CAUSE = 'a person said so on the phone'

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: '2026-11-04T12:00:00+01:00' })
  rewrite(cells => {
    if (IDS.includes(cells[0] as string)) cells[9] = CABINET
  })
}, 180_000)
afterAll(async () => {
  await world.close()
  await relay.close()
})

function rewrite(change: (cells: string[]) => void) {
  const path = join(world.dir, 'recipients/mandate-holders.csv')
  const lines = readFileSync(path, 'utf8').split('\n')
  const changed = lines.map(line => {
    const cells = line.split(';')
    change(cells)
    return cells.join(';')
  })
  writeFileSync(path, changed.join('\n'))
}

async function send(edition: string, thursday: string) {
  world.setClock(`${thursday}T09:00:00+01:00`)
  writeUpdate(world, { id: `mesure-${edition.toLowerCase()}` })
  await sentEdition(world, edition)
  const states = (await deliveriesOf(world.app.engine.db, edition))
    .filter(({ recipient }) => IDS.includes(recipient))
    .map(({ recipient, state }) => [recipient, state])
  const row = await readEdition(world.app, edition)
  const excluded = ((row && (await readSummary(world.app, row)))?.exclusions ?? [])
    .filter(({ recipient }) => IDS.includes(recipient))
    .map(({ recipient, reason }) => [recipient, reason])
  return [...states, ...excluded].sort()
}
const all = (states: string[]) => IDS.map((id, index) => [id, states[index]]).sort()

describe('three people on one mailbox', () => {
  it('get a mail each; one who asks for no more is silenced alone, and the others go on', async () => {
    expect(await send('2026-W45', '2026-11-05')).toEqual(all(['accepted', 'accepted', 'accepted']))
    const { text, json } = await suppressCommand(world.app, { whom: MAYOR as string, cause: CAUSE, by: SPOC })
    expect(text).toBe(`Nothing is sent to ${MAYOR}, of those who have ${CABINET}, any more.`)
    expect(json).toMatchObject({ address: CABINET, recipient: MAYOR, onlyRecipient: true })
    expect((await suppressionsCommand(world.app, false)).json).toMatchObject([
      { address: CABINET, recipient: MAYOR, onlyRecipient: true },
    ])
    expect(await send('2026-W46', '2026-11-12')).toEqual(all(['accepted', 'accepted', 'suppressed']))
  }, 120_000)

  it('are told apart also after one of them has moved: the decision follows the person', async () => {
    rewrite(cells => {
      if (cells[0] === MAYOR) cells[9] = 'bourgmestre@anderlecht.example'
    })
    expect(await send('2026-W47', '2026-11-19')).toEqual(all(['accepted', 'accepted', 'suppressed']))
    rewrite(cells => {
      if (cells[0] === MAYOR) cells[9] = CABINET
    })
    const again = await unsuppress(world.app, { whom: MAYOR as string, cause: CAUSE, by: SPOC })
    expect(again).toMatchObject({ kind: 'decided', onlyRecipient: true })
    expect(await suppressions(world.app)).toEqual([])
  }, 120_000)

  it('are all silenced where the address is what is meant', async () => {
    const asked = { whom: MAYOR as string, cause: CAUSE, by: SPOC }
    expect(await suppress(world.app, { ...asked, wholeAddress: true })).toMatchObject({ address: CABINET })
    expect(await send('2026-W48', '2026-11-26')).toEqual(all(['suppressed', 'suppressed', 'suppressed']))
    expect(await unsuppress(world.app, asked)).toMatchObject({ kind: 'decided' })
    await suppress(world.app, { ...asked, whom: CABINET })
    expect((await suppressions(world.app)).map(one => one.onlyRecipient)).toEqual([undefined])
    await unsuppress(world.app, { ...asked, whom: CABINET })
  }, 120_000)

  it('are held back after two editions that bounced, and not after two mails of one edition', async () => {
    relay.setPolicy(to => (to === CABINET ? '550 5.1.1 User unknown' : null))
    expect(await send('2026-W49', '2026-12-03')).toEqual(all(['bounced', 'bounced', 'bounced']))
    expect(await suppressions(world.app)).toEqual([])
    // From the first bounce of the second edition on, the others wait for a person.
    const second = (await send('2026-W50', '2026-12-10')).map(([, state]) => state)
    expect(second.every(state => state === 'bounced' || state === 'suppressed')).toBe(true)
    expect(second).toContain('bounced')
    expect(await suppressions(world.app)).toMatchObject([{ address: CABINET, by: null }])
    relay.setPolicy(() => null)
    await unsuppress(world.app, { whom: CABINET, cause: CAUSE, by: SPOC })
  }, 120_000)

  it('keep getting their mails when one of them uses the link to unsubscribe and the SPOC stops theirs', async () => {
    expect(await send('2026-W51', '2026-12-17')).toEqual(all(['accepted', 'accepted', 'accepted']))
    const token = unsubscribeToken(`2026-W51.${ECONOMY}`, tokenSecret(world.config))
    expect(await unsubscribe(world.app, token)).toBe(true)
    const asked = (await listFollowUps(world.app.engine.db)).find(({ reason }) => reason === 'unsubscribe')
    expect(asked).toMatchObject({ recipient: ECONOMY })
    const admin = (await rosterToday(world.app)).roster.staff.find(({ roles }) => roles.includes('admin'))
    const acted = await actOnFollowUp(world.app, {
      id: asked?.id ?? '',
      by: admin?.email ?? '',
      act: {
        kind: 'done',
        result: 'stopped',
        text: null,
      },
    })
    expect(acted.kind).toBe('done')
    expect(await suppressions(world.app)).toMatchObject([{ recipient: ECONOMY, onlyRecipient: true }])
    const states = await send('2026-W52', '2026-12-24')
    expect(states).toEqual(all(['suppressed', 'accepted', 'accepted']))
  }, 120_000)
})
