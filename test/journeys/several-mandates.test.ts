import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { deliveriesCommand, statusCommand } from '../../src/cli/reading-commands.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { deliverAll, openWorld, parsed, signedEdition, type World } from '../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const THURSDAY = '2020-04-30T09:00:00+02:00'

let relay: TestRelay
let world: World
beforeEach(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY })
  world.layOut('2020-W18')
})
afterEach(async () => {
  await world.close()
  await relay.close()
})

/** Changes cells of lines of the roster, by id. */
function rewrite(lines: Record<string, (cells: string[]) => void>) {
  const path = join(world.dir, 'recipients/mandate-holders.csv')
  const text = readFileSync(path, 'utf8').split('\n')
  const changed = text.map(line => {
    const cells = line.split(';')
    lines[cells[0] ?? '']?.(cells)
    return cells.join(';')
  })
  writeFileSync(path, changed.join('\n'))
}
const named = (name: string, email: string, acting?: string) => (cells: string[]) => {
  cells[5] = name
  cells[9] = email
  if (acting) cells[3] = acting
}

it('people on one mailbox get a mail each, one person with two mandates gets one that names both, and each is counted once', async () => {
  const { app } = world
  rewrite({
    // A cabinet that three people read.
    'anderlecht-mayor': named('Anne Dupont', 'cabinet@anderlecht.example'),
    'anderlecht-alderman-economy': named('Claire Dubois', 'cabinet@anderlecht.example'),
    'anderlecht-alderman-public-space': named('Jan Dupont', 'cabinet@anderlecht.example'),
    // An acting mayor who is an alderman, and a mayor of one commune who is the only one of another.
    'jette-mayor': cells => {
      named('Marc Peeters', 'm.peeters@jette.example', 'yes')(cells)
      cells[6] = 'Monsieur le Bourgmestre f.f.,'
      cells[7] = 'Mijnheer de waarnemend burgemeester,'
    },
    'jette-alderman-economy': named('Marc Peeters', 'm.peeters@jette.example'),
    'koekelberg-mayor': cells => {
      named('Marc Peeters', 'm.peeters@jette.example')(cells)
      cells[2] = 'alderman'
      cells[6] = 'Monsieur l’Échevin,'
      cells[7] = 'Mijnheer de schepen,'
    },
    'koekelberg-alderman-economy': cells => cells.splice(5, 5, '', '', '', '', ''),
    'koekelberg-alderman-mobility': cells => cells.splice(5, 5, '', '', '', '', ''),
  })
  await signedEdition(world, '2020-W18')
  world.setClock(THURSDAY)
  await app.dispatch('2020-W18')
  await deliverAll(world, '2020-W18')

  const cabinet = relay.received.filter(({ to }) => to === 'cabinet@anderlecht.example')
  const names = await Promise.all(cabinet.map(async mail => (await parsed(mail)).headers.get('to')))
  expect(JSON.stringify(names)).toMatch(/Anne Dupont/)
  expect(JSON.stringify(names)).toMatch(/Claire Dubois/)
  expect(JSON.stringify(names)).toMatch(/Jan Dupont/)
  expect(cabinet).toHaveLength(3)

  const own = relay.received.filter(({ to }) => to === 'm.peeters@jette.example')
  expect(own).toHaveLength(1)
  const { text = '', html } = await parsed(own[0] as never)
  const fr =
    'Un seul courrier pour tous vos mandats : bourgmestre f.f. de Jette (Espace public) ; échevin(e) de Jette (Économie, Horeca) ; échevin(e) de Koekelberg'
  const nl = 'Eén mail voor al uw mandaten: waarnemend burgemeester van Jette'
  const plain = (whole: string) => whole.replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' ')
  for (const shown of [text, String(html)]) {
    expect(plain(shown)).toContain(fr)
    expect(plain(shown)).toContain(nl)
  }
  expect(plain(text)).toContain('Monsieur le Bourgmestre f.f.,')
  const others = await Promise.all(relay.received.slice(0, 3).map(async mail => (await parsed(mail)).text))
  expect(others.join()).not.toContain('Un seul courrier')

  const { json: status } = await statusCommand(app, '2020-W18')
  const communes = (status as { communes: { nis: string; state: string }[] }).communes
  expect(communes.filter(({ state }) => state !== 'reached')).toEqual([])
  const { json } = await deliveriesCommand(app, '2020-W18', false)
  expect((json as { recipient: string; also?: unknown }[]).filter(({ also }) => also)).toMatchObject([
    {
      recipient: 'jette-mayor',
      also: [
        { recipient: 'jette-alderman-economy', commune: '21010', role: 'alderman' },
        { recipient: 'koekelberg-mayor', commune: '21011', role: 'alderman' },
      ],
    },
  ])
  const found = await app.coverage('2020-W18')
  expect(found?.coverage).toMatchObject({
    balanced: true,
    exclusionsByReason: { 'same-person': 2 },
    communes: { missing: [] },
  })
  expect(found?.coverage.addressees).toBe(relay.received.length)
  const reasons = (await app.followUps()).map(({ commune, reason }) => [commune, reason])
  expect(reasons).not.toContainEqual(['21011', 'not-reached'])
})

it('a mail that bounces for good is followed up in each commune that nobody else was reached in', async () => {
  const { app } = world
  rewrite({
    'jette-mayor': named('Marc Peeters', 'm.peeters@jette.example'),
    'koekelberg-mayor': named('Marc Peeters', 'm.peeters@jette.example'),
    'koekelberg-alderman-economy': cells => cells.splice(5, 5, '', '', '', '', ''),
    'koekelberg-alderman-mobility': cells => cells.splice(5, 5, '', '', '', '', ''),
  })
  relay.setPolicy(to => (to === 'm.peeters@jette.example' ? '550 5.1.1 User unknown' : null))
  await signedEdition(world, '2020-W18')
  world.setClock(THURSDAY)
  await app.dispatch('2020-W18')
  await deliverAll(world, '2020-W18')
  const states = new Map((await app.status('2020-W18'))?.communes.map(({ nis, state }) => [nis, state]))
  expect([states.get('21010'), states.get('21011')]).toEqual(['partly-reached', 'not-reached'])
})
