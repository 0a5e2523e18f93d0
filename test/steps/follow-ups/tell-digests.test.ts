import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { openSending } from '../../../src/sending/sending.js'
import { rosterToday } from '../../../src/steps/context.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { tellDigests } from '../../../src/steps/follow-ups/tell-digests.js'
import { openMemory } from '../../../src/steps/memory.js'
import { comesBack, mailTo, replies, sentNotices } from '../../support/follow-ups.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { awayMail } from '../../support/reports.js'
import { openWorld, parsed, sentEdition, signedEdition, type World } from '../../support/world.js'

const EDITION = '2026-W48'
let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  relay.setPolicy(address => (address === 'bourgmestre@uccle.example' ? '550 5.1.1 User unknown' : null))
  world = await openWorld({
    smtpPort: relay.port,
    now: '2026-11-26T09:00:00+01:00',
    settings: { BASE_URL: 'https://estafette.example/', REPORTS_DIR: './reports' },
  })
  world.layOut('2020-W18')
  await sentEdition(world, EDITION)
})
afterAll(async () => {
  await world?.close()
  await relay?.close()
})

const told = async (prefix: string) => {
  const all = await listNotices(world.app.engine.db)
  return all
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ key, payload }) => ({ key, values: JSON.parse(payload) }))
}

/** A process that was started anew: what it kept in mind is gone. */
const tellAnew = () => tellDigests({ ...world.app, memory: openMemory() })
const keysOf = async (prefix: string) => (await told(prefix)).map(({ key }) => key)

describe('digests', () => {
  it('tell each SPOC and the heads, once, what came of an edition, when the first bounces can be in', async () => {
    world.setClock('2026-11-26T09:14:00+01:00')
    await tellAnew()
    expect(await told('spoc-digest')).toEqual([])
    world.setClock('2026-11-26T09:15:00+01:00')
    await Promise.all([tellDigests(world.app), tellDigests(world.app)])
    const digests = await told(`spoc-digest ${EDITION}`)
    expect(digests).toHaveLength(4)
    const communes = digests.flatMap(
      ({ values }) => values.communes as { name: { fr: string }; state: string }[],
    )
    expect(communes).toHaveLength(19)
    expect(communes.find(({ name }) => name.fr === 'Uccle')?.state).not.toBe('reached')
    const [summary, ...more] = await told('heads-summary')
    expect(more).toEqual([])
    expect(summary?.key).toBe(`heads-summary ${EDITION} head-agency`)
    expect(summary?.values).toMatchObject({
      accountedFor: 19,
      editions: [EDITION],
      link: 'https://estafette.example/follow-ups',
    })
    expect(Object.keys(summary?.values.communes ?? {})).toHaveLength(19)
  })

  it('do not come as a morning mail, too, where a service starts late on the day of sending', async () => {
    world.setClock('2026-11-26T10:00:00+01:00')
    await tellAnew()
    expect(await told('spoc-digest 2026-11-26')).toEqual([])
  })

  it('reach the SPOC as a mail in the own language first, with who was not reached, what to do and where', async () => {
    const sending = await openSending(world.app)
    await sending.sendNotices().finally(() => sending.close())
    const roster = (await rosterToday(world.app)).roster
    const spoc = roster.communes.find(({ name }) => name.fr === 'Uccle')?.spoc
    const address = roster.staff.find(({ id }) => id === spoc)?.email
    const mails = await Promise.all(relay.received.filter(({ to }) => to === address).map(parsed))
    const [mail, ...more] = mails.filter(({ subject }) => subject?.endsWith('où en sont vos communes'))
    expect(more).toEqual([])
    if (!mail) throw new Error(`no digest for ${address}`)
    for (const words of [
      'Adresse refusée',
      'bourgmestre@uccle.example',
      'Téléphoner et demander',
      'Adres geweigerd',
    ])
      expect(mail.text).toContain(words)
    expect(String(mail.html)).toContain('href="mailto:bourgmestre@uccle.example"')
    const html = String(mail.html).replace(/\u00a0|&(?:nbsp|#xa0|#160);/g, ' ')
    expect(html).toMatch(/<a href="tel:\+3220002116"[^>]*>Appeler la commune : 02 000 21 16<\/a>/)
    expect(mail.text?.replaceAll('\u00a0', ' ')).toContain('Téléphone  Appeler la commune : 02 000 21 16')
    expect(mail.text?.replaceAll('\u00a0', ' ')).toContain('Telefoon  De gemeente bellen: 02 000 21 16')
  })

  it('come from eight in the morning to those for whom something is open, once a day, and to nobody else', async () => {
    world.setClock('2026-11-27T07:59:00+01:00')
    await tellDigests(world.app)
    expect(await told('spoc-digest 2026-11-27')).toEqual([])
    world.setClock('2026-11-27T08:00:00+01:00')
    await tellDigests(world.app)
    world.setClock('2026-11-27T15:00:00+01:00')
    await tellAnew()
    const mornings = await told('spoc-digest 2026-11-27')
    const open = await listFollowUps(world.app.engine.db)
    expect(mornings.length).toBe(new Set(open.map(({ spoc }) => spoc)).size)
    for (const { values } of mornings) {
      expect(values).toMatchObject({ occasion: 'morning' })
      expect(values.open).toBeGreaterThan(0)
      for (const { tasks, unreached = [] } of values.communes)
        expect(tasks.length + unreached.length).toBeGreaterThan(0)
    }
    expect(await told(`spoc-digest ${EDITION}`)).toHaveLength(4)
  })

  it('name who stands in for somebody who is away and has something open', async () => {
    const recipient = 'anderlecht-mayor'
    await replies(world, relay, { edition: EDITION, recipient, text: 'Quel est le délai de la prime ?' })
    const { from } = await mailTo(world, relay, EDITION, recipient)
    const text =
      'Je suis absente jusqu’au 5 décembre 2026. En mon absence, écrivez à cabinet@anderlecht.example.'
    await comesBack(world, 'away.eml', awayMail({ to: from, text }))
    world.setClock('2026-11-30T08:01:00+01:00')
    await tellDigests(world.app)
    const mail = (await sentNotices(world, relay)).find(one => one.text.includes('Quel est le délai'))
    expect(mail?.text).toContain('cabinet@anderlecht.example, jusqu’au samedi 5 décembre')
    expect(mail?.text).toContain('cabinet@anderlecht.example, tot en met zaterdag 5 december')
  })
})

describe('digests while deliveries are under way', () => {
  const NEXT = '2026-W49'
  const at = async (instant: string) => {
    world.setClock(instant)
    await tellAnew()
  }

  it('leave the morning to those for whom something is open, once the edition has left for a quarter of an hour', async () => {
    world.setClock('2026-12-03T09:00:00+01:00')
    world.layOut('2020-W19')
    await signedEdition(world, NEXT)
    await dispatch(world.app, NEXT)
    await at('2026-12-03T09:10:00+01:00')
    expect(await keysOf('spoc-digest 2026-12-03')).toEqual([])
    await at('2026-12-03T09:16:00+01:00')
    expect(await keysOf('spoc-digest 2026-12-03')).not.toEqual([])
  })

  it('come after some hours in any case, to the admins where there are no heads, and never days later', async () => {
    const staff = join(world.dir, 'recipients', 'staff.yaml')
    writeFileSync(staff, readFileSync(staff, 'utf8').replace('roles: [head]', 'roles: [editor]'))
    await at('2026-12-06T10:00:00+01:00')
    await at('2026-12-03T12:59:00+01:00')
    expect(await keysOf(`spoc-digest ${NEXT}`)).toEqual([])
    await at('2026-12-03T13:00:00+01:00')
    expect(await keysOf(`spoc-digest ${NEXT}`)).toHaveLength(4)
    expect(await keysOf(`heads-summary ${NEXT}`)).toEqual([`heads-summary ${NEXT} admin-it`])
  })

  it('do not come in the morning on a day off', async () => {
    for (const day of ['2026-12-06', '2026-12-25']) {
      await at(`${day}T09:00:00+01:00`)
      expect(await keysOf(`spoc-digest ${day}`)).toEqual([])
    }
  })
})
