/** A delivery whose final dot was let through, with its attempt and claim. */
export type PassedGate = { delivery: string; attempt: number; claim: number }

/** Ends a line: a truncated number would be a different number. */
const END = '.'

/** The line that stands for a passed gate in a file. */
export const passedLine = ({ delivery, attempt, claim }: PassedGate): string =>
  `${[delivery, attempt, claim, END].join('\t')}\n`

/** The passed gate of a line; null where it is incomplete. Accepts PostgreSQL integers only: a power loss leaves NULs, which no statement accepts. */
export function passedIn(line: string): PassedGate | null {
  const [delivery = '', attempt = '', claim = '', end] = line.split('\t')
  const isWhole = end === END && IDENTIFIER.test(delivery) && NUMBER.test(attempt) && NUMBER.test(claim)
  return isWhole ? { delivery, attempt: Number(attempt), claim: Number(claim) } : null
}

const IDENTIFIER = /^[^\s\p{Cc}]{1,300}$/u
const NUMBER = /^(?:\d{1,9}|1\d{9})$/
