import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Command } from 'commander'
import type { Desk } from '../../src/cli/desk.js'
import { followUpActCommand, followUpHistoryCommand } from '../../src/cli/follow-up-commands.js'
import { followUpCommand, followUpFilter } from '../../src/cli/follow-up-list-command.js'
import { followUpLines } from '../../src/cli/lines/follow-up.js'
import type { FollowUpReason } from '../../src/model/follow-ups/follow-up.js'
import { suggestion } from '../../src/model/follow-ups/follow-up-rules.js'
import { readWorkbook } from '../../src/parse/roster/xlsx-read.js'
import { openFollowUps } from '../../src/postgres/follow-ups/follow-ups.js'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { digestsOf } from '../../src/present/staff-mail/digest-content.js'
import { rosterToday } from '../../src/steps/context.js'
import { keepFollowUpRules } from '../../src/steps/follow-ups/keep-follow-up-rules.js'
import { openLedgerEngine } from '../../src/steps/operations/engines.js'
import { openWorld, type World } from '../support/world.js'

const SOUTH = 'spoc-sud@agence.example'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-30T09:00:00+02:00' })
  await keepFollowUpRules(world.app)
})
afterAll(() => world.close())

describe('the commands of who follows up', () => {
  it('take, end and reopen one, and say why not', async () => {
    const [{ id }] = (await followUpCommand(world.app, false)).json as [{ id: string }]
    const take = () => followUpActCommand(world.app, id, SOUTH, { kind: 'take' })
    expect(await take()).toMatchObject({ status: 0, json: { state: 'in-hand', takenBy: SOUTH } })
    const wrong = { kind: 'done', result: 'found', text: null } as const
    expect(await followUpActCommand(world.app, id, SOUTH, wrong)).toMatchObject({
      status: 1,
      json: { refused: 'result-unknown' },
      text: 'What came of it must be one of: successor-known, no-successor-yet, no-answer.',
    })
    await followUpActCommand(world.app, id, SOUTH, { ...wrong, result: 'no-successor-yet' })
    expect(await take()).toMatchObject({ status: 1, text: expect.stringContaining(`follow-up reopen ${id}`) })
    expect((await followUpCommand(world.app, false)).json).toEqual([])
    const all = await followUpFilter(world.app, { all: true, spoc: SOUTH, commune: '21013' })
    expect((await followUpCommand(world.app, false, {}, all)).json).toMatchObject([
      { id, result: 'no-successor-yet', doneBy: SOUTH, recipient: 'saint-gilles-alderman-youth' },
    ])
    const history = (await followUpHistoryCommand(world.app, id)).json as { history: { kind: string }[] }
    expect(history.history.map(({ kind }) => kind)).toEqual(['opened', 'taken', 'done'])
  })

  it('show whom to call: in the table, in JSON as E.164, in CSV as a text', async () => {
    const all = { all: true }
    const { text, json } = await followUpCommand(world.app, false, {}, all)
    expect(text).toContain('02 000 21 13 (commune)')
    // What stands in the first column is what a command takes, and no count.
    expect(text).toMatch(/^\W*Id\b/)
    expect(json).toMatchObject([
      { phones: [{ of: 'commune', number: '+3220002113', extension: null, text: '02 000 21 13' }] },
    ])
    const [head, line] = (await followUpCommand(world.app, true, {}, all)).text.split('\r\n')
    expect(head).toMatch(/;phones;also$/)
    expect(line).toMatch(/;02 000 21 13 \(commune\);$/)
  })

  it('refuse an address that nobody has, and a commune that is none', async () => {
    await expect(followUpFilter(world.app, { spoc: 'nobody@agence.example' })).rejects.toThrow('staff.yaml')
    await expect(followUpFilter(world.app, { commune: '99999' })).rejects.toThrow('communes.yaml')
  })

  it('take an option for themselves that the list has, too', async () => {
    const program = new Command('estafette').enablePositionalOptions()
    const seen: unknown[] = []
    const command: Desk['command'] = (usage, description, of = program) =>
      of.command(usage).description(description).option('--json', '')
    followUpLines({
      command,
      withApp: async (options: unknown) => {
        seen.push(options)
      },
    } as unknown as Desk)
    await program.parseAsync(['follow-up', 'take', '7', '--by', SOUTH, '--json'], { from: 'user' })
    await program.parseAsync(['follow-up', '--all', '--json'], { from: 'user' })
    expect(seen).toMatchObject([
      { by: SOUTH, json: true },
      { all: true, json: true },
    ])
  })
})

describe('the order of what is to be done', () => {
  it('is by due date, then by how soon the reason is to be dealt with: in table, JSON, CSV, workbook and digest', async () => {
    const engine = await openLedgerEngine(world.config)
    const about = (recipient: string, commune: string, reason: FollowUpReason, due: string) => ({
      ...{ edition: null, commune, recipient, reason, due, spoc: 'spoc-sud', detail: '' },
      ...{ action: suggestion(reason, due).action, openedAt: new Date('2020-04-30T09:00:00+02:00') },
    })
    await openFollowUps(engine.db, [
      about('ixelles-mayor', '21009', 'reply', '2020-05-06'),
      about('forest-mayor', '21007', 'reply', '2020-05-04'),
      about('uccle-mayor', '21016', 'late', '2020-05-06'),
      about('forest-mayor', '21007', 'away', '2020-05-05'),
    ])
    await engine.close()
    world.setClock('2020-05-05T07:00:00+02:00')
    const expected = ['forest-mayor', 'forest-mayor', 'uccle-mayor', 'ixelles-mayor']
    const { json, text } = await followUpCommand(world.app, false)
    const lines = json as { id: string; recipient: string }[]
    expect(lines.map(({ recipient }) => recipient)).toEqual(expected)
    const shown = text.split('\n').flatMap(line => /(forest|ixelles|uccle)-mayor/.exec(line)?.[0] ?? [])
    expect(shown).toEqual(expected)
    expect(text.match(/1 day late|today|Wed 6 May/g)).toEqual([
      '1 day late',
      'today',
      'Wed 6 May',
      'Wed 6 May',
    ])
    const csv = (await followUpCommand(world.app, true)).text.trim().split('\r\n').slice(1)
    expect(csv.map(line => line.split(';')[3])).toEqual(expected)
    const xlsx = join(world.dir, 'follow-ups.xlsx')
    await followUpCommand(world.app, false, { xlsx })
    const book = readWorkbook(readFileSync(xlsx))
    if ('fault' in book) throw new Error(book.fault)
    const rows = (book.sheets[0]?.rows ?? []).map(row => row.cells.map(({ text }) => text))
    expect(rows.slice(1).map(row => row.find(cell => expected.includes(cell)))).toEqual(expected)
    const { roster } = await rosterToday(world.app)
    const facts = {
      roster,
      followUps: await listFollowUps(world.app.engine.db),
      standIns: new Map(),
      coverage: null,
    }
    const [digest] = digestsOf(facts, '2020-05-05')
    expect(digest?.communes.map(({ name, tasks }) => [name.fr, tasks.map(({ due }) => due)])).toEqual([
      ['Forest', ['2020-05-04', '2020-05-05']],
      ['Uccle', ['2020-05-06']],
      ['Ixelles', ['2020-05-06']],
    ])
  })
})
