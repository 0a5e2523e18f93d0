import { compilePhrases, fold, type Phrase, type Sayings } from './phrase.js'
import { MAILBOX_SAYINGS } from './phrases-mailbox.js'
import { REFUSAL_SAYINGS } from './phrases-refusal.js'
import { ROUTE_SAYINGS } from './phrases-route.js'
import type { Cause, Status } from './status.js'

/**
 * What a cause is about: the recipient's address, the sender (for any recipient), a passing moment, or the route. Consequences in session are in
 * delivery/outcome.ts, those of a DSN in follow-ups/verdict.ts.
 */
export type Subject = 'recipient' | 'restricted' | 'us' | 'moment' | 'way'

export const SUBJECTS: Record<Cause, Subject> = {
  'user-unknown': 'recipient',
  'mailbox-disabled': 'recipient',
  moved: 'recipient',
  'bad-domain': 'recipient',
  loop: 'recipient',
  other: 'recipient',
  restricted: 'restricted',
  'refused-sender': 'us',
  'refused-content': 'us',
  'refused-policy': 'us',
  'relay-denied': 'us',
  'too-big': 'us',
  protocol: 'us',
  'mailbox-full': 'moment',
  'too-many': 'moment',
  greylisted: 'moment',
  'host-unreachable': 'way',
  expired: 'way',
  'system-failure': 'way',
}

const PHRASES = patternsOf(
  [...MAILBOX_SAYINGS, ...ROUTE_SAYINGS, ...REFUSAL_SAYINGS].sort((one, other) => one.order - other.order),
)
export const READ_CHARACTERS = 8 * 1024

/**
 * The one reading of a server's reply, in session or in a report. Words outweigh the code: servers add 5.7.1 to anything. Boilerplate outweighs only
 * a vague code. `stage` may tell the refused command: before any recipient it is the sender, for a vague refusal of the whole mail the content
 * (decision 25).
 */
export function causeSaid(status: Status, words: Phrase | null, stage: string): Cause {
  const cause = causeInWords(causeOfStatus(status), words)
  if (cause === 'other' && AFTER_DATA.test(fold(stage.slice(0, READ_CHARACTERS)))) return 'refused-content'
  const isOfSender = SUBJECTS[cause] === 'recipient' || cause === 'restricted' || cause === 'mailbox-full'
  return isOfSender && isBeforeRecipient(stage) ? 'refused-sender' : cause
}

function causeInWords(byCode: Cause, words: Phrase | null): Cause {
  if (!words) return byCode
  if (!words.isWeak || byCode === 'other') return words.cause
  return words.cause !== 'user-unknown' && SAYS_LITTLE.includes(byCode) ? words.cause : byCode
}

/** Causes of codes that servers use for want of a better one. */
const SAYS_LITTLE: Cause[] = ['refused-policy', 'refused-content', 'system-failure', 'protocol']

/** The first row of the table that matches a text; names of people and hosts are ignored. */
export function phraseIn(text: string): Phrase | null {
  const folded = fold(withoutNames(text.slice(0, READ_CHARACTERS)))
  return PHRASES.find(saying => saying.pattern.test(folded)) ?? null
}

/** Removes names: `<anti-spam@…>`, `mx.spf.example[192.0.2.1]` and `host antispam.example` would match phrases. */
function withoutNames(text: string): string {
  return text
    .replace(/(?<![^\s<>()[\]"',;:=])[^\s<>()[\]"',;:=@]{1,256}@[^\s<>()[\]"',;:=@]{1,256}/g, '@')
    .replace(/(?<![\w.-])[\w-]{1,64}(?:\.[\w-]{1,64}){1,9}(?=\[[0-9a-f.:]{2,45}\])/gi, '@')
    .replace(/(?<=\bhosts?[ \t])[\w-]{1,64}(?:\.[\w-]{1,64}){1,9}/gi, '@')
}

/** Wordings of Postfix, Exim, qmail, and their translations. */
const BEFORE_RECIPIENT = compilePhrases(`
  in reply to mail from | in reply to the mail from | in reply to ehlo | in reply to helo | in reply to auth |
  in response to mail from | in response to the mail from | in response to ehlo | in response to helo |
  after mail from | after pipelined mail from | after ehlo | after helo | after initial connection |
  reply to mail from | error from mail from | sender was rejected | en reponse a la commande mail from |
  en reponse a mail from | en reponse de mail from | reponse a la commande mail from | in antwoord op mail from |
  als antwoord op mail from | antwoord op de opdracht mail from | antwort auf mail from |
  antwort auf den befehl mail from | mail from: command failed | mail from command failed |
  rejected the mail from | refused the mail from | sent: mail from`)
const AFTER_DATA = compilePhrases(`
  in reply to end of data | in reply to data | in response to end of data | after end of data | after data | after sending data |
  failed after i sent the message | after the end of data | en reponse a end of data | in antwoord op end of data |
  antwort auf end of data`)
/** sendmail's transcript: the command and its reply. */
const TRANSCRIPT = />>> mail from:[^\n]{0,400}\n[ \t]{0,9}<<< [45]\d\d/

function isBeforeRecipient(text: string): boolean {
  const folded = fold(text.slice(0, READ_CHARACTERS))
  return BEFORE_RECIPIENT.test(folded) || TRANSCRIPT.test(folded)
}

/** One pattern per row of a table. `’` equals `'`, and accents don't count. */
function patternsOf(rows: Sayings[]): Phrase[] {
  return rows.map(row => ({
    detail: row.detail,
    cause: row.cause,
    usually: row.usually,
    isWeak: row.isWeak ?? false,
    pattern: compilePhrases(row.says, '(?![a-z]{2})'),
  }))
}

/** The meaning of a code where words don't tell (RFC 3463 §3.2-3.8 and the IANA registry of RFC 5248). */
const MEANINGS: [RegExp, Cause][] = [
  [/^\d\.1\.(0|1|3|10)$/, 'user-unknown'],
  [/^\d\.1\.2$/, 'bad-domain'],
  [/^\d\.1\.6$/, 'moved'],
  [/^\d\.1\.(7|8|9)$/, 'refused-sender'],
  [/^\d\.1\.90$/, 'too-many'],
  [/^\d\.2\.1$/, 'mailbox-disabled'],
  [/^\d\.2\.2$/, 'mailbox-full'],
  // Exchange: a mailbox's hourly limit, for all senders or for one.
  [/^\d\.2\.12[12]$/, 'too-many'],
  [/^\d\.(2\.3|3\.4)$/, 'too-big'],
  [/^\d\.4\.(1|2|3|0)$/, 'host-unreachable'],
  [/^\d\.4\.4$/, 'bad-domain'],
  [/^\d\.4\.6$/, 'loop'],
  [/^\d\.4\.7$/, 'expired'],
  [/^(\d\.4\.5|4\.3\.2)$/, 'too-many'],
  [/^\d\.3\.\d+$/, 'system-failure'],
  [/^\d\.5\.3$/, 'too-many'],
  [/^\d\.5\.[1-9]\d*$/, 'protocol'],
  [/^\d\.6\.\d+$/, 'refused-content'],
  // Microsoft: a busy server, or a sender or tenant above its limit.
  [/^(4\.7\.5\d\d|4\.7\.28|\d\.7\.(?:508|705|23[23])|4\.7\.65\d)$/, 'too-many'],
  // RFC 7293 §4: the mailbox or its domain has another owner.
  [/^\d\.7\.1[78]$/, 'moved'],
  [/^\d\.7\.1(?:2[49]|3[0-6])$/, 'restricted'],
  [/^\d\.7\.\d+$/, 'refused-policy'],
]

function causeOfStatus(status: Status): Cause {
  return MEANINGS.find(([pattern]) => pattern.test(status))?.[1] ?? 'other'
}
