import type { Outcome } from '../model/delivery/outcome.js'
import { classOf, parseReply, printableReply } from '../model/delivery/parse-reply.js'

/** An error of nodemailer's connection. */
export type SmtpError = Error & { code?: string; command?: string; response?: string; responseCode?: number }

/** The outcome of an error: whose refusal it is, or that the mail was lost or is in doubt. */
export function failure(error: SmtpError, dotMayHaveLeft: boolean): Outcome {
  const reply = parseReply(error.response ?? '')
  const command = error.command ?? ''
  if (reply) {
    const kind = classOf(reply, command)
    // Neither a refusal nor a deferral: a late or surplus answer.
    if (reply.code < 400)
      return dotMayHaveLeft
        ? { kind: 'in-doubt', detail: printableReply(error.message) }
        : { kind: 'lost', detail: printableReply(error.message) }
    const isOfOne = ['RCPT TO', 'DATA'].includes(command)
    // A refusal of the greeting, EHLO, AUTH or MAIL FROM is about us, even if it mentions mailboxes.
    if (reply.code >= 500 && !isOfOne) return { kind: 'sender', reply, detail: reply.text }
    // A deferral before any recipient concerns all mails: the relay counts as away.
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
