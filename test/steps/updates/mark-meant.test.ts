import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { App } from '../../../src/app.js'
import { meantCommand } from '../../../src/cli/meant-command.js'
import { silent } from '../../../src/log.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { checkInput } from '../../../src/steps/updates/check-input.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { warnedFiles } from '../../../src/steps/updates/warned-files.js'
import { type Pages, startPages } from '../../../src/web/pages.js'
import { logIn, sentNotices } from '../../support/follow-ups.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { emptied, openWorld, type World } from '../../support/world.js'

const NOW = '2026-11-25T10:00:00+01:00'
const EDITOR = 'redaction-economie@agence.example'
const OTHER = 'redactie-werkgelegenheid@agence.example'
const APPROVER = 'direction@cabinet.example'
const FILE = 'updates/permanence.md'

/** An editor's file: its hours differ between the languages, which may be meant. */
const permanence = (until = '18', title = 'Permanence') => `---
id: permanence
kind: notice
topic: economy
level: region
---
# fr: ${title}
La permanence répond aux commerçants de 9 h à 17 h.

# nl: Permanentie
De permanentie antwoordt handelaars van 9 tot ${until} uur.
`

let relay: TestRelay
let world: World
let app: App
let pages: Pages
let dir: string
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: NOW, settings: { PORT: '0' } })
  app = world.app
  dir = join(world.dir, 'updates')
  pages = await startPages(app, world.config)
})
beforeEach(async () => {
  await emptied(world)
  await rm(dir, { recursive: true, force: true })
  await mkdir(dir, { recursive: true })
})
afterAll(async () => {
  await pages.close()
  await world.close()
  await relay.close()
})

const put = (text: string) => writeFile(join(dir, 'permanence.md'), text)
const files = async () => (await readdir(dir)).sort()
const note = () => readFile(join(dir, 'permanence.md.problems.txt'), 'utf8')
/** Who gets a mail now that asks them to look at the file. */
async function asked(): Promise<string[]> {
  const mails = await sentNotices(world, relay)
  return mails
    .flatMap(({ to, text }) => (text.includes(FILE) && text.includes('« 17 h »') ? [to] : []))
    .sort()
}
const plain = (page: string) => page.replaceAll('\u00a0', ' ')
const main = async (answer: Response) => {
  const page = await answer.text()
  return plain(page.slice(page.indexOf('<main')))
}
const hidden = (page: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
const warningsOfCheck = async () =>
  (await checkInput({ config: world.config, clock: () => new Date(NOW), log: silent })).warnings

describe('an editor whose file is used, with something worth a look', () => {
  it('sees it beside the file, by mail and on a page, says that it is meant, and is asked again of a new version', async () => {
    await put(permanence())
    const taken = await takeIn(app)
    expect(taken).toMatchObject({ accepted: [{ id: 'permanence', revision: 1 }], rejected: [] })
    expect(await files()).toEqual(['permanence.md', 'permanence.md.problems.txt'])
    expect(plain(await note())).toContain('Ce fichier est utilisé. 2 points sont à vérifier.')
    expect(plain(await note())).toContain(
      'ligne 8, colonne 47 : « 17 h » ne figure que dans le texte français.',
    )
    expect(await note()).toContain('“18 uur”')
    expect(await asked()).toEqual([OTHER, EDITOR])
    await takeIn(app)
    expect(await asked()).toEqual([])

    const session = await logIn({ world, relay, pages }, EDITOR)
    const desk = await main(await session.get('/?lang=fr'))
    expect(desk).toContain('<strong>1</strong><span>fichier à vérifier</span>')
    const page = await main(await session.get('/updates?lang=fr'))
    expect(page).toContain(FILE)
    expect(page).toContain('« 17 h » ne figure que dans le texte français.')
    const version = hidden(page, 'version')
    const marked = await session.post('/updates/meant?lang=fr', { file: FILE, version, action: 'meant' })
    expect(marked.status).toBe(303)
    expect(await files()).toEqual(['permanence.md'])
    expect(await main(await session.get('/updates?lang=fr'))).toContain('Par Rédaction Économie, le ')
    await takeIn(app)
    expect(await files()).toEqual(['permanence.md'])
    expect(await asked()).toEqual([])

    await put(permanence('19'))
    await takeIn(app)
    expect(await files()).toEqual(['permanence.md', 'permanence.md.problems.txt'])
    expect(await asked()).toEqual([OTHER, EDITOR])
    await put(permanence('17'))
    await takeIn(app)
    expect(await files()).toEqual(['permanence.md'])
  })

  it('takes a mark back: the note is there again, and check lists the warnings as they are', async () => {
    await put(permanence())
    const done = await meantCommand(app, 'permanence.md', { undo: false, by: EDITOR })
    expect(done).toMatchObject({
      status: 0,
      json: {
        id: 'permanence',
        file: FILE,
        meant: true,
        by: EDITOR,
        warnings: [{ meant: true }, { meant: true }],
      },
    })
    expect(await files()).toEqual(['permanence.md'])
    expect((await warningsOfCheck()).map(({ file, isMeant }) => [file, isMeant])).toEqual([
      [FILE, true],
      [FILE, true],
    ])
    expect(await meantCommand(app, FILE, { undo: false, by: EDITOR })).toMatchObject({ status: 1 })
    const undone = await meantCommand(app, join(dir, 'permanence.md'), { undo: true, by: EDITOR })
    expect(undone).toMatchObject({ status: 0, json: { meant: false } })
    expect(await files()).toEqual(['permanence.md', 'permanence.md.problems.txt'])
    expect((await warningsOfCheck()).map(({ isMeant }) => isMeant)).toEqual([false, false])
  })

  it('marks what they have read, and only of their own files', async () => {
    await put(permanence())
    await takeIn(app)
    const session = await logIn({ world, relay, pages }, EDITOR)
    const version = hidden(await main(await session.get('/updates')), 'version')
    await put(permanence('19'))
    await takeIn(app)
    const mark = { file: FILE, version, action: 'meant' }
    expect((await session.post('/updates/meant', mark)).status).toBe(409)
    const approver = await logIn({ world, relay, pages }, APPROVER)
    const page = await main(await approver.get('/updates'))
    expect(page).toContain(FILE)
    expect(page).not.toContain('<form method="post"')
    const now = (await warnedFiles(app, null))[0]?.version ?? ''
    expect((await approver.post('/updates/meant', { ...mark, version: now })).status).toBe(403)
    expect((await session.post('/updates/meant', { ...mark, version: 'x' })).status).toBe(422)
    expect((await session.post('/updates/meant', { ...mark, version: now, form: '' })).status).toBe(403)
    expect(existsSync(join(dir, 'permanence.md.problems.txt'))).toBe(true)
    await expect(meantCommand(app, FILE, { undo: false, by: null })).rejects.toThrow('--by EMAIL')
    expect(await meantCommand(app, 'other.md', { undo: false, by: EDITOR })).toMatchObject({
      status: 1,
      json: { reason: 'not-warned', files: [FILE] },
    })
  })

  it('tells who signs, apart from what is still to be looked at', async () => {
    await put(permanence())
    const tables = async () => {
      const drafted = await draft(app, '2026-W48', null)
      expect(drafted.kind).toBe('frozen')
      const session = await logIn({ world, relay, pages }, APPROVER)
      return main(await session.get('/editions/2026-W48?lang=fr'))
    }
    const before = await tables()
    expect(before).toContain('À vérifier avant de signer')
    expect(before).toContain('« 17 h » ne figure que dans le texte français.')
    await meantCommand(app, FILE, { undo: false, by: EDITOR })
    const after = await tables()
    expect(after).not.toContain('À vérifier avant de signer')
    expect(after).toContain('Vérifié par la rédaction')
    expect(after).toContain(
      '2 points vérifiés : voulus ainsi, dit Rédaction Économie le mercredi 25 novembre',
    )
  })

  it('is not asked about what readers have had as it is', async () => {
    await put(permanence())
    const prepared = await draft(app, '2026-W48', null)
    const hash = prepared.kind === 'frozen' ? prepared.hash : ''
    await signOff(app, { edition: '2026-W48', hash, by: APPROVER, decision: 'approve', comment: null })
    world.setClock('2026-11-26T09:00:00+01:00')
    await dispatch(app, '2026-W48')
    await takeIn(app)
    expect(await files()).toEqual(['permanence.md'])
    world.setClock(NOW)
  })
})
