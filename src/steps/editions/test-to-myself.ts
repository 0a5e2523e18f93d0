import type { Outcome } from '../../model/delivery/outcome.js'
import { type TestWishes, testReaders } from '../../model/editions/test-readers.js'
import { personAt } from '../../model/staff/staff.js'
import { openSending } from '../../sending/sending.js'
import type { Context } from '../context.js'
import { mayLeaveFor } from '../delivery/allowed.js'
import { staffOf } from '../staff/staff.js'
import { readMails } from './read-mails.js'
import { sendTests } from './test-sends.js'

/** Test mails that one person may have sent to themselves within an hour, from the pages of one process. */
const TESTS_AN_HOUR = 10
const HOUR_MS = 3_600_000
const LATELY_MS = 5 * 60_000

/** Asks for one mail of an edition, or of `next`; `by`: an address of staff.yaml, the only one it goes to. */
export type TestAsked = { edition: string; by: string; wishes: TestWishes }

export type TestRefusal = 'unknown-person' | 'nobody' | 'not-allowed' | 'too-many' | 'unreachable'
export type TestToMyself = { kind: 'tested'; outcome: Outcome } | { kind: 'refused'; reason: TestRefusal }

/** How many more test mails this person may have sent now. */
export const testsLeft = (context: Context, by: string): number =>
  Math.max(0, TESTS_AN_HOUR - recentTests(context, by).length)

/** Whether this person had a test mail sent within the last minutes. */
export const isTestedLately = (context: Context, by: string): boolean =>
  recentTests(context, by).some(at => at > context.clock().getTime() - LATELY_MS)

/** Sends a person one mail of an edition, marked as a test, as an addressee reads it. Makes no delivery and no row. */
export async function testToMyself(context: Context, asked: TestAsked): Promise<TestToMyself> {
  const { config, memory, clock, log } = context
  const person = personAt(await staffOf(context), asked.by)
  if (!person) return { kind: 'refused', reason: 'unknown-person' }
  const mails = await readMails(context, asked.edition, asked.wishes.commune ?? null)
  const [reader] = mails ? testReaders(mails.addressees, asked.wishes) : []
  if (!mails || !reader) return { kind: 'refused', reason: 'nobody' }
  const to = person.email
  if (!mayLeaveFor(config, to)) return { kind: 'refused', reason: 'not-allowed' }
  if (testsLeft(context, to) === 0) return { kind: 'refused', reason: 'too-many' }
  memory.testsSent.set(to, [...recentTests(context, to), clock().getTime()])
  const sending = await openSending(context)
  try {
    if (await sending.knock()) return { kind: 'refused', reason: 'unreachable' }
    const { edition, content } = mails
    const [sent] = await sendTests(context, sending, { edition, content, addressees: [reader] }, to, {})
    if (!sent) return { kind: 'refused', reason: 'nobody' }
    log.info('test.sent', { edition, outcome: sent.outcome.kind })
    return { kind: 'tested', outcome: sent.outcome }
  } finally {
    await sending.close()
  }
}

const recentTests = ({ memory, clock }: Context, by: string): number[] =>
  (memory.testsSent.get(by) ?? []).filter(at => at > clock().getTime() - HOUR_MS)
