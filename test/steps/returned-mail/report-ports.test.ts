import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { recordReport } from '../../../src/steps/returned-mail/record-report.js'
import { reportPorts } from '../../../src/steps/returned-mail/report-ports.js'
import { replyMail } from '../../support/reports.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const MAYOR = 'anderlecht-mayor'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-26T23:30:00Z', settings: { TEMPLATES_DIR: 'templates' } })
  writeUpdate(world, { id: 'mesure', deadline: '2026-12-18' })
  await signedEdition(world, EDITION)
  await dispatch(world.app, EDITION)
})
afterAll(() => world.close())

const nobody = { addresses: [], sentAt: null }
const clues = (messageIds: string[]) => ({ returnTokens: [], messageIds, carried: [] })
async function messageIdOf(recipient: string): Promise<string> {
  const found = (await deliveriesOf(world.app.engine.db, EDITION)).find(one => one.recipient === recipient)
  return found?.messageId ?? ''
}

describe('what a returned mail is understood by', () => {
  it('is the delivery, the staff, the deadlines and the day, as the ledger and the roster have them', async () => {
    const ports = reportPorts(world.app)
    const id = await messageIdOf(MAYOR)
    expect(await ports.find(clues([id]), nobody)).toMatchObject({ edition: EDITION, recipient: MAYOR })
    expect(await ports.staffIdOf('SPOC-Ouest@agence.example')).toBe('spoc-ouest')
    expect(await ports.deadlines(EDITION, 1)).toEqual(['2026-12-18'])
    expect(ports.dayOf(world.app.clock())).toBe('2026-11-27')
    expect((await ports.ourWords()).length).toBeGreaterThan(0)
  })

  it('is nothing of ours where it is of nobody', async () => {
    const ports = reportPorts(world.app)
    expect(await ports.find(clues(['<2026-w48.nobody.0123456789abcdef0123@x.example>']), nobody)).toBeNull()
    expect(await ports.staffIdOf('nobody@else.example')).toBeNull()
    expect(await ports.deadlines('2026-W49', 1)).toBeNull()
  })

  it('is kept with its consequences, for the SPOC of the commune, once', async () => {
    const inReplyTo = await messageIdOf(MAYOR)
    const bytes = replyMail({ to: 'estafette@estafette.example', inReplyTo, text: 'Quel est le montant ?' })
    const mail = { source: 'folder', item: '1.eml', place: null, bytes, size: bytes.byteLength }
    const record = () => recordReport(reportPorts(world.app), mail, world.app.clock())
    expect(await record()).toMatchObject({ isNew: true, edition: EDITION })
    expect(await record()).toMatchObject({ isNew: false })
    const open = (await listFollowUps(world.app.engine.db)).filter(one => one.recipient === MAYOR)
    expect(open).toMatchObject([{ reason: 'question', spoc: 'spoc-ouest' }])
  })

  it('is read once for all mails of a look, and does without files that can’t be read', async () => {
    const staff = join(world.config.recipientsDir, 'staff.yaml')
    const text = readFileSync(staff, 'utf8')
    const ports = reportPorts(world.app)
    expect(await ports.staffIdOf('spoc-ouest@agence.example')).toBe('spoc-ouest')
    writeFileSync(staff, text.replace('spoc-ouest@agence.example', 'autre@agence.example'))
    expect(await ports.staffIdOf('spoc-ouest@agence.example')).toBe('spoc-ouest')
    expect(await reportPorts(world.app).staffIdOf('spoc-ouest@agence.example')).toBeNull()
    writeFileSync(staff, text)
    writeFileSync(join(world.config.templatesDir, 'locales', 'fr.json'), '{')
    expect(await reportPorts(world.app).ourWords()).toEqual([])
  })
})
