import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { markdownToHtml } from '../mjml/markdown.js'
import type { StaffMember } from '../model/staff/staff.js'
import { sourceOf, type UpdateForm } from '../model/updates/update-form.js'
import { typeset } from '../present/mail/typography.js'
import { rosterToday } from '../steps/context.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import { judgeUpdate, mayWrite, type SaveAnswer, saveUpdate } from '../steps/updates/save-update.js'
import {
  beginWriting,
  giveUpWriting,
  keepWriting,
  nameFor,
  type Writing,
} from '../steps/updates/write-update.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'
import { fieldsView, formFrom, mistakesIn } from './update-form-fields.js'

type WriteRequest = FastifyRequest<{ Params: { id?: string } }>

const Sent = z.object({
  action: z.enum(['check', 'save', 'discard']).catch('check'),
  base: z.union([z.string().regex(/^[0-9a-f]{64}$/), z.literal('')]).catch(''),
})

/** Writing an update, or changing one: a form with a file's checks. What is typed is kept for its author until it is saved. */
export async function addWritePages(server: FastifyInstance, context: PageContext): Promise<void> {
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 1024 * 1024 })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    for (const path of ['/updates/new', '/updates/:id/edit']) {
      scope.get(path, (request, reply) => open(request as WriteRequest, reply, context))
      const refill = (request: FastifyRequest, reply: FastifyReply) =>
        resent(request as WriteRequest, reply, context)
      scope.post(path, { config: { refill } }, (request, reply) =>
        sent(request as WriteRequest, reply, context),
      )
    }
  })
}

async function open(request: WriteRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person || !mayWrite(person)) return problemPage(request, reply, context, 'forbidden')
  const writing = await beginWriting(context.app, person, request.params.id ?? '')
  if (writing === null) return reply.callNotFound()
  return page(request, reply, context, { writing, person, told: null, isChecked: writing.isKept })
}

/** The guard has checked log-in and form token; the steps judge who may. */
async function sent(request: WriteRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person || !mayWrite(person)) return problemPage(request, reply, context, 'forbidden')
  const { app } = context
  const about = request.params.id ?? ''
  const language = languageOf(request)
  const { action } = Sent.parse(request.body)
  if (action === 'discard') {
    await giveUpWriting(app, person, about)
    return reply.redirect(`/updates?lang=${language}`, 303)
  }
  const writing = await typed(request, person, context)
  if (writing === null) return reply.callNotFound()
  await keepWriting(app, person, writing)
  if (action === 'check')
    return page(request, reply, context, { writing, person, told: null, isChecked: true })
  const bytes = Buffer.from(sourceOf(writing.form).text)
  const name = nameFor(writing, person)
  const answer = await saveUpdate(app, { name, bytes, expected: writing.base, by: person.email })
  if (answer.kind === 'saved') {
    await giveUpWriting(app, person, about)
    return reply.redirect(`/updates/${answer.id}?lang=${language}`, 303)
  }
  return page(request, reply, context, { writing, person, told: answer, isChecked: true })
}

/** What the form holds; null for an unknown update. */
async function typed(request: WriteRequest, person: StaffMember, { app, config }: PageContext) {
  const about = request.params.id ?? ''
  const begun = await beginWriting(app, person, about)
  if (begun === null) return null
  const form = formFrom(request.body, config.agency.languages)
  // A new update replaces nothing.
  if (about === '') return { ...begun, form }
  const { base } = Sent.parse(request.body)
  return { ...begun, form: { ...form, id: about }, base: base || null }
}

/** A form of an earlier session: what was typed comes back, and nothing is kept. */
async function resent(request: WriteRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person || !mayWrite(person)) return problemPage(request, reply, context, 'forbidden')
  const writing = await typed(request, person, context)
  if (writing === null) return reply.callNotFound()
  const again = speaker(context.strings, languageOf(request), 'pages.write').text('again')
  return page(request, reply, context, { writing, person, told: null, isChecked: true, again })
}

type Shown = {
  writing: Writing
  person: StaffMember
  told: Exclude<SaveAnswer, { kind: 'saved' }> | null
  isChecked: boolean
  /** Why it is shown again. */
  again?: string
}

async function page(request: WriteRequest, reply: FastifyReply, context: PageContext, shown: Shown) {
  const { app, config, strings } = context
  const { writing, person, told, isChecked, again } = shown
  const language = languageOf(request)
  const { text, count } = speaker(strings, language, 'pages.write')
  const path = writing.about === '' ? '/updates/new' : `/updates/${writing.about}/edit`
  const source = sourceOf(writing.form)
  const judged = isChecked ? await judgeUpdate(app, nameFor(writing, person), Buffer.from(source.text)) : null
  const problems = judged?.kind === 'problems' ? mistakesIn(judged.problems, source, language) : []
  const warnings = judged ? mistakesIn(judged.warnings, source, language) : []
  const { communes } = (await rosterToday(app)).roster
  const isNew = writing.about === ''
  const changed = told?.kind === 'changed' ? told : null
  const base = isNew ? '' : ((changed ? changed.version : writing.base) ?? '')
  const view = {
    ...frameOf(request, context, language, request.method === 'GET' ? path : null),
    title: isNew ? text('title-new') : text('title-edit'),
    back: { href: `/updates?lang=${language}`, text: text('back') },
    action: `${path}?lang=${language}`,
    form: formTokenOf(app, request.sessionToken),
    base,
    isNew,
    wantsChange: writing.isCarried || problems.some(({ field }) => field === 'change'),
    kept: again ?? (writing.isKept && !told ? text('kept') : null),
    refused: told?.kind === 'refused' ? text(`refused.${told.why}`) : null,
    changed: changed && {
      what: text(isNew ? 'taken' : 'changed'),
      theirs: changed.bytes ? Buffer.from(changed.bytes).toString('utf8').slice(0, 20_000) : '',
    },
    summary: problems.length > 0 ? count('summary', problems.length) : null,
    problems,
    warnings,
    warned: warnings.length > 0 ? count('warned', warnings.length) : null,
    good: judged?.kind === 'good' && !told ? text('good') : null,
    fields: fieldsView(writing.form, problems, { strings, config, communes, isNew }, language),
    preview: isChecked ? previewOf(writing.form) : [],
    text: words(text),
  }
  const status = again ? 403 : told?.kind === 'changed' ? 409 : told ? 422 : 200
  return html(reply.code(status), await context.fill('write', language, view.title, view))
}

/** Each language as the mail shows it. */
const previewOf = ({ title, text }: UpdateForm) =>
  Object.keys(title).map(language => ({
    language,
    code: language.toUpperCase(),
    title: typeset(title[language] ?? '', language),
    html: markdownToHtml(text[language] ?? '', language),
  }))

const words = (text: (key: string) => string) =>
  Object.fromEntries(
    [
      ...['texts', 'texts-what', 'title', 'text', 'about', 'days', 'amount', 'amount-min', 'amount-max'],
      ...[
        'amount-per',
        'links',
        'href',
        'label',
        'event',
        'event-start',
        'event-end',
        'event-place',
        'event-url',
      ],
      ...[
        'concerns',
        'concerns-what',
        'roles',
        'competences',
        'communes',
        'change',
        'change-what',
        'pass-on',
      ],
      ...['pass-on-what', 'authority', 'more', 'more-what', 'check', 'save', 'discard', 'preview'],
      ...['save-what', 'theirs', 'warned-what'],
    ].map(key => [key, text(key)]),
  )
