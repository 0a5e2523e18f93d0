import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { followUpCommand } from '../../src/cli/follow-up-list-command.js'
import { deliveriesCommand, statusCommand } from '../../src/cli/reading-commands.js'
import { reportCommand } from '../../src/cli/report-command.js'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { listNotices } from '../../src/postgres/staff/sent-notices.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { suppress } from '../../src/steps/delivery/suppressions.js'
import { readStatus } from '../../src/steps/editions/read-status.js'
import { editionCoverage } from '../../src/steps/follow-ups/coverage.js'
import { tellDigests } from '../../src/steps/follow-ups/tell-digests.js'
import { unreachedOf } from '../../src/steps/follow-ups/unreached.js'
import { startPages } from '../../src/web/pages.js'
import { comesBack, logIn, mailTo } from '../support/follow-ups.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { dsnMail } from '../support/reports.js'
import { deliverAll, openWorld, parsed, signedEdition, type World } from '../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const THURSDAY = '2020-04-30T09:00:00+02:00'

let relay: TestRelay
let world: World
beforeEach(async () => {
  relay = await startRelay()
  world = await openWorld({
    smtpPort: relay.port,
    now: WEDNESDAY,
    settings: { PORT: '0', REPORTS_DIR: './reports' },
  })
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
  await dispatch(app, '2020-W18')
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
  const { json, text: listed } = await deliveriesCommand(app, '2020-W18', false)
  expect(listed).toContain('2020-W18.jette-mayor, jette-alderman-economy, koekelberg-mayor ')
  expect((json as { recipient: string; also?: unknown }[]).filter(({ also }) => also)).toMatchObject([
    {
      recipient: 'jette-mayor',
      also: [
        { recipient: 'jette-alderman-economy', commune: '21010', role: 'alderman' },
        { recipient: 'koekelberg-mayor', commune: '21011', role: 'alderman' },
      ],
    },
  ])
  const found = await editionCoverage(app, '2020-W18')
  expect(found?.coverage).toMatchObject({
    balanced: true,
    exclusionsByReason: { 'same-person': 2 },
    communes: { missing: [] },
  })
  expect(found?.coverage.addressees).toBe(relay.received.length)
  const reasons = (await listFollowUps(app.engine.db)).map(({ commune, reason }) => [commune, reason])
  expect(reasons).not.toContainEqual(['21011', 'not-reached'])

  // The second commune counts the mail of the first, also while the mail is late.
  expect(await digestOf('2020-W18', 'Koekelberg')).toMatchObject({
    addressees: 1,
    accepted: 1,
    state: 'reached',
  })
  const sheet = join(world.dir, 'candidates.csv')
  const report = await reportCommand(app, '2020-W18', { csv: sheet })
  expect(report.text).toMatch(/21011 .* 3 +│ 0 +│ 0 +│ 3 +│ \d+ +│ 1 of 1 /)
  const rows = readFileSync(sheet, 'utf8').split(/\r?\n/)
  const lastCell = (id: string) =>
    rows
      .find(row => row.includes(`${id};`))
      ?.split(';')
      .at(-1)
  expect([lastCell('jette-mayor'), lastCell('koekelberg-mayor'), lastCell('jette-alderman-finance')]).toEqual(
    ['jette-alderman-economy, koekelberg-mayor', 'jette-mayor', ''],
  )
  const { email, from } = await mailTo(world, relay, '2020-W18', 'jette-mayor')
  const late = { to: from, recipient: email, status: '4.4.1', words: '421 4.4.1 timed out' }
  await comesBack(world, 'late.eml', dsnMail({ ...late, action: 'delayed' }))
  expect(await statesOf('2020-W18')).toEqual(['at-risk', 'at-risk'])
})

/** What the contact person of a commune reads about it. */
async function digestOf(edition: string, commune: string) {
  world.setClock('2020-04-30T09:30:00+02:00')
  await tellDigests(world.app)
  const digests = (await listNotices(world.app.engine.db)).filter(({ key }) =>
    key.startsWith(`spoc-digest ${edition}`),
  )
  return digests
    .flatMap(({ payload }) => (JSON.parse(payload) as { communes: { name: { fr: string } }[] }).communes)
    .find(({ name }) => name.fr === commune)
}

/** Of Jette and of Koekelberg. */
async function statesOf(edition: string) {
  const { communes = [] } = (await readStatus(world.app, edition)) ?? {}
  return ['21010', '21011'].map(nis => communes.find(one => one.nis === nis)?.state)
}

it('a mail that bounces for good is followed up in each commune that nobody else was reached in', async () => {
  const { app } = world
  rewrite({
    'jette-mayor': cells => {
      named('Marc Peeters', 'm.peeters@jette.example')(cells)
      cells[6] = 'Monsieur le Bourgmestre,'
      cells[7] = 'Mijnheer de burgemeester,'
    },
    'jette-alderman-economy': named('Marc Peeters', 'm.peeters@jette.example'),
    'koekelberg-mayor': named('Marc Peeters', 'm.peeters@jette.example'),
    'koekelberg-alderman-economy': cells => cells.splice(5, 5, '', '', '', '', ''),
    'koekelberg-alderman-mobility': cells => cells.splice(5, 5, '', '', '', '', ''),
  })
  relay.setPolicy(to => (to === 'm.peeters@jette.example' ? '550 5.1.1 User unknown' : null))
  await signedEdition(world, '2020-W18')
  world.setClock(THURSDAY)
  await dispatch(app, '2020-W18')
  await deliverAll(world, '2020-W18')
  expect(await statesOf('2020-W18')).toEqual(['partly-reached', 'not-reached'])

  // The person is told of once, with all offices, in both communes.
  const own = ['jette-mayor', 'koekelberg-mayor', 'jette-alderman-economy']
  const { text: status } = await statusCommand(app, '2020-W18')
  expect(status).toContain(`Not reached by mail:\n  ${own.join(', ')}: bounced (m.peeters@jette.example).`)
  expect(await digestOf('2020-W18', 'Koekelberg')).toMatchObject({
    addressees: 1,
    accepted: 0,
    unreached: [
      { who: 'Marc Peeters', offices: [{ role: 'mayor' }, { role: 'mayor' }, { role: 'alderman' }] },
    ],
  })
  const followUps = (await followUpCommand(app, false)).json as { recipient: string; also?: string[] }[]
  expect(followUps.filter(({ recipient }) => own.includes(recipient))).toMatchObject([
    { recipient: 'jette-mayor', also: expect.arrayContaining(own.slice(1)) },
  ])
  const pages = await startPages(app, world.config)
  try {
    const session = await logIn({ world, relay, pages }, 'spoc-ouest@agence.example')
    const shown = async (path: string) =>
      (await (await session.get(path)).text()).replace(/<[^>]*>/g, '').replace(/[\u00a0\u202f]/g, ' ')
    const list = await shown('/follow-ups?lang=fr')
    const offices =
      'bourgmestre de Jette (Espace public) ; bourgmestre de Koekelberg (Participation, Culture) ; échevin(e) de Jette (Économie, Horeca)'
    expect(list.split(offices)).toHaveLength(3)
    const { id } =
      (await listFollowUps(app.engine.db)).find(({ recipient }) => recipient === 'jette-mayor') ?? {}
    const page = await shown(`/follow-ups/${id}?lang=fr`)
    expect(page).toContain(offices)
    expect((await shown('/people/jette-mayor.vcf?lang=fr')).replace(/\r\n /g, '')).toContain(
      `TITLE:${offices.replace('b', 'B').replace(/[,;]/g, mark => `\\${mark}`)}`,
    )
    // Nobody is proposed in their own stead.
    expect(page).toContain('Écrire à Échevine des Finances de Jette')
    expect(page).not.toContain('Écrire à Marc Peeters')
  } finally {
    await pages.close()
  }

  // A decision silences the person: two exclusions and more, and one that was not reached.
  await suppress(app, { whom: 'jette-mayor', cause: 'said so on the phone', by: 'spoc-nord@agence.example' })
  world.setClock('2020-05-06T12:00:00+02:00')
  world.layOut('2020-W19')
  await signedEdition(world, '2020-W19')
  world.setClock('2020-05-07T09:00:00+02:00')
  await dispatch(app, '2020-W19')
  const silenced = (await editionCoverage(app, '2020-W19'))?.coverage.exclusions ?? []
  expect(silenced.filter(({ reason }) => reason === 'suppressed').map(({ recipient }) => recipient)).toEqual(
    [...own].sort(),
  )
  expect(await unreachedOf(app, '2020-W19')).toMatchObject([
    {
      recipient: 'jette-mayor',
      also: [{ recipient: 'koekelberg-mayor', commune: '21011' }, { recipient: 'jette-alderman-economy' }],
      state: 'excluded',
      next: 'suppressed',
      nextAddress: 'm.peeters@jette.example',
    },
  ])
})
