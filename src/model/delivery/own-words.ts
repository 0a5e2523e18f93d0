/** The ledger's notes where no server answered. People read them in their language, by key; the log in English. */
export const OWN_WORDS = {
  'not-allowed': 'not in ALLOWED_RECIPIENTS',
  expired: 'the edition had expired',
  unfaithful: 'the stored edition is not what was signed off',
  'clock-jumped': 'the clock of this machine jumped, and by it the edition had expired',
  paced: 'its domain asks for fewer at a time',
  paused: 'its edition was paused',
  stopped: 'the claim was lost or the edition stopped',
  'relay-away': 'the relay is away, or this process ends',
} as const

/** The beginnings of notes that end with something particular. */
export const OWN_BEGINNINGS = {
  unmakeable: "the mail can't be made: ",
  'held-back': 'held back until somebody decides: ',
  suppressed: 'suppressed: ',
  'ledger-away': 'ledger: ',
  unintelligible: 'unintelligible answer: ',
  'in-a-row': 'mails in a row were refused, the last with: ',
  unproven: 'a mail that proves nothing says: ',
  'of-domains': 'domains in a row refuse our mails, the last with: ',
} as const

export type OwnWords = keyof typeof OWN_WORDS | keyof typeof OWN_BEGINNINGS | 'connection'

export const OWN_WORDS_KEYS: OwnWords[] = [
  ...(Object.keys(OWN_WORDS) as (keyof typeof OWN_WORDS)[]),
  ...(Object.keys(OWN_BEGINNINGS) as (keyof typeof OWN_BEGINNINGS)[]),
  'connection',
]

/** A connection failure as Node.js and nodemailer word it: `ETIMEDOUT …`, `EHLO: 421 …`, `Connection closed …`. */
const CONNECTION =
  /^(?:E[A-Z]{3,}|C(?:ONN|ERT_[A-Z_]+)|STARTTLS|AUTH[A-Z -]*|MAIL FROM)(?:[: ]|$)|^(?:Connection|Socket|Greeting|Timeout|Unexpected socket|connect E[A-Z]+)\b/

/** The ledger's own note in a text, and what stands after it, in English. Null for the other side's words. */
export function ownWordsIn(text: string): { key: OwnWords; rest: string } | null {
  for (const [key, words] of Object.entries(OWN_WORDS))
    if (text === words || text === key) return { key: key as OwnWords, rest: '' }
  for (const [key, beginning] of Object.entries(OWN_BEGINNINGS)) {
    const at = key === 'in-a-row' || key === 'of-domains' ? /^\d+ /.exec(text)?.[0].length : 0
    if (at !== undefined && text.startsWith(beginning, at))
      return { key: key as OwnWords, rest: text.slice(at + beginning.length) }
  }
  return CONNECTION.test(text) ? { key: 'connection', rest: text } : null
}
