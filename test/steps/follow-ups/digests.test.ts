import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Notice } from '../../../src/present/staff-mail/notice.js'
import { comesBack, mailTo, replies, sentNotices } from '../../support/follow-ups.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { awayMail } from '../../support/reports.js'
import { deliverAll, openWorld, parsed, signedEdition, type World } from '../../support/world.js'

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
  await signedEdition(world, EDITION)
  await world.app.dispatch(EDITION)
  await deliverAll(world, EDITION)
})
afterAll(async () => {
  await world?.close()
  await relay?.close()
})

const told = async (prefix: string) => {
  const all = await world.app.notices()
  return all
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ key, payload }) => ({ key, values: JSON.parse(payload) }))
}

describe('digests', () => {
  it('tell each SPOC and the heads, once, what came of an edition', async () => {
    world.setClock('2026-11-26T09:20:00+01:00')
    await Promise.all([world.app.tellDigests(), world.app.tellDigests()])
    const digests = await told(`spoc-digest ${EDITION}`)
    expect(digests).toHaveLength(4)
    const communes = digests.flatMap(
      ({ values }) => values.communes as { name: { fr: string }; state: string }[],
    )
    expect(communes).toHaveLength(19)
    expect(communes.find(({ name }) => name.fr === 'Uccle')?.state).not.toBe('reached')
    const [summary, ...more] = await told('heads-summary')
    expect(more).toEqual([])
    expect(summary?.values).toMatchObject({
      accountedFor: 19,
      editions: [EDITION],
      link: 'https://estafette.example/follow-ups',
    })
    expect(Object.keys(summary?.values.communes ?? {})).toHaveLength(19)
  })

  it('reach the SPOC as a mail in the own language first, with who was not reached, what to do and where', async () => {
    const sending = await world.app.openSending()
    await sending.sendNotices().finally(() => sending.close())
    const roster = (await world.app.roster()).roster
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

  it('come in the morning to those for whom something is open, and to nobody else', async () => {
    world.setClock('2026-11-27T08:01:00+01:00')
    await world.app.tellDigests()
    await world.app.tellDigests()
    const mornings = await told('spoc-digest 2026-11-27')
    const open = await world.app.followUps()
    expect(mornings.length).toBe(new Set(open.map(({ spoc }) => spoc)).size)
    for (const { values } of mornings)
      expect((values as Notice['values'] & { open: number }).open).toBeGreaterThan(0)
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
    await world.app.tellDigests()
    const mail = (await sentNotices(world, relay)).find(one => one.text.includes('Quel est le délai'))
    expect(mail?.text).toContain('cabinet@anderlecht.example, jusqu’au samedi 5 décembre')
    expect(mail?.text).toContain('cabinet@anderlecht.example, tot en met zaterdag 5 december')
  })
})
