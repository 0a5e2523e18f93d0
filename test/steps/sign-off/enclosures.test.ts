import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import type { Notice } from '../../../src/present/staff-mail/notice.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { aboutOf } from '../../../src/steps/sign-off/about-version.js'
import { enclosuresOf } from '../../../src/steps/sign-off/enclosures.js'
import { readLink } from '../../../src/steps/sign-off/sign-link.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { SAMPLE_VALUES, sampleNotice } from '../../support/notices.js'
import { emptied, openWorld, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const DIRECTOR = { email: 'direction@cabinet.example', name: 'Direction', languages: ['fr' as const] }
const ADVISER = 'conseil-economie@cabinet.example'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-25T12:00:00+01:00' })
  writeUpdate(world, { id: 'mesure', title: 'Masques' })
})
beforeEach(async () => {
  await emptied(world)
  await draft(world.app, EDITION, null)
})
afterAll(() => world.close())

async function rowOf() {
  const row = await readEdition(world.app, EDITION)
  if (!row) throw new Error(`there is no ${EDITION}`)
  return row
}
/** A mail to the director about the present version. */
async function mail(kind: 'sign-off-request' | 'sign-off-reminder' | 'approval-withdrawn'): Promise<Notice> {
  const values = { ...SAMPLE_VALUES[kind], ...aboutOf(world.app, await rowOf()) }
  return { ...sampleNotice(kind, { to: DIRECTOR }), values } as Notice
}
const approve = async (by: string) => {
  const hash = (await rowOf()).hash ?? ''
  await signOff(world.app, { edition: EDITION, hash, by, decision: 'approve', comment: null })
}
/** What somebody with a hand in the database can do. */
async function tamper(statement: string) {
  const server = await openEmbeddedServer(world.config.dataDir)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query('set session_replication_role = replica')
  await client.query(statement).finally(() => client.end().then(server.close))
}

const tokenIn = (link = '') => link.split('/sign/')[1] ?? ''

describe('what is enclosed in a mail to who signs', () => {
  it('is a link that signs this version, a summary, and the edition in their language', async () => {
    const found = await enclosuresOf(world.app, await mail('sign-off-request'))
    if (!found || 'stale' in found) throw new Error('nothing is enclosed')
    expect(await readLink(world.app, tokenIn(found.extras.link))).toMatchObject({
      kind: 'open',
      person: { email: DIRECTOR.email },
      row: { id: EDITION, version: 1 },
    })
    expect(found.extras.summary).not.toBeNull()
    expect(found.enclosed?.text).toContain('Masques')
  })

  it('is the link alone in a reminder', async () => {
    const found = await enclosuresOf(world.app, await mail('sign-off-reminder'))
    expect(found).toMatchObject({ extras: { summary: null }, enclosed: null })
  })

  it('is nothing in a mail that asks for nothing', async () => {
    expect(await enclosuresOf(world.app, sampleNotice('update-gone', { to: DIRECTOR }))).toBeNull()
  })
})

describe('a mail to who signs', () => {
  it('is needless once the version was decided, or another was drafted', async () => {
    const asked = await mail('sign-off-request')
    writeUpdate(world, { id: 'autre' })
    await draft(world.app, EDITION, null)
    expect(await enclosuresOf(world.app, asked)).toEqual({
      stale: `${EDITION} v1 does not wait for a sign-off any more`,
    })
    const second = await mail('sign-off-request')
    await approve(ADVISER)
    expect(await enclosuresOf(world.app, second)).toMatchObject({ stale: expect.stringContaining('v2') })
  })

  it('is not sent about rows that were changed in the database', async () => {
    const asked = await mail('sign-off-request')
    await tamper("update estafette.frozen set content = replace(content, 'Masques', 'Primes')")
    expect(await enclosuresOf(world.app, asked)).toEqual({
      stale: `${EDITION} is not what was frozen: its rows were changed in the database`,
    })
  })
})

describe('the mail that an approval was withdrawn', () => {
  it('has a link for who can sign instead, and none once it is signed', async () => {
    const told = await mail('approval-withdrawn')
    expect(await enclosuresOf(world.app, told)).toMatchObject({ extras: { summary: null } })
    await approve(ADVISER)
    expect(await enclosuresOf(world.app, told)).toBeNull()
  })
})
