import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { FollowUpAct } from '../model/follow-ups/act.js'
import { reasonOfTopic } from '../model/follow-ups/topic.js'
import { REPLY_TOPICS } from '../model/returned-mail/report.js'
import { actOnFollowUp } from '../steps/follow-ups/act-on-follow-up.js'
import { addAddress } from './follow-up-address.js'
import { addressAfter } from './follow-up-beside.js'
import { type FollowUpRequest, onePage } from './follow-up-page.js'
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
  /** How many changes the page had told; absent: whatever happened. */
  seen: z.coerce.number().int().nonnegative().nullish().default(null),
  untaken: z.literal('yes').optional(),
})
type Form = z.infer<typeof Form>

/** The action of each form on a follow-up's page, by the end of its address. */
const ACTS: Record<string, (form: Form) => FollowUpAct> = {
  take: ({ untaken }) => (untaken ? { kind: 'take', ifOpen: true } : { kind: 'take' }),
  done: ({ result, note }) => ({ kind: 'done', result, text: note || null }),
  note: ({ text }) => ({ kind: 'note', text }),
  answer: ({ text }) => ({ kind: 'answer', text }),
  assign: ({ to }) => ({ kind: 'assign', to }),
  topic: ({ as, moves }) => ({ kind: 'move', reason: reasonOfTopic(as), moves }),
  reopen: ({ note }) => ({ kind: 'reopen', text: note || null }),
}

export function addFollowUpActs(scope: FastifyInstance, context: PageContext): void {
  for (const name of Object.keys(ACTS))
    scope.post(`/follow-ups/:id/${name}`, (request, reply) =>
      act(request as FollowUpRequest, reply, context, name),
    )
  addAddress(scope, context)
}

async function act(request: FollowUpRequest, reply: FastifyReply, context: PageContext, name: string) {
  const form = Form.safeParse(request.body)
  const actFrom = ACTS[name]
  if (!form.success || !actFrom) return problemPage(request, reply, context, 'form')
  const by = request.person?.email ?? ''
  const { seen } = form.data
  const acted = await actOnFollowUp(context.app, { id: request.params.id, by, act: actFrom(form.data), seen })
  const language = languageOf(request)
  if (acted.kind === 'done') {
    const hasEnded = ENDS.includes(name) && acted.followUp.state === 'done'
    return reply.redirect(await addressAfter(request, context, acted.followUp, hasEnded), 303)
  }
  if (['unknown', 'unknown-person', 'not-theirs'].includes(acted.reason))
    return problemPage(request, reply, context, 'forbidden')
  const { text } = speaker(context.strings, language, 'pages.followUps.problem')
  const { address = '', until } = acted.about ?? {}
  const message = text(acted.reason, { address, until: momentOf(until, context, language) })
  return onePage(request, reply, context, {
    message,
    typed: { ...form.data, act: name, isOvertaken: OVERTAKEN.includes(acted.reason) },
  })
}

/** The acts that can end a follow-up. */
const ENDS = ['done', 'answer']
/** Refusals because somebody else was first: the page tells what they did. */
const OVERTAKEN = ['done-already', 'not-done', 'changed-meanwhile', 'moved-meanwhile']
