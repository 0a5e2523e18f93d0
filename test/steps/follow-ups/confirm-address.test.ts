import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { reportListCommand } from '../../../src/cli/report-list-command.js'
import type { Log } from '../../../src/log.js'
import { addressChanges } from '../../../src/postgres/follow-ups/address-changes.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { openDatabase } from '../../../src/postgres/server/database.js'
import { openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { openSending } from '../../../src/sending/sending.js'
import { rosterToday } from '../../../src/steps/context.js'
import { confirmAddress, undoAddress } from '../../../src/steps/follow-ups/confirm-address.js'
import { finishAddressChanges } from '../../../src/steps/follow-ups/finish-address-changes.js'
import { retain } from '../../../src/steps/operations/retain.js'
import { fetchReports } from '../../../src/steps/returned-mail/fetch-reports.js'
import { askLogIn } from '../../../src/steps/staff/log-in.js'
import { notify } from '../../../src/steps/staff/staff.js'
import { sampleNotice } from '../../support/notices.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { awayMail, replyMail } from '../../support/reports.js'
import { openWorld, sentEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const NOW = '2026-11-26T09:00:00+01:00'
const SPOC = 'spoc-ouest@agence.example'
const HEALTH = 'hospitalisation'
const DAY = 86_400_000

let relay: TestRelay
let world: World
let serial = 0
const lines: unknown[] = []
const log = Object.fromEntries(
  ['debug', 'info', 'warn', 'error'].map(level => [level, (...line: unknown[]) => lines.push(line)]),
) as unknown as Log
const dir = () => join(world.dir, 'reports')
const roster = () => join(world.dir, 'recipients', 'mandate-holders.csv')

beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({
    smtpPort: relay.port,
    now: NOW,
    log,
    settings: { REPORTS_DIR: './reports', RETAIN_REPORTS_DAYS: '10' },
  })
  writeUpdate(world, { id: 'mesure' })
  await sentEdition(world, EDITION)
}, 180_000)
afterAll(async () => {
  await world.close()
  await relay.close()
})

const mailTo = (address: string) => {
  const mail = relay.received.find(({ to }) => to === address)
  return { from: mail?.from ?? '', messageId: /^Message-ID: (.*)$/im.exec(mail?.raw ?? '')?.[1] ?? '' }
}

async function comesBack(bytes: Uint8Array): Promise<void> {
  mkdirSync(dir(), { recursive: true })
  const file = join(dir(), `${++serial}.eml`)
  writeFileSync(file, bytes)
  const past = new Date(Date.now() - 60_000)
  utimesSync(file, past, past)
  await fetchReports(world.app)
}

/** All that the ledger keeps of what came back. */
async function dump(): Promise<string> {
  const server = await openEmbeddedServer(world.config.dataDir)
  const { db, close } = await openDatabase(server.url, { connections: 1 })
  try {
    const tables = ['report', 'follow_up', 'follow_up_words', 'notice', 'link', 'report_quarantine'] as const
    const rows = await Promise.all(tables.map(table => db.selectFrom(table).selectAll().execute()))
    return JSON.stringify(rows)
  } finally {
    await close()
    await server.close()
  }
}

/** The moment between the list and the log, as a process sees it that goes no further. */
const CRASH_BEFORE_LOG = `create function crash() returns trigger language plpgsql as $$ begin raise exception 'crashed'; end $$;
  create trigger crash before insert on address_change_log for each row execute function crash()`

async function asOwner(statement: string): Promise<unknown[]> {
  const server = await openEmbeddedServer(world.config.dataDir)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    await client.query('set search_path to estafette')
    return (await client.query(statement)).rows
  } finally {
    await client.end()
    await server.close()
  }
}

const followUpOf = async (recipient: string, reason: string) =>
  (await listFollowUps(world.app.engine.db, { all: true })).find(
    one => one.recipient === recipient && one.reason === reason,
  )

const emailOf = async (recipient: string) =>
  (await rosterToday(world.app)).roster.mandateHolders.find(({ id }) => id === recipient)?.email

describe('an official’s new address', () => {
  it('is proposed from a reply, confirmed by a person, written as the one changed cell, and taken back', async () => {
    const { messageId } = mailTo('bourgmestre@anderlecht.example')
    const text = 'Bonjour,\nMa nouvelle adresse est cabinet@anderlecht.example, merci de mettre à jour.'
    await comesBack(replyMail({ to: 'estafette@estafette.example', inReplyTo: messageId, text }))
    const followUp = await followUpOf('anderlecht-mayor', 'correction')
    expect(followUp).toMatchObject({ action: 'confirm-correction', state: 'open' })
    expect(followUp?.detail).toContain('new address: cabinet@anderlecht.example')
    expect(await emailOf('anderlecht-mayor')).toBe('bourgmestre@anderlecht.example')

    const before = readFileSync(roster(), 'utf8')
    const confirmed = await confirmAddress(world.app, { id: followUp?.id ?? '', by: SPOC, address: null })
    expect(confirmed).toMatchObject({
      kind: 'changed',
      recipient: 'anderlecht-mayor',
      before: 'bourgmestre@anderlecht.example',
      after: 'cabinet@anderlecht.example',
    })
    const after = readFileSync(roster(), 'utf8')
    expect(after).toBe(before.replace('bourgmestre@anderlecht.example', 'cabinet@anderlecht.example'))
    expect(readFileSync((confirmed as { backup: string }).backup, 'utf8')).toBe(before)
    expect(await followUpOf('anderlecht-mayor', 'correction')).toMatchObject({
      state: 'done',
      result: 'corrected',
      doneBy: SPOC,
    })
    expect(await addressChanges(world.app.engine.db)).toMatchObject([
      { recipient: 'anderlecht-mayor', by: SPOC, followUp: followUp?.id },
    ])

    expect(await undoAddress(world.app, { recipient: 'anderlecht-mayor', by: SPOC })).toMatchObject({
      kind: 'changed',
    })
    expect(readFileSync(roster(), 'utf8')).toBe(before)
    expect((await addressChanges(world.app.engine.db)).map(({ followUp: about }) => about)).toEqual([
      null,
      followUp?.id,
    ])
  }, 180_000)

  it('is proposed from an automatic reply, of which nothing else is kept', async () => {
    const { from } = mailTo('bourgmestre@auderghem.example')
    await comesBack(
      awayMail({
        to: from,
        text: `Fin de mon ${HEALTH}. Ma nouvelle adresse e-mail est maieure@auderghem.example.`,
      }),
    )
    const followUp = await followUpOf('auderghem-mayor', 'correction')
    expect(followUp?.detail).toBe('new address: maieure@auderghem.example')
  }, 180_000)

  it('is not changed by somebody else’s SPOC, to what is no address, or where nobody gave one', async () => {
    const id = (await followUpOf('auderghem-mayor', 'correction'))?.id ?? ''
    const before = readFileSync(roster(), 'utf8')
    for (const [by, address] of [
      ['spoc-nord@agence.example', null],
      ['nobody@else.example', null],
      ['spoc-est@agence.example', 'a@b@c.example'],
      ['spoc-est@agence.example', '=cmd()'],
      ['spoc-est@agence.example', '=1+1@auderghem.example'],
      ['spoc-est@agence.example', 'a;b@c.example'],
    ] as const)
      expect(await confirmAddress(world.app, { id, by, address })).toMatchObject({ kind: 'refused' })
    expect(await confirmAddress(world.app, { id: '999999', by: SPOC, address: null })).toMatchObject({
      kind: 'refused',
      why: 'unknown',
    })
    expect(readFileSync(roster(), 'utf8')).toBe(before)
  }, 180_000)

  it('is not undone by another one that is confirmed at the same moment', async () => {
    const id = (await followUpOf('auderghem-mayor', 'correction'))?.id ?? ''
    const both = await Promise.all([
      confirmAddress(world.app, { id, by: 'spoc-est@agence.example', address: null }),
      undoAddress(world.app, { recipient: 'anderlecht-mayor', by: SPOC }),
    ])
    expect(both.map(({ kind }) => kind)).toEqual(['changed', 'changed'])
    expect(await emailOf('auderghem-mayor')).toBe('maieure@auderghem.example')
    expect(await emailOf('anderlecht-mayor')).toBe('cabinet@anderlecht.example')
  }, 180_000)

  it('is finished at the next tick when the house crashed after it was written, without a second write', async () => {
    await asOwner(CRASH_BEFORE_LOG)
    await expect(undoAddress(world.app, { recipient: 'anderlecht-mayor', by: SPOC })).rejects.toThrow(
      'crashed',
    )
    await asOwner('drop trigger crash on address_change_log; drop function crash')
    const written = readFileSync(roster(), 'utf8')
    expect(await emailOf('anderlecht-mayor')).toBe('bourgmestre@anderlecht.example')
    const { length } = await addressChanges(world.app.engine.db)
    const at = statSync(roster()).mtimeMs
    for (let time = 0; time < 2; time++) await finishAddressChanges(world.app)
    expect(await addressChanges(world.app.engine.db)).toHaveLength(length + 1)
    expect((await addressChanges(world.app.engine.db))[0]).toMatchObject({
      recipient: 'anderlecht-mayor',
      before: 'cabinet@anderlecht.example',
      after: 'bourgmestre@anderlecht.example',
      by: SPOC,
    })
    expect([readFileSync(roster(), 'utf8'), statSync(roster()).mtimeMs]).toEqual([written, at])
  }, 180_000)

  it('is finished with its follow-up before the next one is confirmed; what was never written is forgotten', async () => {
    const { messageId } = mailTo('bourgmestre@uccle.example')
    const text = 'Bonjour,\nMa nouvelle adresse est cabinet@uccle.example.'
    await comesBack(replyMail({ to: 'estafette@estafette.example', inReplyTo: messageId, text }))
    const followUp = await followUpOf('uccle-mayor', 'correction')
    const by =
      (await rosterToday(world.app)).roster.staff.find(({ id }) => id === followUp?.spoc)?.email ?? ''
    const plan = (recipient: string, before: string, after: string, about: string) =>
      asOwner(`insert into address_change_plan (recipient, before, after, follow_up, by_email, at)
        values ('${recipient}', '${before}', '${after}', ${about}, '${by}', '${NOW}')`)
    const [before, after] = ['bourgmestre@uccle.example', 'cabinet@uccle.example']
    writeFileSync(roster(), readFileSync(roster(), 'utf8').replace(before, after))
    await plan('uccle-mayor', before, after, followUp?.id ?? '')
    await plan('anderlecht-mayor', 'bourgmestre@anderlecht.example', 'x@anderlecht.example', 'null')
    const { length } = await addressChanges(world.app.engine.db)
    expect(await confirmAddress(world.app, { id: followUp?.id ?? '', by, address: null })).toMatchObject({
      why: 'done-already',
    })
    expect((await addressChanges(world.app.engine.db)).slice(0, -length)).toMatchObject([
      { recipient: 'uccle-mayor', after, followUp: followUp?.id, by, at: new Date(NOW) },
    ])
    expect(await followUpOf('uccle-mayor', 'correction')).toMatchObject({ result: 'corrected', doneBy: by })
    expect(await asOwner('select * from address_change_plan')).toEqual([])
  }, 180_000)

  it('is not written into a list that is not UTF-8, whose other letters would be lost', async () => {
    const before = readFileSync(roster())
    writeFileSync(roster(), Buffer.from(before.toString('utf8'), 'latin1'))
    const spoilt = readFileSync(roster())
    expect(await undoAddress(world.app, { recipient: 'anderlecht-mayor', by: SPOC })).toMatchObject({
      why: 'not-writable',
    })
    expect(readFileSync(roster())).toEqual(spoilt)
    writeFileSync(roster(), before)
  })
})

describe('what came back', () => {
  it('is listed without people’s words; what belongs to nobody apart', async () => {
    await comesBack(Buffer.from('From: shop@ads.example\r\nSubject: Buy\r\n\r\n=1+1 Buy!\r\n'))
    const all = (await reportListCommand(world.app, { days: 30 })).json as {
      state: string
      delivery: string | null
    }[]
    expect(all.map(({ state }) => state).sort()).toEqual(['matched', 'matched', 'matched', 'unmatched'])
    const unmatched = await reportListCommand(world.app, { days: 30, unmatched: true, csv: true })
    expect(unmatched.json).toMatchObject([{ state: 'unmatched', kind: 'unknown', delivery: null }])
    expect(unmatched.text.startsWith('\ufeffrecordedAt;')).toBe(true)
    expect(JSON.stringify(all) + unmatched.text).not.toContain('mettre à jour')
  })

  it('keeps no word of an absence, and a person’s words and the raw mails no longer than configured', async () => {
    const fresh = await dump()
    expect(fresh).not.toContain(HEALTH)
    expect(JSON.stringify(lines)).not.toContain(HEALTH)
    for (const text of ['mettre à jour', 'maieure@auderghem.example']) expect(fresh).toContain(text)
    await askLogIn(world.app, SPOC)
    await notify(world.app, sampleNotice('spoc-digest'))
    const digest = async () =>
      (await listNotices(world.app.engine.db)).find(({ kind }) => kind === 'spoc-digest')?.payload
    expect(await digest()).toContain('communes')
    const sending = await openSending(world.app)
    await sending.sendNotices().finally(() => sending.close())
    expect(await dump()).toContain('"purpose":"log-in"')
    const put = () =>
      readdirSync(join(dir(), 'done')).map(name => readFileSync(join(dir(), 'done', name), 'utf8'))
    expect(put().join()).toContain(HEALTH)
    // Files have the real time, whatever the clock of the house says.
    world.setClock(new Date(Date.now() + 9 * DAY).toISOString())
    await retain(world.app)
    expect(put()).toHaveLength(4)
    world.setClock(new Date(Math.max(Date.now(), Date.parse(NOW)) + 11 * DAY).toISOString())
    await retain(world.app)
    expect(put()).toEqual([])
    expect(await digest()).toBe('{}')
    const kept = await dump()
    for (const text of ['mettre à jour', 'maieure@auderghem.example', '"purpose":"log-in"'])
      expect(kept).not.toContain(text)
    expect(JSON.stringify(lines)).not.toContain('mettre à jour')
  }, 180_000)
})
