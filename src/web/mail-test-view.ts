import type { FastifyRequest } from 'fastify'
import { inLanguage } from '../model/language/language.js'
import { replyText } from '../present/mail/told-in-words.js'
import { mayLeaveFor } from '../steps/delivery/allowed.js'
import { TEST_MARK } from '../steps/editions/test-sends.js'
import { isTestedLately, type TestToMyself, testsLeft } from '../steps/editions/test-to-myself.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import { ANYBODY, type MailWishes } from './mail-choice.js'
import { languageOf, type PageContext, speaker } from './page-frame.js'

/** What became of a test mail: a sentence of the locales, the server's words, and the page's status. */
export type TestTold = {
  key: string
  reply: { reply: string; replyCode: number | null } | null
  status: number
}

/** What to tell after the form was sent. */
export function toldOf(tested: TestToMyself): TestTold {
  if (tested.kind === 'refused') return { key: tested.reason, reply: null, status: 409 }
  const { outcome } = tested
  if (outcome.kind === 'accepted') return { key: 'sent', reply: null, status: 200 }
  if ('reply' in outcome && outcome.reply) {
    const { code, enhancedStatus, text } = outcome.reply
    const said = [code, enhancedStatus, text].filter(Boolean).join(' ')
    return { key: 'failed', reply: { reply: said, replyCode: code }, status: 409 }
  }
  return { key: outcome.kind === 'withheld' ? 'withheld' : 'failed', reply: null, status: 409 }
}

/** That a test mail has just left, where the address says so and it is true. */
export function toldBefore({ person, query }: FastifyRequest, { app }: PageContext): TestTold | null {
  const isTold = (query as { test?: unknown }).test === 'sent' && person && isTestedLately(app, person.email)
  return isTold ? { key: 'sent', reply: null, status: 200 } : null
}

type Shown = { wishes: MailWishes; subject: string; told: TestTold | null }

/** The form that sends this mail to who looks: what it will do stands above its button. Null for nobody in particular. */
export function testView(request: FastifyRequest, { wishes, subject, told }: Shown, context: PageContext) {
  const { app, config, strings } = context
  const { person, params } = request
  if (!person || wishes.reader === ANYBODY) return null
  const language = languageOf(request)
  const { text, count } = speaker(strings, language, 'pages.test-mail')
  const left = testsLeft(app, person.email)
  const mayLeave = mayLeaveFor(config, person.email)
  const values = { address: person.email }
  const { commune, role, languages, reader, view } = wishes
  const reply = told?.reply && replyText(told.reply, inLanguage(strings, language), language)
  return {
    title: text('title'),
    what: text('what', { ...values, subject: `${TEST_MARK}${subject}` }),
    where: config.smtp === null ? text('kept') : null,
    left: count('left', left),
    refused: !mayLeave ? text('told.not-allowed', values) : left === 0 ? text('told.too-many', values) : null,
    told: told && {
      isGood: told.key === 'sent',
      tone: told.key === 'sent' ? 'good' : 'bad',
      text: text(`told.${told.key}`, values),
      reply,
    },
    action: `/editions/${(params as { edition: string }).edition}/mail/test?lang=${language}`,
    hidden: Object.entries({
      form: formTokenOf(app, request.sessionToken),
      ...{ commune, role, languages, reader, view },
    }).flatMap(([name, value]) => (value ? [{ name, value }] : [])),
    button: text('button'),
  }
}
