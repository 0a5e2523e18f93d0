import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { previewCommand } from '../../src/cli/editorial-commands.js'
import { statusCommand } from '../../src/cli/reading-commands.js'
import { silent } from '../../src/log.js'
import { doDueSlots } from '../../src/steps/calendar/do-due-slots.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { checkInput } from '../../src/steps/updates/check-input.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { layRecipients } from '../support/agencies.js'
import { passableFolder } from '../support/folders.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { askedEdition } from '../support/signing.js'
import { deliverAll, openWorld, parsed, type World } from '../support/world.js'

const WEEK = '2026-W48'
const COMMUNES = [
  { nis: '11002', names: { nl: 'Antwerpen' }, reading: 'nl' },
  { nis: '71022', names: { nl: 'Hasselt' }, reading: 'nl' },
]
const UPDATE = `---
id: premie
kind: support
topic: economy
level: region
authority: {nl: Agentschap}
links: [{nl: "https://premie.example", label: {nl: Aanvraag}}]
concerns: {communes: [Antwerpen]}
---
# nl: Premie voor handelaars
Handelaars krijgen vanaf maandag een premie van 4.000 euro.

Vraag ze "online" aan.
`
/** Words that stand in each French mail of Brussels, and in no Dutch sentence. */
const FRENCH = /\b(?:vous|votre|courriel|semaine|bourgmestre|commune|français|nouveautés?|mesures)\b/i

let relay: TestRelay
let world: World
let pages: Pages
beforeAll(async () => {
  relay = await startRelay()
  const dir = passableFolder('estafette-agency-')
  layRecipients(join(dir, 'recipients'), { languages: ['nl'], holidays: ['07-11'] }, COMMUNES)
  mkdirSync(join(dir, 'updates'))
  writeFileSync(join(dir, 'updates', 'premie.md'), UPDATE)
  const settings = { PORT: '0', BASE_URL: 'https://estafette.example/' }
  world = await openWorld({ smtpPort: relay.port, now: '2026-11-25T12:00:00+01:00', settings, dir })
  pages = await startPages(world.app, world.config)
})
afterAll(async () => {
  await pages.close()
  await world.close()
  await relay.close()
})

const page = async (path: string) => (await fetch(new URL(path, pages.url))).text()

describe('a week of an agency that writes Dutch alone', () => {
  let hash = ''

  it('finds nothing wrong with files in one language', async () => {
    const { problems, warnings } = await checkInput({
      config: world.config,
      clock: world.app.clock,
      log: silent,
    })
    expect({ problems, warnings }).toEqual({ problems: [], warnings: [] })
  })

  it('asks for the sign-off in Dutch alone', async () => {
    const asked = await askedEdition(world, relay, WEEK)
    hash = asked.hash
    expect(asked.mails.map(({ to }) => to)).toEqual(['approver@agency.example'])
    for (const mail of asked.mails) {
      const { subject = '', text = '', html } = await parsed(mail)
      expect([subject, text, html].join('\n')).not.toMatch(FRENCH)
      expect(text).not.toMatch(/^\[.*\]$/m)
      expect(mail.raw).toMatch(/^Content-Language: nl\r?$/m)
    }
  })

  it('shows the mail and its pages in Dutch, and leads to no other language', async () => {
    for (const path of ['/', `/editions/${WEEK}`, `/editions/${WEEK}/mail/nl`]) {
      const shown = await page(path)
      expect(shown).toContain('lang="nl"')
      expect(shown).not.toMatch(/lang="fr"|lang=fr|mail\/fr/)
      expect(shown).not.toMatch(FRENCH)
    }
    expect((await fetch(new URL(`/editions/${WEEK}/mail/fr`, pages.url))).status).toBe(404)
  })

  it('writes one preview, and the names of the communes once', async () => {
    const to = join(world.dir, 'preview')
    await previewCommand(world.app, WEEK, to, [])
    expect(readdirSync(to).sort()).toEqual(['nl.html', 'nl.txt'])
    expect(readFileSync(join(to, 'nl.txt'), 'utf8')).toContain('Premie voor handelaars')
    expect((await statusCommand(world.app, WEEK)).text).toMatch(/NIS +│ Gemeente +│ State/)
  })

  it('sends each mayor one part, in Dutch, with the salutation of the roster', async () => {
    const by = 'approver@agency.example'
    await signOff(world.app, { edition: WEEK, hash, by, decision: 'approve', comment: null })
    world.setClock('2026-11-26T09:00:00+01:00')
    const from = relay.received.length
    await doDueSlots(world.app)
    await deliverAll(world, WEEK)
    const mails = relay.received.slice(from).filter(({ to }) => to.startsWith('mayor@'))
    expect(mails.map(({ to }) => to).sort()).toEqual(['mayor@c11002.example', 'mayor@c71022.example'])
    for (const mail of mails) {
      const { text = '', html, subject = '' } = await parsed(mail)
      expect([subject, text, html].join('\n')).not.toMatch(FRENCH)
      expect(String(html).match(/<div lang="/g)).toHaveLength(1)
      expect(text.match(/Salutation nl,/g)).toHaveLength(1)
      expect(text).toContain('Vraag ze “online” aan.')
      expect(text).not.toMatch(/^\[.*\]$/m)
      expect(mail.raw).toMatch(/^Content-Language: nl\r?$/m)
    }
  })
})
