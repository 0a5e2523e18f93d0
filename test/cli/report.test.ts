import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import readExcelFile from 'read-excel-file/node'
import { followUpCommand } from '../../src/cli/follow-up-list-command.js'
import { deliveriesCommand } from '../../src/cli/reading-commands.js'
import { reportCommand } from '../../src/cli/report-command.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { openWorld, sentEdition, type World } from '../support/world.js'

const EDITION = '2026-W48'
let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  relay.setPolicy(address => (address === 'bourgmestre@uccle.example' ? '550 5.1.1 =cmd|gone' : null))
  world = await openWorld({ smtpPort: relay.port, now: '2026-11-26T09:00:00+01:00' })
  world.layOut('2020-W18')
  await sentEdition(world, EDITION)
})
afterAll(async () => {
  await world?.close()
  await relay?.close()
})

type Sheets = { sheet: string; data: unknown[][] }[]
const sheetsOf = async (file: string) => (await readExcelFile(readFileSync(file))) as Sheets

describe('report', () => {
  it('accounts for 19 of 19 communes and each candidate, in JSON', async () => {
    const { json, status } = await reportCommand(world.app, EDITION, {})
    expect(status).toBe(0)
    const report = json as Record<string, never> & { exclusions: unknown[]; addressees: number }
    expect(report).toMatchObject({
      edition: EDITION,
      balanced: true,
      communes: { total: 19, accountedFor: 19, missing: [] },
      counts: { bounced: 1 },
      times: { accepted: { medianSeconds: 0, maxSeconds: 0 }, replied: null },
      attempts: { perDelivery: { median: 1, max: 1 } },
      followUps: { overdue: 0 },
    })
    expect(report.candidates).toBe(report.addressees + report.exclusions.length)
  })

  it('writes each candidate to CSV, in the language asked for, with no formula in it', async () => {
    const file = join(world.dir, 'report.csv')
    const { json } = await reportCommand(world.app, EDITION, { csv: file, lang: 'nl' })
    const text = readFileSync(file, 'utf8')
    const lines = text.slice(1).trimEnd().split('\r\n')
    expect(text[0]).toBe('\uFEFF')
    expect(lines[0]).toContain('NIS;Gemeente;Mandaat;Functie;Resultaat')
    expect(lines).toHaveLength(1 + (json as { candidates: number }).candidates)
    expect(lines.find(line => line.includes('uccle-mayor'))).toMatch(
      /;burgemeester;geweigerd;.*;550 5\.1\.1 =cmd/,
    )
  })

  it('writes a workbook: figures, communes, candidates', async () => {
    const file = join(world.dir, 'report.xlsx')
    await reportCommand(world.app, EDITION, { xlsx: file })
    const sheets = await sheetsOf(file)
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['Synthèse', 'Communes', 'Mandats'])
    expect(sheets[1]?.data).toHaveLength(20)
    expect(sheets[0]?.data).toContainEqual(['Communes dont il est rendu compte', '19 sur 19'])
  })

  it('says no for an edition that is not there, and to a language that it has not', async () => {
    expect((await reportCommand(world.app, '2026-W50', {})).status).toBe(1)
    await expect(reportCommand(world.app, EDITION, { xlsx: 'x.xlsx', lang: 'de' })).rejects.toThrow(
      'fr or nl',
    )
    await expect(reportCommand(world.app, EDITION, { csv: '/nowhere/at/all.csv' })).rejects.toThrow(
      "can't be written: there is no such file or folder",
    )
  })
})

describe('workbooks of lists', () => {
  it('have the deliveries with their attempts, and the follow-ups in words', async () => {
    const [one, two] = [join(world.dir, 'd.xlsx'), join(world.dir, 'f.xlsx')]
    await deliveriesCommand(world.app, EDITION, false, { xlsx: one })
    await followUpCommand(world.app, false, { xlsx: two, lang: 'nl' })
    const [deliveries, attempts] = await sheetsOf(one)
    expect(deliveries?.data.length).toBe(attempts?.data.length)
    expect(deliveries?.data[1]?.[7]).toEqual(new Date('2026-11-26T09:00:00Z'))
    const [followUps] = await sheetsOf(two)
    expect(followUps?.sheet).toBe('Opvolging')
    const bounced = followUps?.data.find(row => row.includes('uccle-mayor'))
    expect(bounced).toEqual(expect.arrayContaining(['Adres geweigerd', 'Bellen en een werkend adres vragen']))
  })
})
