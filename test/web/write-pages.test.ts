import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { digestOf } from '../../src/files/read-update.js'
import { formTokenOf } from '../../src/steps/staff/log-in.js'
import { type DeskWeek, layWeek, ledgerOf, mainOf, openDesk, wordsOf } from '../support/desk-week.js'
import type { Session } from '../support/follow-ups.js'

let desk: DeskWeek
let editor: Session
let admin: Session
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
  editor = await desk.as('editor')
  admin = await desk.as('admin')
}, 120_000)
afterAll(() => desk.close())

const FORM = {
  ...{ id: 'prime-velo', kind: 'support', topic: 'mobility', level: 'region', urgency: 'normal' },
  ...{ 'title.fr': 'Prime vélo', 'title.nl': 'Fietspremie' },
  ...{ 'text.fr': 'Une **prime** {{evil}} & < 5.', 'text.nl': 'Een **premie** {{evil}} & < 5.' },
}
const fileOf = (name: string) => join(desk.world.config.updatesDir, name)
const drafts = async () =>
  (await desk.world.app.engine.db.selectFrom('update_draft').select(['by_email', 'about']).execute()).length
const baseOf = (page: string) => /name="base" value="([0-9a-f]*)"/.exec(page)?.[1] ?? 'none'
/** The value of a field, or the text of a textarea. */
const typedIn = (page: string, name: string) =>
  new RegExp(`<input id="[^"]*" name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1] ??
  new RegExp(`<textarea id="[^"]*" name="${name}"[^>]*>([^<]*)`).exec(page)?.[1]
const inFolder = () => readdirSync(desk.world.config.updatesDir).sort()

describe('writing an update', () => {
  it('with three mistakes comes back filled in, each beside its field and in a summary that links to it', async () => {
    const before = inFolder()
    const answer = await editor.post('/updates/new?lang=fr', {
      ...{ ...FORM, kind: '', deadline: '2020-02-30', 'title.nl': '' },
      action: 'save',
    })
    expect(answer.status).toBe(422)
    const page = await mainOf(answer)
    expect(wordsOf(page)).toContain('3 points à corriger avant d’enregistrer')
    const summary = page.slice(
      page.indexOf('id="summary"'),
      page.indexOf('</section>', page.indexOf('id="summary"')),
    )
    const links = [...summary.matchAll(/href="#([^"]+)">([^<]+)</g)].map(([, to = '', said = '']) => ({
      to,
      said,
    }))
    expect(links.map(({ to }) => to)).toEqual(['kind', 'deadline', 'title.nl'])
    expect(wordsOf(summary)).toMatch(/Genre manque.*Date limite « 2020-02-30 »/)
    for (const { to, said } of links) {
      const field = page.slice(page.lastIndexOf('<div class="field', page.indexOf(`id="${to}"`)))
      expect(field.slice(0, field.indexOf('</div>'))).toContain(said)
    }
    expect(typedIn(page, 'deadline')).toBe('2020-02-30')
    expect(typedIn(page, 'text.fr')).toBe('Une **prime** {{evil}} &amp; &lt; 5.')
    expect(page).toContain('value="mobility" selected')
    expect(inFolder()).toEqual(before)
    expect(await drafts()).toBe(1)
  })

  it('calls each field of a warning by its label', async () => {
    const days = { deadline: '2020-07-01', until: '2020-06-01' }
    const answer = await editor.post('/updates/new?lang=fr', { ...FORM, ...days, action: 'check' })
    expect(wordsOf(await mainOf(answer))).toContain('Date limite 2020-07-01 suit Jusqu’au 2020-06-01')
    await editor.post('/updates/new?lang=fr', { ...FORM, kind: '', action: 'check' })
  })

  it.each([
    ['Été « à vélo » : 4.000 €', 'ete-a-velo-4-000'],
    ['€ !', ''],
  ])('is called by its title %j unless an identifier is typed', async (title, id) => {
    const sent = { ...FORM, id: '', 'title.fr': title, action: 'check' }
    const page = await mainOf(await editor.post('/updates/new?lang=fr', sent))
    expect(typedIn(page, 'id')).toBe(id)
    await editor.post('/updates/new?lang=fr', { ...FORM, kind: '', action: 'check' })
  })

  it('goes on where it was left, for its author alone', async () => {
    const mine = await mainOf(await editor.get('/updates/new?lang=fr'))
    expect(typedIn(mine, 'title.fr')).toBe('Prime vélo')
    expect(wordsOf(mine)).toContain('Vous reprenez ce que vous aviez commencé')
    expect(typedIn(await mainOf(await admin.get('/updates/new')), 'title.fr')).toBe('')
  })

  it('is shown as in the mail, and can be saved once nothing is wrong; then it is an update like any other', async () => {
    const checked = await editor.post('/updates/new?lang=fr', { ...FORM, action: 'check' })
    const page = await mainOf(checked)
    expect([checked.status, wordsOf(page).includes('Aucun problème')]).toEqual([200, true])
    expect(page).toContain('<strong>prime</strong> {{evil}} &amp; &lt; 5.')
    expect(existsSync(fileOf('prime-velo.md'))).toBe(false)
    const saved = await editor.post('/updates/new?lang=fr', { ...FORM, action: 'save' })
    expect([saved.status, saved.headers.get('location')]).toEqual([
      303,
      '/updates/prime-velo?saved=yes&lang=fr',
    ])
    expect(readFileSync(fileOf('prime-velo.md'), 'utf8')).toContain('# fr: Prime vélo\nUne **prime**')
    expect(await drafts()).toBe(0)
    const told = 'Enregistré. La prochaine édition'
    expect(wordsOf(await mainOf(await editor.get('/updates/prime-velo?saved=yes&lang=fr')))).toContain(told)
    const update = wordsOf(await mainOf(await editor.get('/updates/prime-velo?lang=fr')))
    expect(update).not.toContain(told)
    expect(update).toContain('Prime vélo')
    expect(update).toContain('Rédaction Économie')
    expect(await mainOf(await editor.get('/editions/next?lang=fr'))).toContain('Prime vélo')
    expect(typedIn(await mainOf(await editor.get('/updates/new')), 'title.fr')).toBe('')
  })

  it('is judged while one types, and nothing of it is kept', async () => {
    const spoc = await desk.as('spoc')
    const held = async () => {
      const { update_draft, saved_log, revision } = await ledgerOf(desk.world)
      return [update_draft, saved_log, revision, inFolder()]
    }
    const before = await held()
    const answer = await editor.post('/updates/new/check?lang=fr', { ...FORM, kind: '', action: 'save' })
    const page = await mainOf(answer)
    expect([answer.status, page.includes('role="alert"')]).toEqual([200, false])
    expect(wordsOf(page)).toContain('1 point à corriger avant d’enregistrer')
    expect(page).toMatch(/data-part="wrong-kind"><div id="mistake-kind"><p class="mistake"/)
    expect((await editor.post('/updates/new/check', { ...FORM, form: '' })).status).toBe(403)
    expect((await spoc.post('/updates/new/check', FORM)).status).toBe(403)
    expect(await held()).toEqual(before)
  })

  it('of an id or a name that is taken replaces nothing, and keeps what was typed', async () => {
    const before = readFileSync(fileOf('prime-velo.md'))
    const answer = await admin.post('/updates/new?lang=fr', {
      ...FORM,
      'title.fr': 'La mienne',
      action: 'save',
    })
    const page = await mainOf(answer)
    expect(answer.status).toBe(409)
    expect(wordsOf(page)).toContain('Le dossier contient déjà un fichier de ce nom')
    expect(page).toContain('# fr: Prime vélo')
    expect([typedIn(page, 'title.fr'), baseOf(page)]).toEqual(['La mienne', ''])
    const base = digestOf(before)
    await admin.post('/updates/new', { ...FORM, base, action: 'save' })
    expect(readFileSync(fileOf('prime-velo.md'))).toEqual(before)
    const taken = await admin.post('/updates/new?lang=fr', { ...FORM, id: 'prime-unique', action: 'save' })
    expect([409, 422]).toContain(taken.status)
    await admin.post('/updates/new', { ...FORM, action: 'discard' })
    expect(await drafts()).toBe(0)
  })

  it.each(['../x', 'a/b', '.x', 'X', 'x\r\nkind: measure', '{{x}}', '"><script>'])(
    'with the id %j makes no file',
    async id => {
      const before = inFolder()
      const answer = await editor.post('/updates/new', { ...FORM, id, action: 'save' })
      expect(answer.status).toBe(422)
      expect(await answer.text()).not.toMatch(/<script(?! src="\/desk\.js\?)/)
      expect(inFolder()).toEqual(before)
      await editor.post('/updates/new', { action: 'discard' })
    },
  )

  it('loses nothing of what is too long for a file', async () => {
    const long = 'mot '.repeat(80_000)
    const answer = await editor.post('/updates/new', { ...FORM, 'text.fr': long, action: 'save' })
    expect(answer.status).toBe(422)
    expect(typedIn(await mainOf(await editor.get('/updates/new')), 'text.fr')).toBe(long)
    await editor.post('/updates/new', { action: 'discard' })
  })
})

describe('changing an update', () => {
  const PATH = '/updates/prime-velo/edit'
  const fields = async (session: Session) => {
    const page = await mainOf(await session.get(`${PATH}?lang=fr`))
    return { page, base: baseOf(page) }
  }

  it('of two at once: the second sees what the first did, loses nothing, and decides', async () => {
    const [mine, theirs] = [await fields(editor), await fields(admin)]
    const change = { 'change.fr': 'Autre titre', 'change.nl': 'Andere titel' }
    const first = { ...FORM, ...change, 'title.fr': 'Titre un', base: mine.base, action: 'save' }
    expect((await editor.post(PATH, first)).status).toBe(303)
    const second = { ...FORM, ...change, 'title.fr': 'Titre deux', base: theirs.base, action: 'save' }
    const answer = await admin.post(`${PATH}?lang=fr`, second)
    const page = await mainOf(answer)
    expect([answer.status, typedIn(page, 'title.fr')]).toEqual([409, 'Titre deux'])
    expect(page).toContain('# fr: Titre un')
    expect(readFileSync(fileOf('prime-velo.md'), 'utf8')).toContain('Titre un')
    expect(typedIn(await mainOf(await admin.get(PATH)), 'title.fr')).toBe('Titre deux')
    expect((await admin.post(PATH, { ...second, base: baseOf(page) })).status).toBe(303)
    expect(readFileSync(fileOf('prime-velo.md'), 'utf8')).toContain('Titre deux')
  })

  it('keeps its id and its file, whatever a form says', async () => {
    const { base } = await fields(editor)
    const before = inFolder()
    await editor.post(PATH, { ...FORM, id: 'autre', file: '../x.md', base, action: 'save' })
    expect(inFolder()).toEqual(before)
    expect(readFileSync(fileOf('prime-velo.md'), 'utf8')).toContain('id: prime-velo')
  })

  it('wants a note of what changed where an edition has carried it, beside its field', async () => {
    const path = '/updates/prime-unique/edit?lang=fr'
    const page = await mainOf(await editor.get(path))
    const typed = Object.fromEntries(
      [...page.matchAll(/<(?:input|textarea) id="[^"]+" name="([^"]+)"[^>]*>/g)].map(([, name = '']) => [
        name,
        (typedIn(page, name) ?? '')
          .replaceAll('&#x27;', "'")
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&'),
      ]),
    )
    const chosen = Object.fromEntries(
      ['kind', 'topic', 'level', 'urgency', 'status'].map(name => {
        const select = page.slice(page.indexOf(`<select id="${name}"`))
        return [
          name,
          /value="([^"]*)" selected/.exec(select.slice(0, select.indexOf('</select>')))?.[1] ?? '',
        ]
      }),
    )
    const changed = { ...typed, ...chosen, 'change.fr': '', 'change.nl': '', base: baseOf(page) }
    const answer = await editor.post(path, { ...changed, 'title.fr': 'Autre', action: 'check' })
    const shown = await mainOf(answer)
    expect(shown).toContain('<a href="#change">')
    expect(wordsOf(shown)).not.toContain('{fr:')
    await editor.post(path, { action: 'discard' })
  })

  it('can withdraw it, and leaves a withdrawn one withdrawn', async () => {
    const { page, base } = await fields(editor)
    expect(page).toContain('<select id="status"')
    await editor.post(PATH, { ...FORM, status: 'withdrawn', base, action: 'save' })
    expect(readFileSync(fileOf('prime-velo.md'), 'utf8')).toContain('status: withdrawn')
    const now = await fields(editor)
    expect(now.page).toContain('value="withdrawn" selected')
  })

  it.each(['none', '..%2fx', '%3Cscript%3E'])('is a page that says so for an unknown one: %s', async id => {
    expect((await editor.get(`/updates/${id}/edit`)).status).toBe(404)
    expect((await editor.post(`/updates/${id}/edit`, { ...FORM, action: 'save' })).status).toBe(404)
  })
})

describe('who may write', () => {
  it.each([
    ['spoc', 403],
    ['head', 403],
    ['approver', 403],
    ['editor', 200],
    ['admin', 200],
  ] as const)('is not a matter of a link: %s gets %i', async (who, status) => {
    const session = await desk.as(who)
    const before = await ledgerOf(desk.world)
    for (const path of ['/updates/new', '/updates/prime-velo/edit']) {
      expect((await session.get(path)).status).toBe(status)
      if (status === 403) expect((await session.post(path, { ...FORM, action: 'save' })).status).toBe(403)
    }
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  it('is nobody without a log-in, even at this machine', async () => {
    const before = await ledgerOf(desk.world)
    for (const path of ['/updates/new', '/updates/prime-velo/edit', '/updates/upload']) {
      const method = 'POST'
      const answer = await fetch(new URL(path, desk.pages.url), { method, body: new URLSearchParams(FORM) })
      expect(answer.status).toBe(401)
    }
    expect((await fetch(new URL('/updates/new', desk.pages.url))).status).toBe(401)
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  const send = (session: Session, path: string, form: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, desk.pages.url), {
      method: 'POST',
      headers: { cookie: session.cookie, ...headers },
      redirect: 'manual',
      body: new URLSearchParams({ ...FORM, id: 'jamais', form, action: 'save' }),
    })

  it('is nobody without the token of their session, nor from another site: nothing is kept', async () => {
    const before = await ledgerOf(desk.world)
    const own = formTokenOf(desk.world.app, editor.cookie.split('=')[1] ?? '')
    const others = formTokenOf(desk.world.app, admin.cookie.split('=')[1] ?? '')
    for (const path of ['/updates/new', '/updates/prime-velo/edit', '/updates/upload']) {
      for (const form of ['', others, 'x'.repeat(64)])
        expect((await send(editor, path, form)).status).toBe(403)
      const elsewhere = await send(editor, path, own, { 'sec-fetch-site': 'cross-site' })
      expect(elsewhere.status).toBe(403)
      expect(await elsewhere.text()).not.toContain('Prime vélo')
    }
    expect(existsSync(fileOf('jamais.md'))).toBe(false)
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  it('gets what was typed back when their session ended in the middle', async () => {
    const old = formTokenOf(desk.world.app, '0.0')
    const ended = await fetch(new URL('/updates/new?lang=fr', desk.pages.url), {
      method: 'POST',
      headers: { cookie: 'estafette=0.0' },
      body: new URLSearchParams({ ...FORM, form: old }),
    })
    expect([
      ended.status,
      wordsOf(await mainOf(ended)).includes('Connectez-vous dans un autre onglet'),
    ]).toEqual([401, true])
    const again = await send(editor, '/updates/new?lang=fr', old)
    const page = await mainOf(again)
    expect([again.status, typedIn(page, 'title.fr')]).toEqual([403, 'Prime vélo'])
    expect(wordsOf(page)).toContain('Rien n’en est enregistré')
    const form = /name="form" value="([^"]+)"/.exec(page)?.[1] ?? ''
    expect(form).toBe(formTokenOf(desk.world.app, editor.cookie.split('=')[1] ?? ''))
  })
})

describe('uploading files', () => {
  const GOOD = (id: string, title = id) =>
    `---\nid: ${id}\nkind: notice\ntopic: economy\nlevel: region\n---\n# fr: ${title}\nRésumé.\n\n# nl: ${title}\nSamenvatting.\n`
  const upload = (
    files: [name: string, text: string | Uint8Array][],
    { form, session = editor }: { form?: string; session?: Session } = {},
  ) => {
    const body = new FormData()
    const own = formTokenOf(desk.world.app, session.cookie.split('=')[1] ?? '')
    if (form !== '') body.append('form', form ?? own)
    for (const [name, text] of files) body.append('file', new Blob([text as Buffer<ArrayBuffer>]), name)
    const headers = { cookie: session.cookie }
    return fetch(new URL('/updates/upload?lang=fr', desk.pages.url), { method: 'POST', headers, body })
  }
  const told = async (answer: Response) =>
    [...(await mainOf(answer)).matchAll(/<li><h2>.*?<\/h2><p>([^<]*)/gs)].map(([, what = '']) =>
      what.split(/[.:,]/)[0]?.trim(),
    )

  it('takes good ones, shows what is wrong with others, and replaces none', async () => {
    const answer = await upload([
      ['bonne.md', GOOD('bonne')],
      ['mauvaise.md', GOOD('mauvaise').replace('kind: notice', 'kind: none')],
      ['prime-unique.md', GOOD('prime-unique-2')],
      ['photo.png', 'x'],
      ['C:\\Mes documents\\autre.md', GOOD('autre')],
    ])
    expect(answer.status).toBe(422)
    const page = await answer.clone().text()
    expect(page).toContain('ligne')
    expect(await told(answer)).toEqual([
      'Enregistré dans le dossier',
      'Pas enregistré',
      'Pas enregistré',
      'Pas enregistré',
      'Enregistré dans le dossier',
    ])
    expect(existsSync(fileOf('bonne.md')) && existsSync(fileOf('autre.md'))).toBe(true)
    expect(existsSync(fileOf('mauvaise.md')) || existsSync(fileOf('photo.png'))).toBe(false)
    expect(readFileSync(fileOf('prime-unique.md'), 'utf8')).not.toContain('prime-unique-2')
  })

  it('knows the same file again', async () => {
    const answer = await upload([['bonne.md', GOOD('bonne')]])
    expect([answer.status, (await told(answer))[0]]).toEqual([200, 'Ce fichier est déjà dans le dossier'])
  })

  it('names one that is too large, and takes the others', async () => {
    const answer = await upload([
      ['grande.md', Buffer.alloc(11 * 1024 * 1024, 97)],
      ['petite.md', GOOD('petite')],
    ])
    const page = await answer.clone().text()
    expect([answer.status, page.includes('trop grand')]).toEqual([422, true])
    expect(existsSync(fileOf('petite.md'))).toBe(true)
    expect(existsSync(fileOf('grande.md'))).toBe(false)
  })

  it('says so of too much at once, of too many, and of none', async () => {
    const many = Array.from({ length: 21 }, (_, n): [string, string] => [`n${n}.md`, GOOD(`n${n}`)])
    expect((await upload(many)).status).toBe(413)
    const none = await upload([])
    expect([none.status, (await none.text()).includes('Aucun fichier')]).toEqual([422, true])
    expect(inFolder().filter(name => /^n\d/.test(name))).toEqual([])
  })

  it.each(['../dehors.md', '..\\dehors.md', '.cache.md', 'README.md', '/etc/dehors.md'])(
    'writes nothing outside the folder: %s',
    async name => {
      const before = readFileSync(fileOf('prime-unique.md'))
      await upload([[name, GOOD('dehors')]])
      expect(existsSync(join(desk.world.dir, 'dehors.md'))).toBe(false)
      expect(inFolder().filter(one => one.startsWith('.') || one === 'README.md')).toEqual([])
      expect(readFileSync(fileOf('prime-unique.md'))).toEqual(before)
    },
  )

  it('is refused without the token of the session, and of who may not write', async () => {
    const spoc = await desk.as('spoc')
    const file: [string, string][] = [['volee.md', GOOD('volee')]]
    expect((await upload(file, { form: '' })).status).toBe(403)
    expect((await upload(file, { form: 'x' })).status).toBe(403)
    expect((await upload(file, { session: spoc })).status).toBe(403)
    expect(existsSync(fileOf('volee.md'))).toBe(false)
  })

  it('shows names and problems as text', async () => {
    const answer = await upload([['<img src=x onerror=alert(1)>.md', '{{evil}}']])
    expect(await answer.text()).not.toMatch(/<img|<script/)
  })
})
