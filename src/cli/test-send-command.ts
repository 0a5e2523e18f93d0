import type { App } from '../app.js'
import { EngineUnreachable } from '../app.js'
import { MANDATE_ROLES } from '../model/agency/role-names.js'
import type { TestWishes } from '../model/editions/test-readers.js'
import { readingsIn } from '../model/language/language.js'
import { openSending, type Sending } from '../sending/sending.js'
import { readEdition, readFrozen } from '../steps/editions/read-edition.js'
import { sendTests, type TestSent } from '../steps/editions/test-sends.js'
import { type Answer, count, done, refused } from './answer.js'
import { editionArgument, UsageError } from './usage.js'

export type TestOptions = {
  test?: string
  commune?: string
  role?: string
  languages?: string
  recipient?: string
  matrix?: boolean
}

/** Whether the options ask for a test. Throws UsageError where they don't fit together. */
export function isTest(options: TestOptions & { wait?: boolean }): boolean {
  const { test, commune, role, languages, recipient, matrix, wait } = options
  if (test === undefined && (commune || role || languages || recipient || matrix))
    throw new UsageError(
      '--commune, --role, --languages, --recipient and --matrix are for a test: add --test ADDRESS.',
    )
  if (test !== undefined && wait) throw new UsageError('A test is sent at once: leave out --wait.')
  return test !== undefined
}

/** Sends one frozen mail, or one of each kind, to one address, signed off or not. Counts nothing. */
export async function testSendCommand(app: App, name: string, options: TestOptions): Promise<Answer> {
  const { test: to = '', matrix = false } = options
  if (!/^[^\s@<>,]+@[^\s@<>,]+$/.test(to)) throw new UsageError(`"${to}" is not an address.`)
  const wishes: TestWishes = {
    matrix,
    commune: options.commune,
    recipient: options.recipient,
    ...(options.role ? { role: oneOf('--role', MANDATE_ROLES, options.role) } : {}),
    ...(options.languages
      ? { languages: oneOf('--languages', readingsIn(app.config.agency.languages), options.languages) }
      : {}),
  }
  const edition = await editionArgument(app, name)
  const row = await readEdition(app, edition)
  const frozen = row && row.version > 0 ? await readFrozen(app, row) : null
  if (!frozen) return refused({ sent: [] }, `${edition} is not frozen yet. Run: estafette draft ${edition}`)
  const sent = await withRelay(app, sending => sendTests(app, sending, { edition, ...frozen }, to, wishes))
  return answerOf(app, sent, to, edition)
}

function oneOf<T extends string>(option: string, allowed: readonly T[], given: string): T {
  const found = allowed.find(one => one === given)
  if (found) return found
  throw new UsageError(`${option} is one of ${allowed.join(', ')}.`)
}

async function withRelay<T>(app: App, use: (sending: Sending) => Promise<T>): Promise<T> {
  const sending = await openSending(app)
  try {
    const silent = await sending.knock()
    if (silent)
      throw new EngineUnreachable(
        `The SMTP relay does not answer: ${silent}. Nothing was sent. Check SMTP_URL.`,
      )
    return await use(sending)
  } finally {
    await sending.close()
  }
}

function answerOf(app: App, sent: TestSent[], to: string, edition: string): Answer {
  const lines = sent.map(({ addressee, outcome }) => ({
    to,
    commune: addressee.commune,
    role: addressee.role,
    languages: addressee.languages,
    reply: replyOf(outcome),
  }))
  const json = { edition, sent: lines }
  const text = lines.map(one => `${one.commune} ${one.role} ${one.languages}: ${one.reply}`)
  const failed = sent.filter(({ outcome }) => outcome.kind !== 'accepted')
  if (sent.length === 0)
    return refused(
      json,
      `No addressee of ${edition} is like that. See: estafette preview ${edition} --to DIR`,
    )
  if (failed.some(({ outcome }) => outcome.kind === 'not-allowed'))
    return refused(json, `${to} is not in ALLOWED_RECIPIENTS: nothing was sent.`)
  if (failed.length > 0) return refused(json, [...text, `${failed.length} of them failed.`].join('\n'))
  const where = app.config.smtp ? '' : ` They are kept in ${app.config.dataDir}/mail.`
  return done(
    json,
    [...text, `${count(sent.length, 'test mail')} to ${to}; none is counted.${where}`].join('\n'),
  )
}

function replyOf(outcome: TestSent['outcome']): string {
  if ('reply' in outcome && outcome.reply) {
    const { code, enhancedStatus, text } = outcome.reply
    return [code, enhancedStatus, text].filter(Boolean).join(' ')
  }
  return 'detail' in outcome ? outcome.detail : 'not in ALLOWED_RECIPIENTS'
}
