import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Log } from '../../../src/log.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { fetchReports } from '../../../src/steps/returned-mail/fetch-reports.js'
import { listReturned } from '../../../src/steps/returned-mail/list-returned.js'
import { fetchMailbox } from '../../../src/steps/returned-mail/report-mailbox.js'
import { type ScriptedImap, startScriptedImap } from '../../support/scripted-imap.js'
import { openWorld, type World } from '../../support/world.js'

const NOW = '2026-11-26T10:00:00+01:00'
const HOUR = 3_600_000
const BUSY = 'NO [UNAVAILABLE] Server Unavailable. 15'

let server: ScriptedImap
let world: World
let lines: { event: string; fields?: object }[] = []
let number = 0
const log = Object.fromEntries(
  ['debug', 'info', 'warn', 'error'].map(level => [
    level,
    (event: string, fields?: object) => lines.push({ event, fields }),
  ]),
) as unknown as Log

const open = (dir?: string) =>
  openWorld({
    now: NOW,
    settings: { IMAP_URL: `imap://reports:secret@127.0.0.1:${server.port}` },
    log,
    ...(dir ? { dir } : {}),
  })
const later = (milliseconds: number) =>
  world.setClock(new Date(world.app.clock().getTime() + milliseconds).toISOString())
/** Lays mails into the mailbox; returns their UIDs. */
function arrive(count: number): number[] {
  const uids = Array.from({ length: count }, () => ++number)
  for (const uid of uids) server.mails.set(uid, Buffer.from(`Subject: mail ${uid}\r\n\r\nText ${uid}.\r\n`))
  return uids
}
const refusing = (uid: number, answer: string) =>
  server.setScript(asked => (asked === uid ? { answer } : null))
const itemsRead = async () =>
  (await listReturned(world.app, { days: 30, unmatched: false })).reports.map(({ item }) =>
    Number(item.split('.')[1]),
  )
const unread = async () => (await listReturned(world.app, { days: 30, unmatched: false })).unread

describe('mails that a mailbox does not give at the first look', () => {
  beforeAll(async () => {
    server = await startScriptedImap()
    world = await open()
  }, 120_000)
  afterAll(async () => {
    await world.close()
    await server.close()
  })
  beforeEach(() => {
    lines = []
    server.setScript(() => null)
  })

  it.each([BUSY, 'NO [INUSE] Locked', 'NO [SERVERBUG] Oops', 'BAD User is authenticated but not connected.'])(
    'are asked for again after %j, while the others go on',
    async answer => {
      const [one = 0, two = 0, three = 0] = arrive(3)
      refusing(two, answer)
      expect(await fetchReports(world.app)).toMatchObject({ recorded: 2, quarantined: 0 })
      expect(await unread()).toMatchObject([{ uid: two, looks: 1, words: answer }])
      expect(lines).toContainEqual({
        event: 'report.unread',
        fields: { source: 'imap', uid: two, answer },
      })
      server.setScript(() => null)
      later(60_000)
      expect(await fetchReports(world.app)).toMatchObject({ recorded: 1, known: 0, quarantined: 0 })
      expect(await itemsRead()).toEqual(expect.arrayContaining([one, two, three]))
      expect(await unread()).toEqual([])
    },
  )

  it('are remembered over a restart, when the mail came empty', async () => {
    const [one = 0, two = 0] = arrive(2)
    server.setScript(uid => (uid === one ? 'empty' : null))
    await fetchReports(world.app)
    await world.app.close()
    world = await open(world.dir)
    later(60_000)
    server.setScript(() => null)
    expect(await fetchReports(world.app)).toMatchObject({ recorded: 1 })
    expect(await itemsRead()).toEqual(expect.arrayContaining([one, two]))
  }, 60_000)

  it('break the connection, and hold up none of the others', async () => {
    const [one = 0, two = 0, three = 0] = arrive(3)
    server.setScript(uid => (uid === two ? 'break' : null))
    for (const _ of [1, 2, 3, 4]) {
      await fetchReports(world.app).catch(() => {})
      later(HOUR)
    }
    expect(await itemsRead()).toEqual(expect.arrayContaining([one, three]))
    expect(await unread()).toMatchObject([{ uid: two }])
    server.setScript(() => null)
    expect(await fetchReports(world.app)).toMatchObject({ recorded: 1, quarantined: 0 })
    expect(await unread()).toEqual([])
  })

  it('end the look when the whole mailbox is busy, and are all read once it isn’t', async () => {
    const uids = arrive(12)
    const asked = () => uids.filter(uid => server.asked.has(uid)).length
    server.setScript(() => ({ answer: BUSY }))
    await expect(fetchReports(world.app)).rejects.toThrow(`the server gives no mails: ${BUSY}`)
    expect(asked()).toBe(5)
    server.setScript(() => null)
    later(60_000)
    expect(await fetchReports(world.app)).toMatchObject({ recorded: 12, quarantined: 0 })
    expect(await unread()).toEqual([])
  })

  it('are told to the admins once, after an hour, with the server’s words', async () => {
    const told = async () =>
      (await listNotices(world.app.engine.db)).filter(({ kind }) => kind === 'mail-unread')
    const before = (await told()).length
    const [one = 0] = arrive(1)
    refusing(one, BUSY)
    for (const _ of [1, 2, 3]) {
      await fetchReports(world.app)
      later(10 * 60_000)
    }
    expect(await told()).toHaveLength(before)
    later(HOUR)
    await fetchReports(world.app)
    await fetchReports(world.app)
    const [notice, ...rest] = (await told()).slice(before)
    expect(notice).toMatchObject({ to_email: 'informatique@agence.example' })
    expect(rest).toEqual([])
    expect((await unread())[0]?.toldAt).not.toBeNull()
    server.setScript(() => null)
    later(HOUR)
    await fetchReports(world.app)
    expect(await itemsRead()).toContain(one)
  })

  it('are found under their new numbers when the mailbox was made anew', async () => {
    const [one = 0] = arrive(1)
    refusing(one, BUSY)
    await fetchReports(world.app)
    server.makeAnew()
    number = server.mails.size
    server.setScript(() => null)
    expect(await fetchReports(world.app)).toMatchObject({ recorded: 1, quarantined: 0 })
    expect(await unread()).toEqual([])
    expect(lines.map(({ event }) => event)).toContain('report.renumbered')
  })

  it('are written down when somebody removed them before they were read', async () => {
    const [one = 0] = arrive(1)
    refusing(one, BUSY)
    await fetchReports(world.app)
    server.mails.delete(one)
    later(60_000)
    server.setScript(() => 'nothing')
    expect(await fetchReports(world.app)).toMatchObject({ recorded: 0, quarantined: 1 })
    const { quarantined } = await listReturned(world.app, { days: 30, unmatched: false })
    expect(quarantined[0]?.reason).toBe(
      `It was removed from the mailbox before it was read; the server had answered: ${BUSY}`,
    )
    expect(await unread()).toEqual([])
  })
})

describe('a look into a mailbox', () => {
  beforeAll(async () => {
    server = await startScriptedImap()
    number = 0
    world = await open()
  }, 120_000)
  afterAll(async () => {
    await world.close()
    await server.close()
  })

  /** What one look does: the mails that it records, but for those refused, and what it sets aside. */
  async function look(refused: string | null = null, signal?: AbortSignal) {
    const [recorded, aside]: [string[], string[]] = [[], []]
    await fetchMailbox(world.app, {
      record: async ({ source, item, bytes }) => {
        recorded.push(`${source} ${item} ${Buffer.from(bytes).toString().slice(0, 15)}`)
        return refused
      },
      setAside: reason => aside.push(reason),
      signal,
    })
    return { recorded, aside }
  }

  it('gives each mail to whoever records it, with where it lay', async () => {
    arrive(2)
    const source = `imap:reports@127.0.0.1:${server.port}/INBOX`
    expect(await look()).toEqual({
      recorded: [`${source} 7.1 Subject: mail 1`, `${source} 7.2 Subject: mail 2`],
      aside: [],
    })
  })

  it('passes over what can’t be recorded, and asks for it no more', async () => {
    server.mails.clear()
    number = 10
    arrive(1)
    expect((await look('no')).aside).toEqual(['no'])
    expect((await look()).recorded).toEqual([])
    const { quarantined } = await listReturned(world.app, { days: 30, unmatched: false })
    expect(quarantined).toMatchObject([{ item: '7.11', reason: 'no' }])
  })

  it('ends between two mails when it is to end, and is none without a mailbox', async () => {
    arrive(1)
    expect((await look(null, AbortSignal.abort())).recorded).toEqual([])
    const context = { ...world.app, config: { ...world.config, imap: null } }
    await fetchMailbox(context, { record: () => Promise.reject(new Error('asked')), setAside: () => {} })
  })

  it('throws where the mailbox can’t be opened', async () => {
    server.refuse('LOGIN', 'NO [AUTHENTICATIONFAILED] no')
    await expect(look()).rejects.toThrow()
    server.refuse('LOGIN', null)
  })
})
