import {
  closesSilently,
  mayRemark,
  type Remark,
  type RemarkReply,
  type WordsProblem,
  wordsProblem,
} from '../../model/sign-off/remark.js'
import { personAt } from '../../model/staff/staff.js'
import { keepReply } from '../../postgres/sign-off/remarks.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'

export type ReplyRefusal = WordsProblem | 'unknown-person' | 'may-not' | 'no-remark' | 'closed' | 'no-answer'

export type Replied = { kind: 'replied'; remark: Remark } | { kind: 'refused'; reason: ReplyRefusal }

/** Answers a remark; refused once it is closed. Its giver is told, with what follows soon. */
export async function answerRemark(
  context: Context,
  { id, by, text }: { id: number; by: string; text: string },
): Promise<Replied> {
  const wrong = wordsProblem(text)
  if (wrong) return { kind: 'refused', reason: wrong }
  return reply(context, id, by, { action: 'answer', text: text.trim() })
}

/** Closes a remark for good. Who didn't give it says what was done, unless that was answered before. */
export async function closeRemark(
  context: Context,
  { id, by, text }: { id: number; by: string; text: string | null },
): Promise<Replied> {
  const words = text?.trim() || null
  if (words !== null && wordsProblem(words)) return { kind: 'refused', reason: 'too-long' }
  return reply(context, id, by, { action: 'close', text: words })
}

async function reply(
  context: Context,
  id: number,
  by: string,
  given: Pick<RemarkReply, 'action' | 'text'>,
): Promise<Replied> {
  const { engine, clock, log } = context
  const refused = (reason: ReplyRefusal) => ({ kind: 'refused', reason }) as const
  const person = personAt(await staffOf(context), by)
  if (!person) return refused('unknown-person')
  if (!mayRemark(person)) return refused('may-not')
  const { email } = person
  const kept = await keepReply(engine.db, id, { ...given, by: email, at: clock() }, remark =>
    given.action === 'close' && given.text === null && !closesSilently(remark, email) ? 'no-answer' : null,
  )
  if (typeof kept === 'string') return refused(kept)
  const { update } = kept
  if (given.action === 'close') log.info('remark.closed', { remark: id, update })
  else log.info('remark.answered', { remark: id, update })
  return { kind: 'replied', remark: kept }
}
