import { oneLine } from '../parse/returned-mail/bounce.js'

/** What an imapflow error holds of a server's answer; `response` is parsed, or already text. */
export type Answered = Error & {
  code?: string
  responseStatus?: string
  responseText?: string
  serverResponseCode?: string
  response?: string | { attributes?: { section?: { value?: unknown }[] }[] }
  authenticationFailed?: boolean
}

/** The answer, as in `NO [UNAVAILABLE] Try later`; '' for a lost connection. */
export function answerIn(error: Answered): string {
  const { responseStatus, responseText = '' } = error
  if (responseStatus !== 'NO' && responseStatus !== 'BAD') return ''
  const code = codeIn(error)
  return oneLine([responseStatus, code && `[${code}]`, responseText].filter(Boolean).join(' '))
}

/** The response code (RFC 9051 §7.1, RFC 5530). */
function codeIn({ serverResponseCode, response }: Answered): string {
  const value = typeof response === 'object' ? response.attributes?.[0]?.section?.[0]?.value : ''
  return String(serverResponseCode ?? value ?? '').toUpperCase()
}

/** Codes of RFC 5530 §3 for a temporary fault, including those of a log-in. */
const TEMPORARY = /^(?:UNAVAILABLE|INUSE|SERVERBUG|LIMIT|OVERQUOTA)$/

export function explain(error: unknown): string {
  const { message, code, responseText, authenticationFailed } = error as Answered
  const answer = answerIn(error as Answered)
  if (TEMPORARY.test(codeIn(error as Answered))) return `${answer}. It is asked again at the next look.`
  if (authenticationFailed) return 'the server refuses the user or the password. Check IMAP_URL.'
  const words = (responseText ?? message).slice(0, 200).replace(/\.$/, '')
  return `${words}${code && !words.includes(code) ? ` (${code})` : ''}. Check IMAP_URL.`
}
