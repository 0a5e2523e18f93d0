import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { FollowUpAct } from '../model/follow-ups/act.js'
import { reasonOfTopic } from '../model/follow-ups/topic.js'
import { REPLY_TOPICS } from '../model/returned-mail/report.js'
import { actOnFollowUp } from '../steps/follow-ups/act-on-follow-up.js'
import { addAddress } from './follow-up-address.js'
import { type Field, type FollowUpRequest, onePage } from './follow-up-page.js'
import { problemPage } from './login-pages.js'
import { languageOf, momentOf, type PageContext, speaker } from './page-frame.js'

const Words = z.string().optional().default('')
const Form = z.object({
  text: Words,
  note: Words,
  result: Words,
  to: Words,
  as: z.enum(REPLY_TOPICS).optional().default('other'),
  moves: z.coerce.number().int().nonnegative().nullish().default(null),
})
type Form = z.infer<typeof Form>

/** The action of each form on a follow-up's page, by the end of its address. */
const ACTS: Record<string, (form: Form) => FollowUpAct> = {
  take: () => ({ kind: 'take' }),
  done: ({ result, note }) => ({ kind: 'done', result, text: note || null }),
  note: ({ text }) => ({ kind: 'note', text }),
  answer: ({ text }) => ({ kind: 'answer', text }),
  assign: ({ to }) => ({ kind: 'assign', to }),
  topic: ({ as, moves }) => ({ kind: 'move', reason: reasonOfTopic(as), moves }),
  reopen: ({ note }) => ({ kind: 'reopen', text: note || null }),
}

/** The field of each form that a refusal is about. */
const FIELD_OF: Record<string, Field> = {
  ...{ done: 'result', note: 'note', answer: 'answer', assign: 'to', topic: 'as', reopen: 'reopen-note' },
}

export function addFollowUpActs(scope: FastifyInstance, context: PageContext): void {
  for (const [name, actFrom] of Object.entries(ACTS))
    scope.post(`/follow-ups/:id/${name}`, (request, reply) =>
      act(request as FollowUpRequest, reply, context, actFrom, FIELD_OF[name]),
    )
  addAddress(scope, context)
}

async function act(
  request: FollowUpRequest,
  reply: FastifyReply,
  context: PageContext,
  actFrom: (form: Form) => FollowUpAct,
  field: Field | undefined,
) {
  const form = Form.safeParse(request.body)
  if (!form.success) return problemPage(request, reply, context, 'form')
  const by = request.person?.email ?? ''
  const acted = await actOnFollowUp(context.app, { id: request.params.id, by, act: actFrom(form.data) })
  const language = languageOf(request)
  if (acted.kind === 'done') return reply.redirect(`/follow-ups/${acted.followUp.id}?lang=${language}`, 303)
  if (['unknown', 'unknown-person', 'not-theirs'].includes(acted.reason))
    return problemPage(request, reply, context, 'forbidden')
  const { text } = speaker(context.strings, language, 'pages.followUps.problem')
  const { address = '', until } = acted.about ?? {}
  const message = text(acted.reason, { address, until: momentOf(until, context, language) })
  const { text: typed, note: typedNote } = form.data
  // Where the form is no longer offered, nothing is wrong with its field.
  const isGone = ['done-already', 'not-done', 'moved-meanwhile'].includes(acted.reason)
  return onePage(request, reply, context, { message, typed, typedNote, field: isGone ? undefined : field })
}
