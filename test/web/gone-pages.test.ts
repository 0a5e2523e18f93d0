import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { awaitedUpdates } from '../../src/steps/updates/leave-out.js'
import { takeIn } from '../../src/steps/updates/take-in.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { logIn, type Session } from '../support/follow-ups.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { openWorld, type World } from '../support/world.js'

const update = (id: string) =>
  `---\nid: ${id}\nkind: notice\ntopic: health\nlevel: federal\n---\n# fr: Titre ${id} < 5\nRésumé.\n\n# nl: Titel ${id} < 5\nSamenvatting.\n`

let world: World
let relay: TestRelay
let pages: Pages
let editor: Session
beforeAll(async () => {
  relay = await startRelay()
  const settings = { PORT: '0', LOG_LEVEL: 'silent' }
  world = await openWorld({ smtpPort: relay.port, now: '2026-11-25T10:00:00+01:00', settings })
  const dir = join(world.dir, 'updates')
  mkdirSync(dir)
  for (const id of ['a', 'b', 'c']) writeFileSync(join(dir, `${id}.md`), update(id))
  await takeIn(world.app)
  for (const id of ['b', 'c']) rmSync(join(dir, `${id}.md`))
  await takeIn(world.app)
  pages = await startPages(world.app, world.config)
  editor = await logIn({ world, relay, pages }, 'redaction-economie@agence.example')
})
afterAll(async () => {
  await pages.close()
  await world.close()
  await relay.close()
})

const waiting = async () => (await awaitedUpdates(world.app)).map(one => one.update.id)

describe('the page of files that went', () => {
  it('is named on the first page of an editor, shows each with its file, and is not for a point of contact', async () => {
    expect(await (await editor.get('/')).text()).toContain('2 fichiers ont disparu du dossier')
    const page = await (await editor.get('/updates/gone?lang=fr')).text()
    for (const words of ['Titre b &lt; 5', 'updates/c.md', 'N’a paru dans aucune édition', 'mercredi 25'])
      expect(page).toContain(words)
    expect(await (await editor.get('/updates/gone?lang=nl')).text()).toContain('Met opzet weglaten')
    const spoc = await logIn({ world, relay, pages }, 'spoc-sud@agence.example')
    expect((await spoc.get('/updates/gone')).status).toBe(403)
    expect((await spoc.post('/updates/gone', { update: 'b', reason: 'x' })).status).toBe(403)
    expect((await fetch(new URL('/updates/gone', pages.url))).status).toBe(401)
    expect(await waiting()).toEqual(['b', 'c'])
  })

  it('leaves out what is chosen, with a reason, and nothing else', async () => {
    for (const [fields, words] of [
      [{ reason: 'double' }, 'Choisissez au moins une information'],
      [{ update: 'b' }, 'Écrivez pourquoi'],
      [{ update: 'x', reason: 'double' }, 'Ce fichier est revenu'],
    ] as const) {
      const refused = await editor.post('/updates/gone?lang=fr', fields)
      expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(words)])
    }
    expect(await waiting()).toEqual(['b', 'c'])
    const done = await editor.post('/updates/gone?lang=fr', { update: 'b', reason: 'double' })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/updates/gone?lang=fr'])
    expect(await waiting()).toEqual(['c'])
    await editor.post('/updates/gone', { update: 'c', reason: 'double' })
    expect(await (await editor.get('/updates/gone?lang=fr')).text()).toContain('Aucun fichier ne manque')
  })
})
