import type { FastifyReply, FastifyRequest } from 'fastify'
import { markdownToHtml } from '../mjml/markdown.js'
import type { StaffMember } from '../model/staff/staff.js'
import { sourceOf, type UpdateForm } from '../model/updates/update-form.js'
import { typeset } from '../present/mail/typography.js'
import { rosterToday } from '../steps/context.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import { judgeUpdate, type SaveAnswer } from '../steps/updates/save-update.js'
import { nameFor, type Writing } from '../steps/updates/write-update.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'
import { fieldsView } from './update-form-fields.js'
import { marginView } from './update-form-margin.js'
import { mistakesIn } from './update-form-sent.js'

type Shown = {
  writing: Writing
  person: StaffMember
  told: Exclude<SaveAnswer, { kind: 'saved' }> | null
  isChecked: boolean
  /** Why it is shown again. */
  again?: string
  /** Asked by the script while somebody types, which reads out one sentence alone. */
  isTyping?: boolean
}

/** The form with what was typed, its mistakes, and how the mail shows it. */
export async function writePage(
  request: FastifyRequest,
  reply: FastifyReply,
  context: PageContext,
  shown: Shown,
) {
  const { app, config, strings } = context
  const { writing, person, told, isChecked, again, isTyping = false } = shown
  const language = languageOf(request)
  const { text, count } = speaker(strings, language, 'pages.write')
  const path = writing.about === '' ? '/updates/new' : `/updates/${writing.about}/edit`
  const source = sourceOf(writing.form)
  const labels = labelsOf(text)
  const judged = isChecked ? await judgeUpdate(app, nameFor(writing, person), Buffer.from(source.text)) : null
  const problems = judged?.kind === 'problems' ? mistakesIn(judged.problems, source, language, labels) : []
  const warnings = judged ? mistakesIn(judged.warnings, source, language, labels) : []
  const { communes } = (await rosterToday(app)).roster
  const isNew = writing.about === ''
  const changed = told?.kind === 'changed' ? told : null
  const base = isNew ? '' : ((changed ? changed.version : writing.base) ?? '')
  const [summary, warned] = [
    problems.length > 0 ? count('summary', problems.length) : null,
    warnings.length > 0 ? count('warned', warnings.length) : null,
  ]
  const good = judged?.kind === 'good' && !told ? text('good') : null
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
    script: true,
    isTyping,
    check: `${path}/check?lang=${language}`,
    say: [good, summary, warned].filter(Boolean).join(', '),
    summary,
    problems,
    warnings,
    warned,
    good,
    fields: fieldsView(writing.form, problems, { strings, config, communes, isNew }, language),
    margin: marginView(writing.form, language, text('same')),
    preview: isChecked ? previewOf(writing.form) : [],
    text: words(text),
  }
  const status = again ? 403 : told?.kind === 'changed' ? 409 : told ? 422 : 200
  return html(reply.code(status), await context.fill('write', language, view.title, view))
}

const labelsOf = (text: (key: string) => string) => ({
  ...Object.fromEntries(
    ['kind', 'topic', 'level', 'urgency', 'status', 'from', 'until', 'deadline'].map(key => [
      key,
      text(`fields.${key}`),
    ]),
  ),
  ...{ id: text('fields.id'), pass_on: text('pass-on') },
  ...Object.fromEntries(['authority', 'amount', 'event', 'change', 'links'].map(key => [key, text(key)])),
})

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
      ...['save-what', 'theirs', 'warned-what', 'typing-ended'],
    ].map(key => [key, text(key)]),
  )
