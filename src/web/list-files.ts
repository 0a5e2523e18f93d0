import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { workbookBytes } from '../files/xlsx-write.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { csvOf } from '../present/sheets/csv.js'
import { type ListName, readList, workbookRows } from '../steps/lists.js'
import { problemPage } from './login-pages.js'
import { languageOf, type PageContext, speaker } from './page-frame.js'

const LISTS: [path: string, list: ListName][] = [
  ['/editions', 'editions'],
  ['/editions/:edition/deliveries', 'deliveries'],
  ['/editions/:edition/call-sheet', 'call-sheet'],
  ['/updates', 'updates'],
  ['/follow-ups', 'follow-ups'],
]

/** Each list of the desk as a file, beside its page: the same address with `.csv` or `.xlsx`, for the same people. GET changes nothing. */
export function addListFiles(server: FastifyInstance, context: PageContext): void {
  for (const [path, list] of LISTS) {
    server.get(`${path}.csv`, (request, reply) => file(request, reply, context, list, 'csv'))
    server.get(`${path}.xlsx`, (request, reply) => file(request, reply, context, list, 'xlsx'))
  }
}

/** The links to a list's files, with what it is narrowed to. */
export function fileLinks(
  path: string,
  search: Record<string, string>,
  { strings }: Pick<PageContext, 'strings'>,
  language: Language,
) {
  const chosen = Object.entries(search).filter(([, value]) => value !== '')
  const query = new URLSearchParams([...chosen, ['lang', language]])
  const label = speaker(strings, language, 'pages.list-file').text('label')
  return ['csv', 'xlsx'].map(ending => ({
    href: `${path}.${ending}?${query}`,
    name: ending.toUpperCase(),
    label,
  }))
}

async function file(
  request: FastifyRequest,
  reply: FastifyReply,
  context: PageContext,
  list: ListName,
  ending: 'csv' | 'xlsx',
) {
  const { app, strings, config } = context
  const language = languageOf(request)
  const { edition = null } = request.params as { edition?: string }
  const words = { strings: inLanguage(strings, language), language, timeZone: config.timeZone }
  const sheet = await readList(app, list, { edition, query: request.query, person: request.person, words })
  if (!sheet) return reply.callNotFound()
  const name = `${[edition, list].filter(Boolean).join('-')}.${ending}`
  reply.header('x-robots-tag', 'noindex').header('content-disposition', `attachment; filename="${name}"`)
  if (ending === 'csv') return reply.type('text/csv; charset=utf-8').send(Readable.from(csvOf(sheet)))
  const rows = await workbookRows(sheet)
  if (!rows) {
    reply.removeHeader('content-disposition')
    return problemPage(request, reply, context, 'list-long')
  }
  return reply
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    .send(await workbookBytes([{ ...sheet, rows }]))
}
