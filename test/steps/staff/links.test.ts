import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config.js'
import type { Purpose } from '../../../src/model/staff/link-token.js'
import { connectOne } from '../../../src/postgres/server/connection.js'
import {
  migrateSchema,
  type OpenDatabase,
  openDatabase,
  SCHEMA,
} from '../../../src/postgres/server/database.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { migrationNames } from '../../../src/postgres/server/migrations.js'
import { useLink } from '../../../src/postgres/staff/links.js'
import { linkOf, makeToken } from '../../../src/steps/staff/links.js'
import { passableFolder } from '../../support/folders.js'
import { OLD_LINKS, OLD_SECRET, OLD_TOKENS, ROWS } from '../../support/ledger-rows.js'
import { openWorld, type World } from '../../support/world.js'

const PURPOSES = Object.keys(OLD_TOKENS) as Purpose[]

let dir: string
let server: EmbeddedServer
let database: OpenDatabase
/** A ledger with a link of each kind, from before there was one table of them; then this version opens it. */
beforeAll(async () => {
  dir = passableFolder('estafette-links-')
  server = await openEmbeddedServer(dir)
  const names = migrationNames().filter(name => name < '0056')
  await migrateSchema(server.url, SCHEMA, names)
  const client = await connectOne(server.url)
  await client.query(`set search_path = ${SCHEMA}`)
  for (const name of names) await client.query(`${ROWS[name] ?? ''};${OLD_LINKS[name] ?? ''}`)
  await client.end()
  database = await openDatabase(server.appUrl, { connections: 2, ownerUrl: server.url })
})
afterAll(async () => {
  await database.close()
  await server.close()
  rmSync(dir, { recursive: true, force: true })
})

const read = (purpose: Purpose, token: string, secret = OLD_SECRET) => {
  const config = readConfig({ DATA_DIR: join(dir, 'data'), SECRET: secret }, dir)
  return linkOf({ config, engine: { db: database.db } }, purpose, token)
}

describe('a link that was mailed before links had one table', () => {
  it.each([
    ['sign-off', { email: 'Direction@cabinet.example', edition: '2020-W18', version: 1, hash: 'h' }],
    ['let-through', { email: 'Direction@cabinet.example', update: 'prime', hash: 'h1' }],
    ['log-in', { email: 'Spoc@agence.example', person: 'spoc' }],
    ['session', { email: 'Spoc@agence.example', person: 'spoc' }],
  ] as const)('for %s still says what it is bound to', async (purpose, about) => {
    expect(await read(purpose, OLD_TOKENS[purpose])).toMatchObject({ purpose, ...about })
  })

  it('is still used where it was, and good as long as it was', async () => {
    const links = await Promise.all(PURPOSES.map(purpose => read(purpose, OLD_TOKENS[purpose])))
    expect(links.map(link => [link?.usedAt?.toISOString(), link?.expiresAt.toISOString()])).toEqual([
      ['2020-04-22T12:00:00.000Z', '2020-04-23T07:00:00.000Z'],
      [undefined, '2020-04-24T08:00:00.000Z'],
      [undefined, '2020-04-24T08:15:00.000Z'],
      ['2020-04-24T09:00:00.000Z', '2020-04-24T20:00:00.000Z'],
    ])
  })

  it('is good for its purpose alone', async () => {
    for (const purpose of PURPOSES)
      for (const other of PURPOSES.filter(one => one !== purpose))
        expect([purpose, other, await read(other, OLD_TOKENS[purpose])]).toEqual([purpose, other, null])
  })

  it.each(PURPOSES)('for %s is refused where a character or a row is altered', async purpose => {
    const token = OLD_TOKENS[purpose]
    for (const at of [0, 31, 33, token.length - 1]) {
      const altered = token.slice(0, at) + (token[at] === '0' ? '1' : '0') + token.slice(at + 1)
      expect([at, await read(purpose, altered)]).toEqual([at, null])
    }
    expect(await read(purpose, token, `${OLD_SECRET}.`)).toBeNull()
    const change = async (email: string, back: string) =>
      database.db
        .updateTable('link')
        .set({ email })
        .where('purpose', '=', purpose)
        .where('email', '=', back)
        .execute()
    const whose = (await read(purpose, token))?.email ?? ''
    await change('stranger@cabinet.example', whose)
    expect(await read(purpose, token)).toBeNull()
    await change(whose, 'stranger@cabinet.example')
    expect(await read(purpose, token)).not.toBeNull()
  })

  it('is used once', async () => {
    const { idHash = '' } = (await read('log-in', OLD_TOKENS['log-in'])) ?? {}
    const now = new Date('2020-04-24T08:10:00Z')
    const uses = await Promise.all([1, 2, 3].map(() => useLink(database.db, idHash, now)))
    expect(uses.filter(used => used)).toHaveLength(1)
    expect((await read('log-in', OLD_TOKENS['log-in']))?.usedAt).toEqual(now)
  })
})

describe('a new link', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld({ now: '2026-11-25T12:00:00+01:00' })
  })
  afterAll(() => world.close())

  const link = {
    purpose: 'log-in' as const,
    email: 'Spoc@agence.example',
    person: 'spoc',
    expiresAt: new Date('2026-11-26T12:00:00+01:00'),
  }

  it('says what it is bound to, and is another each time', async () => {
    const [one, other] = [await makeToken(world.app, link), await makeToken(world.app, link)]
    expect(one).not.toBe(other)
    expect(await linkOf(world.app, 'log-in', one)).toMatchObject({ ...link, usedAt: null })
    expect(await linkOf(world.app, 'session', one)).toBeNull()
  })

  it('is kept without what opens it', async () => {
    const token = await makeToken(world.app, link)
    const rows = JSON.stringify(await world.app.engine.db.selectFrom('link').selectAll().execute())
    for (const part of token.split('.')) expect(rows).not.toContain(part)
  })

  it('is none where its transaction fails', async () => {
    const { db } = world.app.engine
    const made: string[] = []
    const failed = db.transaction().execute(async trx => {
      made.push(await makeToken(world.app, link, trx))
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await linkOf(world.app, 'log-in', made[0] ?? '')).toBeNull()
  })
})
