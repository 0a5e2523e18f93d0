import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'
import { warnedFilesOf } from '../../src/postgres/updates/meant.js'
import { type Access, accessOf } from '../../src/web/login-guard.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { type DeskWeek, openDesk, STAFF } from '../support/desk-week.js'
import { formTokenFor, logIn } from '../support/follow-ups.js'
import { type AddressOf, ASKED, layEverything, SENT } from '../support/known-pages.js'

export const DOCUMENT = join(PROJECT_ROOT, 'docs', 'operating', 'access.md')

/** Who asks: nobody from elsewhere, nobody on this machine, and each role; `spoc` is of the commune in question. */
const ASKERS = [
  'nobody',
  'this machine',
  'spoc',
  'other spoc',
  'editor',
  'approver',
  'head',
  'admin',
] as const
type Asker = (typeof ASKERS)[number]

/** Let in; told to log in; refused; no such page for them. */
type Answer = 'yes' | 'log in' | 'no' | '404'

export type Row = { method: string; url: string; access: Access | null; answers: Record<Asker, Answer> }

type Fields = Record<string, string>
type Forms = Record<string, { fields: Fields; given?: Fields }>
/** Whole forms, for steps that judge a person only after the form; every other form is sent with its token alone. */
function formsFor(warned: { file: string; version: string } | undefined): Forms {
  const delivery = `${SENT}.anderlecht-mayor`
  return {
    '/deliveries/:id': { fields: { act: 'accepted' } },
    '/editions/:edition/act': { fields: { act: 'stop' } },
    '/editions/:edition/decision': {
      fields: { decision: 'approve', hash: '0'.repeat(64), version: '1' },
      given: { edition: ASKED },
    },
    '/follow-ups/:id/address': { fields: { address: 'x' } },
    '/follow-ups/:id/assign': { fields: { to: STAFF.spoc } },
    '/follow-ups/:id/send-again': { fields: { delivery } },
    '/follow-ups/:id/share': { fields: { kind: 'notice', language: 'fr', question: 'x', answer: 'x' } },
    // Its mark is taken back, of which there is none.
    '/updates/meant': { fields: { ...warned, action: 'undo' } },
  }
}

/** Another commune's. */
const OTHER_SPOC = 'spoc-sud@agence.example'

type Site = {
  desk: DeskWeek
  pages: Pages
  beside: Pages
  address: AddressOf
  forms: Forms
  cookies: Map<Asker, string>
}
/** What a form that isn't whole is told, by whoever may send one. */
const NOT_WHOLE = JSON.parse(readFileSync(join(PROJECT_ROOT, 'templates', 'locales', 'fr.json'), 'utf8'))
  .pages.logIn.problem.form.title
/** Each request comes from another address, so that no limit stands in its way. */
let client = 0

/** Asks for every route as everybody: GET as it is, POST with the token of the asker's session. */
export async function accessRows(): Promise<Row[]> {
  const desk = await openDesk()
  const address = await layEverything(desk)
  const pages = await startPages(desk.world.app, { ...desk.world.config, behindProxy: true })
  const [warned] = await warnedFilesOf(desk.world.app.engine.db)
  const forms = formsFor(warned && { file: warned.file, version: warned.version })
  const site: Site = { desk, pages, beside: desk.pages, address, forms, cookies: new Map() }
  try {
    const rows: Row[] = []
    const routes = pages.routes.filter(({ method }) => method === 'GET' || method === 'POST')
    for (const { method, url } of routes) {
      const answers = {} as Record<Asker, Answer>
      for (const asker of ASKERS) answers[asker] = await ask(site, asker, method, url)
      rows.push({ method, url, access: accessOf(url), answers })
    }
    return rows.sort((one, other) => keyOf(one).localeCompare(keyOf(other), 'en'))
  } finally {
    await pages.close()
    await desk.close()
  }
}

const keyOf = ({ url, method }: Row) => `${url} ${method}`

async function ask(site: Site, asker: Asker, method: string, url: string): Promise<Answer> {
  const isBeside = asker === 'this machine'
  const cookie = await cookieOf(site, asker)
  const { fields = {}, given = {} } = method === 'POST' ? (site.forms[url] ?? {}) : {}
  const form = { ...fields, form: cookie ? formTokenFor(site.desk.world, cookie) : '' }
  // A form with a file has another type.
  const isUpload = url.endsWith('/upload')
  const body = method === 'GET' ? undefined : isUpload ? multipart(form) : new URLSearchParams(form)
  const where: Fields = isBeside ? {} : { 'x-forwarded-for': `192.0.${++client >> 8}.${client % 256}` }
  const answer = await fetch(
    new URL(`${site.address(url, given)}?lang=fr`, (isBeside ? site.beside : site.pages).url),
    {
      ...{ method, body, redirect: 'manual' },
      headers: { ...where, cookie, 'accept-language': 'fr' },
    },
  )
  if (url === '/log-out') site.cookies.delete(asker)
  if (answer.status === 403 && (await answer.text()).includes(NOT_WHOLE)) return 'yes'
  // An endless answer isn't waited for.
  if (!answer.bodyUsed) await answer.body?.cancel()
  if (answer.status >= 500) throw new Error(`${answer.status} ${method} ${url} for ${asker}`)
  return answerOf(answer.status)
}

function multipart(fields: Fields): FormData {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return body
}

function answerOf(status: number): Answer {
  return ({ 401: 'log in', 403: 'no', 404: '404' } as const)[status as 401 | 403 | 404] ?? 'yes'
}

async function cookieOf({ desk: { world, relay }, beside, cookies }: Site, asker: Asker): Promise<string> {
  if (asker === 'nobody' || asker === 'this machine') return ''
  const email = asker === 'other spoc' ? OTHER_SPOC : STAFF[asker]
  const cookie = cookies.get(asker) ?? (await logIn({ world, relay, pages: beside }, email)).cookie
  cookies.set(asker, cookie)
  return cookie
}

/** The rows as a table of Markdown. */
export function tableOf(rows: Row[]): string {
  const head = ['route', ...ASKERS]
  const lines = rows.map(({ method, url, answers }) => [
    `${method} \`${url}\``,
    ...ASKERS.map(asker => answers[asker]),
  ])
  return [head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |\n`).join('')
}

/** What stands above the table in its document. */
export const documentHead = () => {
  const text = readFileSync(DOCUMENT, 'utf8')
  return text.slice(0, text.indexOf('| route |'))
}
