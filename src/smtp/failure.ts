import type { Outcome } from '../model/delivery/outcome.js'
import { classOf, parseReply, printableReply } from '../model/delivery/parse-reply.js'

/** What nodemailer's connection throws. */
export type SmtpError = Error & { code?: string; command?: string; response?: string; responseCode?: number }

/** What an error says of a mail: whose refusal it is, or that it was lost or is in doubt. */
export function failure(error: SmtpError, dotMayHaveLeft: boolean): Outcome {
  const reply = parseReply(error.response ?? '')
  const command = error.command ?? ''
  if (reply) {
    const kind = classOf(reply, command)
    // Neither refused nor put off: an answer to something else has come, late or too much.
    if (reply.code < 400)
      return dotMayHaveLeft
        ? { kind: 'in-doubt', detail: printableReply(error.message) }
        : { kind: 'lost', detail: printableReply(error.message) }
    const isOfOne = ['RCPT TO', 'DATA'].includes(command)
    // A refusal of the greeting, of EHLO, AUTH or MAIL FROM is about us, whatever it says of mailboxes.
    if (reply.code >= 500 && !isOfOne) return { kind: 'sender', reply, detail: reply.text }
    // "Not now" before a recipient was named concerns everybody: it is the relay that is away, for as long as it says so.
    if (kind === 'transient' && !dotMayHaveLeft && !isOfOne)
      return { kind: 'lost', detail: printableReply(`${command}: ${error.response}`) }
    if (kind === 'unwelcome') return { kind, reply }
    return kind === 'sender' ? { kind, reply, detail: reply.text } : { kind, reply }
  }
  const detail = printableReply(`${error.code ?? ''} ${error.message}`)
  if (dotMayHaveLeft) return { kind: 'in-doubt', detail }
  if (
    error.code === 'EAUTH' ||
    error.code === 'ETLS' ||
    /certificate|CERT_|ALTNAME|SSL routines/i.test(detail)
  )
    return { kind: 'sender', reply: null, detail }
  return { kind: 'lost', detail }
}
