import { withOffset } from '../../model/calendar/calendar.js'
import { inLanguage } from '../../model/language/language.js'
import { replyText } from '../mail/told-in-words.js'
import { label, say } from '../mail/wording.js'
import type { Reported, Words } from './reported.js'
import { type Cell, column, type Sheet } from './sheet.js'

/** Addressees and exclusions by commune and mandate: for a sent edition, one row per candidate. */
export function candidatesSheet(reported: Reported, words: Words): Sheet {
  const { strings, language } = words
  const names = new Map(
    reported.coverage.communes.list.map(({ nis, name }) => [nis, inLanguage(name, language)]),
  )
  const rows = [...reached(reported, words), ...excluded(reported, words)]
    .map(([nis, ...row]) => [nis as string, names.get(nis as string) ?? (nis as string), ...row] as Cell[])
    .sort(byFirstAndThird)
  return {
    name: say(strings, 'report.sheets.candidates'),
    columns: [
      column(strings, 'nis', 8),
      column(strings, 'commune', 26),
      column(strings, 'recipient', 34),
      column(strings, 'role', 14),
      column(strings, 'outcome', 14),
      column(strings, 'reason', 26),
      column(strings, 'attempts', 8, 'number'),
      column(strings, 'accepted-at', 20, 'instant'),
      column(strings, 'seconds', 11, 'number'),
      column(strings, 'replied-at', 20, 'instant'),
      column(strings, 'last-answer', 60),
      column(strings, 'same-person', 34),
    ],
    rows,
  }
}

function byFirstAndThird(a: Cell[], b: Cell[]): number {
  const key = (row: Cell[]) => `${row[0]} ${row[2]}`
  return key(a) < key(b) ? -1 : 1
}

function reached(
  { deliveries, replies, dispatchedAt }: Reported,
  { strings, language, timeZone }: Words,
): Cell[][] {
  const repliedAt = new Map([...replies].reverse().map(({ recipient, at }) => [recipient, at]))
  return deliveries.map(({ recipient, commune, role, also, state, attempts }) => {
    const took =
      state === 'accepted' ? attempts.findLast(({ outcome }) => outcome === 'accepted')?.endedAt : null
    const replied = repliedAt.get(recipient)
    const last = attempts.at(-1)
    return [
      commune,
      recipient,
      label(strings, 'report.roles', role),
      label(strings, 'report.deliveryStates', state),
      null,
      attempts.length,
      took ? withOffset(took, timeZone) : null,
      took && dispatchedAt ? Math.max(0, Math.round((took.getTime() - dispatchedAt.getTime()) / 1000)) : null,
      replied ? withOffset(replied, timeZone) : null,
      last
        ? [last.replyCode, last.enhancedStatus, replyText(last, strings, language)].filter(Boolean).join(' ')
        : null,
      idsIn(also),
    ]
  })
}

/** A person's further mandates in a cell; null for none. */
export const idsIn = (also: readonly { id: string }[]): string | null =>
  also.map(({ id }) => id).join(', ') || null

export function excluded({ coverage }: Reported, { strings }: Words): Cell[][] {
  return coverage.exclusions.map(({ recipient, commune, role, reason, standsFor = null }) => [
    commune,
    recipient,
    label(strings, 'report.roles', role),
    say(strings, 'report.deliveryStates.excluded'),
    label(strings, 'notices.exclusions', reason),
    0,
    null,
    null,
    null,
    null,
    standsFor,
  ])
}
