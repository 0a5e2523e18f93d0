import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { localDay, withOffset } from '../model/calendar/calendar.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { listEditions } from '../postgres/editions/editions.js'
import { longDate } from '../present/mail/days.js'
import { editionName } from '../present/pages/edition-name.js'
import { type MyDesk, myDesk } from '../steps/staff/my-desk.js'
import { mayWrite } from '../steps/updates/save-update.js'
import { carriedView, communeJobs, fileJobs, followUpJobs, type Job } from './desk-jobs.js'
import { remarkJobs } from './desk-remarks.js'
import { tallyView } from './desk-tally.js'
import { editionLine } from './edition-line.js'
import { type Telling, tellingOf } from './follow-up-telling.js'
import { goneLineOf } from './gone-pages.js'
import { fileLinks } from './list-files.js'
import { mapView } from './map-view.js'
import { aroundView, frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'
import { signDeskView } from './sign-desk-view.js'
import { weekView } from './week-view.js'

/** My desk, and the list of editions. GET changes nothing. */
export function addDesk(server: FastifyInstance, context: PageContext): void {
  server.get('/', (request, reply) => deskPage(request, reply, context))
  server.get('/editions', (request, reply) => editionList(request, reply, context))
}

async function deskPage(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const { app, config, strings } = context
  const { person } = request
  const language = languageOf(request)
  const now = app.clock()
  const today = localDay(now, config.timeZone)
  const desk = await myDesk(app, person, today)
  const telling = person ? await tellingOf(request, context) : null
  const { text } = speaker(strings, language, 'pages.my-desk')
  const sign = desk.toSign ? signDeskView(desk.toSign, context, language, now) : []
  const gone = goneLineOf(desk.gone, context, language)
  // One filled button a page: that of the first act.
  const isSigning = sign.some(({ isPrimary }) => isPrimary)
  const lists = telling ? listsOf(desk, telling, context, language) : []
  const view = {
    ...frameOf(request, context, language, '/'),
    title: text('title'),
    side: `${longDate(today, language)}, ${clockTime(now, context)}`,
    tally: telling ? tallyView(desk, telling) : [],
    week: desk.week && weekView(desk.week, context, language, now),
    sign,
    nothing:
      person && !gone && sign.length === 0 && lists.length === 0
        ? { title: text('nothing'), rest: text('nothing-rest') }
        : null,
    lists: lists.map((list, place) => ({
      ...list,
      jobs: list.jobs.map((job, line) => ({ ...job, isPrimary: !isSigning && place + line === 0 })),
    })),
    gone,
    carried: desk.carried?.length ? carriedView(desk.carried, context, language) : null,
    map: mapOf(desk, context, language, today),
    begin: beginLinks(request, context, language, !isSigning && lists.length === 0),
    around: aroundView(request, context, language),
    text: { tally: text('tally-label'), region: text('region') },
  }
  return html(reply, await context.fill('desk', language, view.title, view))
}

/** To prepare an urgent edition, for who writes. */
const flashLink = ({ person }: FastifyRequest, { strings }: PageContext, language: Language) =>
  person && mayWrite(person)
    ? {
        href: `/editions/flash?lang=${language}`,
        text: speaker(strings, language, 'pages.out-of-turn').text('flash.link'),
      }
    : null

/** What somebody who writes may begin: first an update, then an urgent edition. */
function beginLinks(request: FastifyRequest, context: PageContext, language: Language, isPrimary: boolean) {
  const flash = flashLink(request, context, language)
  if (!flash) return []
  const write = {
    href: `/updates/new?lang=${language}`,
    text: speaker(context.strings, language, 'pages.updates').text('write'),
    icon: 'pen',
    isPrimary,
  }
  return [write, flash]
}

const clockTime = (now: Date, { config }: PageContext) => withOffset(now, config.timeZone).slice(11, 16)

type JobList = { id: string; title: string; more: { href: string; text: string } | null; jobs: Job[] }

/** The lists of work, what is most urgent first; an empty one is left out. */
function listsOf(desk: MyDesk, telling: Telling, context: PageContext, language: Language): JobList[] {
  const { text, count } = speaker(context.strings, language, 'pages.my-desk')
  const followUps = desk.followUps ?? []
  const isHead = desk.carried !== null
  const lists: JobList[] = [
    {
      id: 'risk',
      title: text('risk'),
      more: null,
      jobs: isHead && desk.last ? communeJobs(desk.last.communes, desk.last.row.id, context, language) : [],
    },
    {
      id: 'remarks',
      title: text('remarks'),
      more: null,
      jobs: remarkJobs(desk, context, language),
    },
    {
      id: 'files',
      title: text('files'),
      more: { href: `/updates?lang=${language}`, text: text('all-files') },
      jobs: fileJobs(desk, context, language),
    },
    {
      id: 'to-do',
      title: text('to-do'),
      more: { href: `/follow-ups?lang=${language}`, text: count('all-follow-ups', followUps.length) },
      jobs: followUpJobs(followUps, telling),
    },
  ]
  return lists.filter(({ jobs }) => jobs.length > 0)
}

function mapOf({ last, mine }: MyDesk, context: PageContext, language: Language, today: string) {
  if (!last || last.communes.length === 0) return null
  const name = editionName(last.row.id, today, inLanguage(context.strings, language), language)
  return mapView({ edition: last.row.id, name, communes: last.communes, mine }, context, language)
}

async function editionList(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const { app, config, strings } = context
  const language = languageOf(request)
  const own = inLanguage(strings, language)
  const now = app.clock()
  const today = localDay(now, config.timeZone)
  const rows = await listEditions(app.engine.db, now)
  const frame = frameOf(request, context, language, '/editions')
  const view = {
    ...frame,
    files: fileLinks('/editions', {}, context, language),
    editions: rows.map(row => editionLine(row, today, own, language)),
    flash: flashLink(request, context, language),
    language,
  }
  return html(reply, await context.fill('editions', language, String(frame.words.editions), view))
}
