import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isEditionName, localDay } from '../model/calendar/calendar.js'
import type { Strings } from '../model/editions/edition.js'
import { capital, inLanguage, type Language } from '../model/language/language.js'
import { mayRemark } from '../model/sign-off/remark.js'
import { isAboutSigner } from '../model/sign-off/sign-off.js'
import type { StaffMember } from '../model/staff/staff.js'
import { ownName } from '../present/mail/own-name.js'
import { isBeingSent } from '../steps/delivery/watch-progress.js'
import { actOnEdition } from '../steps/editions/act-on-edition.js'
import type { EditionStatus } from '../steps/editions/read-edition.js'
import { readStatus } from '../steps/editions/read-status.js'
import { lookAt } from '../steps/sign-off/look-at.js'
import { returnedBefore } from '../steps/sign-off/returned-before.js'
import { sendRemarks } from '../steps/sign-off/send-remarks.js'
import type { Signature } from '../steps/sign-off/sign-desk.js'
import { signature } from '../steps/sign-off/sign-desk.js'
import type { SignedOff } from '../steps/sign-off/sign-off.js'
import { signOff } from '../steps/sign-off/sign-off.js'
import { signStory } from '../steps/sign-off/sign-story.js'
import { signersOf } from '../steps/sign-off/signers.js'
import { withdrawApproval } from '../steps/sign-off/withdraw-approval.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import { commentOf, decisionFrom, mistakesIn } from './decision-form.js'
import { ActForm, actsView } from './edition-acts.js'
import { editionLine } from './edition-line.js'
import { FRAMING_SCRIPTED } from './framing.js'
import { liveNow } from './live-pages.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import { mapView } from './map-view.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'
import { type SignPageOn, signPageView } from './sign-page.js'
import { editionRemarks } from './sign-remarks-view.js'
import { leadOf } from './sign-story-page.js'
import { storyView } from './sign-story-view.js'
import { COMMUNE_LOOKS } from './states.js'
import { type Lead, leadText } from './story-of-link.js'

type EditionRequest = FastifyRequest<{ Params: { edition: string } }>

/** The exact hash and version of the form, so that what is decided is what was read. */
const Read = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  version: z.coerce.number().int().positive(),
})

/** An edition for staff, with the decision form for a logged-in approver. GET changes nothing. */
export async function addEditionPages(server: FastifyInstance, context: PageContext): Promise<void> {
  server.get('/editions/:edition', { helmet: FRAMING_SCRIPTED }, (request, reply) =>
    editionPage(request as EditionRequest, reply, context),
  )
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 512 * 1024 })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.post('/editions/:edition/decision', { helmet: FRAMING_SCRIPTED }, (request, reply) =>
      decide(request as EditionRequest, reply, context),
    )
    scope.post('/editions/:edition/act', { helmet: FRAMING_SCRIPTED }, (request, reply) =>
      act(request as EditionRequest, reply, context),
    )
  })
}

/** The result of a form: a sentence above the page, the page's status, and what was typed, which is not lost. */
type Told = { lead: string; status: number; refused?: NonNullable<SignPageOn['refused']> } | null

async function editionPage(
  request: EditionRequest,
  reply: FastifyReply,
  context: PageContext,
  told: Told = null,
) {
  const { edition } = request.params
  const status = isEditionName(edition) ? await readStatus(context.app, edition) : null
  if (!status) return reply.callNotFound()
  reply.code(told?.status ?? 200)
  const { person } = request
  const signed = person && status.row.version > 0 ? await signature(context.app, status.row, person) : null
  const signing =
    person && signed?.kind === 'open' ? await signingPage(request, context, status, person, told) : null
  const language = languageOf(request)
  if (signing) return html(reply, await context.fill('sign', language, signing.title, signing))
  const view = await showingView(request, context, status, signed, told)
  return html(reply, await context.fill('edition', language, edition, view))
}

/** The page to sign, as behind a mail's link; null when the edition's rows are not what was frozen. */
async function signingPage(
  request: EditionRequest,
  context: PageContext,
  { row }: EditionStatus,
  person: StaffMember,
  told: Told,
) {
  const language = languageOf(request)
  const looked = await lookAt(context.app, row)
  if (!looked) return null
  const view = await signPageView({ row, person }, looked, context, language, {
    mails: `/editions/${row.id}/mail`,
    ...formOf(request, context, row, language),
    isLink: false,
    refused: told?.refused ?? (told && { sent: decisionFrom({}), mistakes: [], lead: told.lead }),
  })
  return { ...frameOf(request, context, language, pathOf(request)), ...view }
}

async function showingView(
  request: EditionRequest,
  context: PageContext,
  { row, communes }: EditionStatus,
  signature: Signature | null,
  told: Told,
) {
  const { app, strings, config } = context
  const language = languageOf(request)
  const own = inLanguage(strings, language)
  const words = own.pages as Strings
  const states = words.communeStates as Strings
  const today = localDay(app.clock(), config.timeZone)
  const edition = editionLine(row, today, own, language)
  const { text } = speaker(strings, language, 'pages.sign')
  const story = signature && (await signStory(app, row, row.version, request.person?.email ?? ''))
  const isWaiting = row.state === 'awaiting-sign-off'
  const live = await liveNow(request, isBeingSent(row) ? { edition: row.id, communes } : null, context)
  return {
    ...frameOf(request, context, language, pathOf(request)),
    edition,
    map:
      row.dispatchedAt && communes.length > 0 && !live
        ? mapView({ edition: row.id, name: edition.title, communes, mine: [] }, context, language)
        : null,
    mails: Object.keys(strings).map(one => ({ language: one, text: words[`mail${capital(one)}`] })),
    live,
    script: live !== null,
    communes: (live ? [] : communes).map(({ nis, name, state }) => ({
      nis,
      name: inLanguage(name, language),
      state,
      stateName: states[state],
      ...COMMUNE_LOOKS[state],
    })),
    language,
    acts: await actsView(request, row, context, language, told?.status === 422),
    lead: told?.lead ?? null,
    typed: typedView(told, context, language),
    remarks: await remarksOf(request, row, context, language),
    logInFirst: isWaiting && !request.person ? text('log-in-first') : null,
    mayNot:
      signature?.kind === 'refused' && isWaiting
        ? {
            title: text('may-not.title'),
            text: text(`may-not.${signature.reason}`),
            who: await whoCan(row, context, language),
          }
        : null,
    story:
      story &&
      storyView(story, {
        strings: inLanguage(strings, language),
        language,
        timeZone: config.timeZone,
        ...formOf(request, context, row, language),
        isOwnPage: true,
        lead: null,
      }),
  }
}

/** Who can sign instead. */
async function whoCan(row: EditionStatus['row'], { app, strings }: PageContext, language: Language) {
  const names = (await signersOf(app, row)).map(({ name }) => ownName(name, language))
  const { text } = speaker(strings, language, 'pages.sign.may-not')
  return names.length > 0 ? text('who', { names: names.join(', ') }) : text('nobody')
}

/** What colleagues remarked on its updates, for who reads updates; null without any. */
async function remarksOf(
  { person }: EditionRequest,
  row: EditionStatus['row'],
  { app, strings, config }: PageContext,
  language: Language,
) {
  if (!person || !mayRemark(person) || row.version === 0) return null
  return editionRemarks(await returnedBefore(app, row), { strings, config }, language)
}

/** What was typed for a decision that came too late; null when nothing was. */
function typedView(told: Told, { strings }: PageContext, language: Language) {
  const sent = told?.refused?.sent
  const words = sent ? [sent.why, sent.comment, ...sent.remarks.map(({ text }) => text)] : []
  const typed = words.filter(one => one !== '')
  const { text } = speaker(strings, language, 'pages.sign')
  return typed.length > 0 ? { title: text('typed'), words: typed } : null
}

function formOf(
  request: EditionRequest,
  { app }: PageContext,
  { id, hash, version }: EditionStatus['row'],
  language: Language,
) {
  return {
    action: `/editions/${id}/decision?lang=${language}`,
    hidden: [
      { name: 'form', value: formTokenOf(app, request.sessionToken) },
      { name: 'hash', value: hash ?? '' },
      { name: 'version', value: String(version) },
    ],
  }
}

/** The guard has checked log-in and form token; the step judges who may. */
async function decide(request: EditionRequest, reply: FastifyReply, context: PageContext) {
  const { edition } = request.params
  const person = request.person
  if (!person || !isEditionName(edition)) return problemPage(request, reply, context, 'forbidden')
  const language = languageOf(request)
  const told = await toldAfter(request, context, person, language)
  if (told) return editionPage(request, reply, context, told)
  return reply.redirect(`/editions/${edition}?lang=${language}`, 303)
}

/** Does what the form says; null when the page itself shows the result. */
async function toldAfter(
  request: EditionRequest,
  { app, strings }: PageContext,
  person: StaffMember,
  language: Language,
): Promise<Told> {
  const { edition } = request.params
  const { text } = speaker(strings, language, 'pages.sign')
  const sent = decisionFrom(request.body)
  const read = Read.safeParse(request.body)
  const mistakes = mistakesIn(sent)
  const { decision, remarks } = sent
  const [first] = mistakes
  const refused = { sent, mistakes, lead: first ? text(first.key) : null }
  if (first || decision === null)
    return { lead: text(first?.key ?? 'decision-missing'), status: 422, refused }
  if (!read.success)
    return { lead: text('changed-since'), status: 422, refused: { ...refused, lead: text('changed-since') } }
  const { hash, version } = read.data
  const comment = commentOf(sent)
  const about = { edition, version, by: person.email }
  const lead = (key: Lead) => leadText(key, inLanguage(strings, language), language, edition)
  if (decision === 'withdraw') {
    const withdrawn = await withdrawApproval(app, { ...about, reason: comment })
    return withdrawn.kind === 'withdrawn' ? null : { lead: lead(leadOf(withdrawn)), status: 409 }
  }
  if (decision === 'remark') {
    await sendRemarks(app, edition, person.email, remarks)
    return null
  }
  const signed = await signOff(app, { ...about, hash, decision, comment, remarks })
  const told = signed.kind === 'refused' ? refusedAs(signed, text, lead) : null
  return told && { ...told, refused: { ...refused, lead: told.lead } }
}

/** Does what the form asks; the step judges who may, and whether there is room for it. */
async function act(request: EditionRequest, reply: FastifyReply, context: PageContext) {
  const { edition } = request.params
  const { person } = request
  const form = ActForm.safeParse(request.body)
  if (!person || !isEditionName(edition)) return problemPage(request, reply, context, 'forbidden')
  if (!form.success) return problemPage(request, reply, context, 'form')
  const language = languageOf(request)
  const { text } = speaker(context.strings, language, 'pages.acts')
  const acted = await actOnEdition(context.app, { edition, by: person.email, ...form.data })
  if (acted === 'done') return reply.redirect(`/editions/${edition}?lang=${language}`, 303)
  if (acted === 'may-not' || acted === 'unknown-person')
    return problemPage(request, reply, context, 'forbidden')
  const status = acted === 'no-reason' ? 422 : 409
  return editionPage(request, reply, context, { lead: text(acted), status })
}

function refusedAs(
  { reason }: Extract<SignedOff, { kind: 'refused' }>,
  text: (key: string) => string,
  lead: (key: Lead) => string,
): Told {
  if (isAboutSigner(reason)) return { lead: text(`may-not.${reason}`), status: 403 }
  if (reason === 'other-hash') return { lead: text('changed-since'), status: 409 }
  return { lead: lead(reason === 'signed-before' ? 'signed' : 'closed'), status: 409 }
}

const pathOf = ({ params }: EditionRequest) => `/editions/${params.edition}`
