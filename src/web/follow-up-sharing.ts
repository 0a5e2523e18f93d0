import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { SHARED_KINDS, type SharedQuestion } from '../model/follow-ups/shared-question.js'
import { inLanguage } from '../model/language/language.js'
import { label } from '../present/mail/wording.js'
import { proposeSharing } from '../steps/follow-ups/propose-sharing.js'
import { shareAnswer } from '../steps/follow-ups/share-answer.js'
import { type FollowUpRequest, theirs } from './follow-up-page.js'
import { problemPage } from './login-pages.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'

const Text = z.string().trim().max(10_000)
const Form = z.object({
  kind: z.enum(SHARED_KINDS),
  language: z.string(),
  question: Text,
  answer: Text,
  confirmed: z.literal('yes').optional(),
})

/** "Answer to all": shows what would be shared, to be edited; it becomes a draft only with the box ticked. */
export function addSharing(scope: FastifyInstance, context: PageContext): void {
  const path = '/follow-ups/:id/share'
  scope.get(path, (request, reply) => show(request as FollowUpRequest, reply, context))
  scope.post(path, (request, reply) => share(request as FollowUpRequest, reply, context))
}

async function show(request: FollowUpRequest, reply: FastifyReply, context: PageContext) {
  if (!(await theirs(request, reply, context))) return reply
  const proposed = await proposeSharing(context.app, request.params.id)
  // Its own page says why there is nothing to share.
  if (!proposed) return reply.redirect(`/follow-ups/${request.params.id}?lang=${languageOf(request)}`, 303)
  return page(request, reply, context, proposed, null)
}

async function share(request: FollowUpRequest, reply: FastifyReply, context: PageContext) {
  if (!(await theirs(request, reply, context))) return reply
  const form = Form.safeParse(request.body)
  if (!form.success || !Object.hasOwn(context.strings, form.data.language))
    return problemPage(request, reply, context, 'form')
  const { confirmed, ...question } = form.data
  const language = languageOf(request)
  const refusal = !confirmed ? 'not-confirmed' : isWhole(question) ? null : 'question-missing'
  if (refusal) return page(request, reply, context, question, refusal)
  const { id } = request.params
  const shared = await shareAnswer(context.app, { id, by: request.person?.email ?? '', question })
  if (shared.kind === 'shared') return reply.redirect(`/follow-ups/${id}?lang=${language}`, 303)
  if (['unknown', 'unknown-person', 'not-theirs'].includes(shared.reason))
    return problemPage(request, reply, context, 'forbidden')
  return page(request, reply, context, question, shared.reason)
}

/** The id of the field that is wrong. */
function wrongIn(problem: string | null, { question }: SharedQuestion): string | null {
  if (problem === 'not-confirmed') return 'confirmed'
  if (problem !== 'question-missing') return null
  return question === '' ? 'question' : 'answer'
}

const isWhole = ({ question, answer }: SharedQuestion) => question !== '' && answer !== ''

async function page(
  request: FollowUpRequest,
  reply: FastifyReply,
  context: PageContext,
  shared: SharedQuestion,
  problem: string | null,
) {
  const { strings } = context
  const language = languageOf(request)
  const { text } = speaker(strings, language, 'pages.followUps')
  const path = `/follow-ups/${encodeURIComponent(request.params.id)}`
  const wrong = wrongIn(problem, shared)
  const frame = frameOf(request, context, language, problem ? null : `${path}/share`)
  const view = {
    ...frame,
    form: frame.session?.form,
    action: `${path}/share?lang=${language}`,
    back: { href: `${path}?lang=${language}`, text: text('back') },
    problem: problem && text(`problem.${problem}`),
    problemAt: wrong,
    wrong: Object.fromEntries(['question', 'answer', 'confirmed'].map(field => [field, field === wrong])),
    question: shared.question,
    answer: shared.answer,
    languages: Object.entries(strings).map(([code, own]) => ({
      code,
      name: label(own, 'language', 'name'),
      isChosen: code === shared.language,
    })),
    kinds: SHARED_KINDS.map(code => ({
      code,
      name: label(inLanguage(strings, language), 'kinds', code),
      isChosen: code === shared.kind,
    })),
    text: Object.fromEntries(
      ['title', 'what', 'language', 'kind', 'question', 'answer', 'confirm', 'button'].map(key => [
        key,
        text(`share-${key}`),
      ]),
    ),
  }
  return html(
    reply.code(problem ? 422 : 200),
    await context.fill('follow-up-share', language, text('share-title'), view),
  )
}
