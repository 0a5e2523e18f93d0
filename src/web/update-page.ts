import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { markdownToHtml } from '../mjml/markdown.js'
import { localDay } from '../model/calendar/calendar.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { closingOf } from '../model/sign-off/remark.js'
import { nameInFolder } from '../model/staff/editors.js'
import { personAt } from '../model/staff/staff.js'
import { titleOf, type Update } from '../model/updates/update.js'
import { fitsForm } from '../model/updates/update-form.js'
import { type KeptRevision, revisionsOf } from '../postgres/updates/update-history.js'
import { plainDate } from '../present/mail/days.js'
import { ownName } from '../present/mail/own-name.js'
import { typeset } from '../present/mail/typography.js'
import { label } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import { rosterToday } from '../steps/context.js'
import { listRemarks } from '../steps/sign-off/list-remarks.js'
import { mayWrite } from '../steps/updates/save-update.js'
import { frameOf, html, languageOf, momentOf, type PageContext, speaker } from './page-frame.js'
import { type RemarksOn, type RemarkTyped, remarkForm, remarksView } from './remarks-view.js'
import { changesBetween } from './revision-changes.js'

type UpdateRequest = FastifyRequest<{ Params: { id: string } }>

/** One update: its languages side by side, what changed in each revision, and the editions that carried it. */
export function addUpdatePage(server: FastifyInstance, context: PageContext): void {
  server.get('/updates/:id', (request, reply) => updatePage(request as UpdateRequest, reply, context, null))
}

/** The page, also with what a refused form about a remark held. */
export async function updatePage(
  request: UpdateRequest,
  reply: FastifyReply,
  context: PageContext,
  typed: RemarkTyped | null,
) {
  const { app, strings } = context
  const { id } = request.params
  const revisions = await revisionsOf(app.engine.db, id)
  const [latest] = revisions
  if (!latest) return reply.callNotFound()
  const language = languageOf(request)
  const { text } = speaker(strings, language, 'pages.update')
  const title = inLanguage(titleOf(latest.update), language)
  const frame = frameOf(request, context, language, `/updates/${id}`)
  const view = {
    ...frame,
    language,
    title,
    back: { href: `/updates?lang=${language}`, text: text('back') },
    edit:
      request.person && mayWrite(request.person) && latest.file.endsWith('.md') && fitsForm(latest.update)
        ? { href: `/updates/${id}/edit?lang=${language}`, text: text('edit') }
        : null,
    saved: isSaved(request) ? savedView(context, language) : null,
    withdrawn: latest.update.status === 'withdrawn' ? text('withdrawn') : null,
    facts: factsOf(latest, context, language),
    texts: textsOf(latest.update),
    remarks: await remarksOf(id, {
      ...{ context, language, person: request.person, form: frame.session?.form ?? null },
      ...{ from: 'update' as const, typed },
      app,
    }),
    revisions: await revisionsView(revisions, context, language),
    text: Object.fromEntries(['texts', 'revisions', 'facts'].map(key => [key, text(key)])),
  }
  return html(reply, await context.fill('update', language, title, view))
}

const isSaved = ({ query }: FastifyRequest) => (query as { saved?: unknown }).saved === 'yes'

/** What saving did, and where the update is to be read as others will. */
function savedView({ strings }: PageContext, language: Language) {
  const { text } = speaker(strings, language, 'pages.update')
  return { what: text('saved'), href: `/editions/next?lang=${language}`, text: text('saved-next') }
}

/** What colleagues remark on it, a form to remark, and what was wrong with what was typed. */
async function remarksOf(id: string, { app, ...on }: RemarksOn & Pick<PageContext, 'app'>) {
  const { context, language, typed } = on
  const { text, count } = speaker(context.strings, language, 'pages.remarks')
  const remarks = await listRemarks(app, { updates: [id] })
  const add = remarkForm(id, on)
  const field = typed?.remark ? `reply-${typed.remark}` : `remark-${id}`
  const mistakes = typed ? [{ field, message: text(`problem.${typed.problem}`), hint: '' }] : []
  const isGone = typed?.problem === 'closed'
  return {
    title: count('title', remarks.filter(one => !closingOf(one)).length),
    none: remarks.length === 0 ? text('none') : null,
    summary: typed && { text: mistakes[0]?.message ?? '', href: isGone ? null : `#${field}` },
    kept: isGone ? typed.text : '',
    list: { ...remarksView(remarks, on), mistakes },
    add: add && { ...add, mistakes },
  }
}

/** What mails need and the pages' policy forbids: an element's own style. Text has no such quotes. */
const INLINE = / style="[^"]*"/g

/** Both languages, as the mail shows them. */
const textsOf = ({ text }: Update) =>
  Object.entries(text).map(([language, { title, summary, body }]) => ({
    language,
    code: language.toUpperCase(),
    title: typeset(title, language),
    html: markdownToHtml(`${summary}\n\n${body}`, language).replace(INLINE, ''),
  }))

function factsOf({ update, file }: KeptRevision, { strings }: PageContext, language: Language) {
  const own = inLanguage(strings, language)
  const day = (iso: string | null) => (iso ? plainDate(iso, language) : '')
  const values: [field: string, value: string][] = [
    ['kind', label(own, 'kinds', update.kind)],
    ['topic', label(own, 'topics', update.topic)],
    ['level', label(own, 'levels', update.level)],
    ['from', day(update.from)],
    ['until', day(update.until)],
    ['deadline', day(update.deadline)],
  ]
  const { text } = speaker(strings, language, 'pages.update.fields')
  return [...values, ['file', nameInFolder(file)], ['id', update.id]]
    .filter(([, value]) => value !== '')
    .map(([field = '', value = '']) => ({ name: text(field), value }))
}

async function revisionsView(
  revisions: KeptRevision[],
  { app, config, strings }: PageContext,
  language: Language,
) {
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.update')
  const { roster } = await rosterToday(app)
  const today = localDay(app.clock(), config.timeZone)
  const name = (email: string | null) =>
    email ? ownName(personAt(roster.staff, email)?.name ?? email, language) : text('unknown-editor')
  return revisions.map((revision, index) => {
    const { number, editor, takenInAt, editions } = revision
    const before = revisions[index + 1]
    return {
      title: text('revision', { number }),
      at: momentOf(takenInAt, { strings, config }, language),
      by: name(editor),
      editions: editions.map(edition => ({
        href: `/editions/${edition}?lang=${language}`,
        text: editionName(edition, today, own, language),
      })),
      changes: before
        ? changesBetween(before, revision, { strings, communes: roster.communes }, language)
        : [],
    }
  })
}
