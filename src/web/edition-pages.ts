import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isEditionName, localDay } from '../model/calendar/calendar.js'
import type { Strings } from '../model/editions/edition.js'
import { capital, inLanguage, type Language } from '../model/language/language.js'
import { mayRemark } from '../model/sign-off/remark.js'
import type { StaffMember } from '../model/staff/staff.js'
import { ownName } from '../present/mail/own-name.js'
import { isBeingSent } from '../steps/delivery/watch-progress.js'
import { actOnEdition } from '../steps/editions/act-on-edition.js'
import type { EditionStatus } from '../steps/editions/read-edition.js'
import { readStatus } from '../steps/editions/read-status.js'
import { lookAt } from '../steps/sign-off/look-at.js'
import { returnedBefore } from '../steps/sign-off/returned-before.js'
import type { Signature } from '../steps/sign-off/sign-desk.js'
import { signature } from '../steps/sign-off/sign-desk.js'
import { signStory } from '../steps/sign-off/sign-story.js'
import { signersOf } from '../steps/sign-off/signers.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import { mayWrite } from '../steps/updates/save-update.js'
import { decisionFrom } from './decision-form.js'
import { ActForm, actsView } from './edition-acts.js'
import { contentsView } from './edition-contents.js'
import { afterDecision, type ToldDecision } from './edition-decision.js'
import { editionLine } from './edition-line.js'
import { FRAMING_SCRIPTED } from './framing.js'
import { liveNow } from './live-pages.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import { mapView } from './map-view.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'
import { signPageView } from './sign-page.js'
import { editionRemarks } from './sign-remarks-view.js'
import { storyView } from './sign-story-view.js'
import { COMMUNE_LOOKS } from './states.js'

type EditionRequest = FastifyRequest<{ Params: { edition: string } }>

/** An edition for staff, with the decision form for a logged-in approver. GET changes nothing. */
export async function addEditionPages(server: FastifyInstance, context: PageContext): Promise<void> {
  server.get('/editions/:edition', { helmet: FRAMING_SCRIPTED }, (request, reply) =>
    editionPage(request as EditionRequest, reply, context),
  )
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 512 * 1024 })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    const refill = (request: FastifyRequest, reply: FastifyReply) =>
      resent(request as EditionRequest, reply, context)
    scope.post(
      '/editions/:edition/decision',
      { helmet: FRAMING_SCRIPTED, config: { refill } },
      (request, reply) => decide(request as EditionRequest, reply, context),
    )
    scope.post('/editions/:edition/act', { helmet: FRAMING_SCRIPTED }, (request, reply) =>
      act(request as EditionRequest, reply, context),
    )
  })
}

async function editionPage(
  request: EditionRequest,
  reply: FastifyReply,
  context: PageContext,
  told: ToldDecision | null = null,
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
  return html(reply, await context.fill('edition', language, view.edition.title, view))
}

/** The page to sign, as behind a mail's link; null when the edition's rows are not what was frozen. */
async function signingPage(
  request: EditionRequest,
  context: PageContext,
  { row }: EditionStatus,
  person: StaffMember,
  told: ToldDecision | null,
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
  told: ToldDecision | null,
) {
  const { app, strings, config } = context
  const language = languageOf(request)
  const own = inLanguage(strings, language)
  const words = own.pages as Strings
  const states = words.communeStates as Strings
  const today = localDay(app.clock(), config.timeZone)
  const edition = editionLine(row, today, own, language)
  const { text } = speaker(strings, language, 'pages.sign')
  const story = signature && (await signStory(app, row, row.version, request.person?.email ?? '', communes))
  const isWaiting = row.state === 'awaiting-sign-off'
  const live = await liveNow(request, isBeingSent(row) ? { edition: row.id, communes } : null, context)
  return {
    ...frameOf(request, context, language, pathOf(request)),
    edition,
    map:
      row.dispatchedAt && communes.length > 0 && !live
        ? mapView({ edition: row.id, name: edition.title, communes, mine: [] }, context, language)
        : null,
    contents: await contentsView(row, context, language),
    erratum: row.dispatchedAt ? erratumLink(request, context, language) : null,
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
    acts: await actsView(request, row, context, language, told?.reasonMissing ?? null),
    lead: told?.lead ?? null,
    leadAt: told?.reasonMissing ? `reason-${told.reasonMissing}` : null,
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
        today,
        ...formOf(request, context, row, language),
        isOwnPage: true,
        lead: null,
      }),
  }
}

/** To the form of a correction, for who may write one. */
function erratumLink(request: EditionRequest, { strings }: PageContext, language: Language) {
  if (!request.person || !mayWrite(request.person)) return null
  const { text } = speaker(strings, language, 'pages.out-of-turn')
  return { href: `${pathOf(request)}/erratum?lang=${language}`, text: text('erratum.link') }
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
function typedView(told: ToldDecision | null, { strings }: PageContext, language: Language) {
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
  const told = await afterDecision(context, edition, person, language, request.body)
  if (told) return editionPage(request, reply, context, told)
  return reply.redirect(`/editions/${edition}?lang=${language}`, 303)
}

/** A form of an earlier session: what was typed comes back, and nothing is decided. */
async function resent(request: EditionRequest, reply: FastifyReply, context: PageContext) {
  const lead = speaker(context.strings, languageOf(request), 'pages.sign').text('again')
  const refused = { sent: decisionFrom(request.body), mistakes: [], lead }
  return editionPage(request, reply, context, { lead, status: 403, refused })
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
  const reasonMissing = acted === 'no-reason' ? form.data.act : undefined
  return editionPage(request, reply, context, { lead: text(acted), status, reasonMissing })
}

const pathOf = ({ params }: EditionRequest) => `/editions/${params.edition}`
