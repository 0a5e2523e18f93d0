import { z } from 'zod'
import { REMARK_LIMIT } from '../model/sign-off/remark.js'

const Sent = z.object({
  decision: z.enum(['approve', 'reject', 'withdraw', 'remark']).nullable().catch(null),
  comment: z.string().trim().catch(''),
  // What must change, on the whole: beside the button that returns the edition.
  why: z.string().trim().catch(''),
})

/** What an approver sent: `remarks` by update, without empty ones. */
export type SentDecision = {
  decision: 'approve' | 'reject' | 'withdraw' | 'remark' | null
  comment: string
  why: string
  remarks: { update: string; text: string }[]
}

/** The beginning of a field's name: the update's id follows. */
export const REMARK_FIELD = 'remark.'

export function decisionFrom(body: unknown): SentDecision {
  const fields = (body ?? {}) as Record<string, unknown>
  const remarks = Object.entries(fields).flatMap(([name, value]) =>
    name.startsWith(REMARK_FIELD) && typeof value === 'string' && value.trim() !== ''
      ? [{ update: name.slice(REMARK_FIELD.length), text: value.trim() }]
      : [],
  )
  return { ...Sent.parse(fields), remarks }
}

/** What a decision says about the whole. */
export const commentOf = ({ decision, comment, why }: SentDecision): string | null =>
  (decision === 'reject' ? why || comment : comment) || null

/** A mistake: a key of `pages.sign`, and the field that it is about. */
export type DecisionMistake = { key: string; field: string }

/** What is wrong with what was sent; empty when nothing is. */
export function mistakesIn(sent: SentDecision): DecisionMistake[] {
  const { decision, remarks } = sent
  const comment = commentOf(sent)
  const field = decision === 'reject' ? 'why' : 'comment'
  const isReturnedMutely = decision === 'reject' && comment === null && remarks.length === 0
  return [
    ...(decision === null ? [{ key: 'decision-missing', field: 'approve' }] : []),
    ...(isReturnedMutely ? [{ key: 'comment-missing', field: 'why' }] : []),
    ...((comment ?? '').length > REMARK_LIMIT ? [{ key: 'comment-long', field }] : []),
    ...(decision === 'remark' && remarks.length === 0 ? [{ key: 'remark-missing', field: 'decide' }] : []),
    ...remarks
      .filter(({ text }) => text.length > REMARK_LIMIT)
      .map(({ update }) => ({ key: 'remark-long', field: `${REMARK_FIELD}${update}` })),
  ]
}
