import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { REMEDY_WORDS } from '../model/returned-mail/other-file.js'
import { csv } from '../present/sheets/csv.js'
import { listReturned } from '../steps/returned-mail/list-returned.js'
import { type Answer, done } from './answer.js'
import { table } from './tables.js'

export type ReportListOptions = { unmatched?: boolean; days: number; csv?: boolean }

const COLUMNS = [
  'recordedAt',
  'source',
  'item',
  'state',
  'kind',
  'match',
  'delivery',
  'evidence',
  'status',
  'topic',
  'until',
  'newAddress',
  'gone',
  'successor',
  'heldBy',
  'reason',
] as const

/**
 * Lists returned mails by what they were taken for. Includes unreadable mails, files that are no mail (`no-mail`), and mails that a mailbox doesn't
 * give yet (`unread`). With `unmatched`, only mails of no delivery, without proof (`unproven`), or unreadable. People's words are with the
 * follow-ups.
 */
export async function reportListCommand(app: App, options: ReportListOptions): Promise<Answer> {
  const { timeZone } = app.config
  const { reports, quarantined, unread, others } = await listReturned(app, {
    days: options.days,
    unmatched: options.unmatched ?? false,
  })
  const json = [
    ...others.map(({ name, remedy }) => ({
      ...EMPTY,
      state: 'no-mail',
      source: 'folder',
      item: name,
      reason: REMEDY_WORDS[remedy],
      recordedAt: null,
    })),
    ...unread.map(({ source, uidValidity, uid, words, since }) => ({
      ...EMPTY,
      state: 'unread',
      source,
      item: `${uidValidity}.${uid}`,
      reason: words,
      recordedAt: withOffset(since, timeZone),
    })),
    ...quarantined.map(({ source, item, reason, at }) => ({
      ...EMPTY,
      state: 'quarantined',
      source,
      item,
      reason,
      recordedAt: withOffset(at, timeZone),
    })),
    ...reports.map(({ id: _, sentAt: __, isUnproven, recordedAt, ...report }) => ({
      ...report,
      state: report.delivery === null ? 'unmatched' : isUnproven ? 'unproven' : 'matched',
      recordedAt: withOffset(recordedAt, timeZone),
    })),
  ]
  const rows = json.map(({ gone, ...one }) => {
    const cells = { ...one, gone: gone ? 'gone' : null }
    return COLUMNS.map(column => cells[column])
  })
  if (options.csv) return done(json, csv([...COLUMNS], rows))
  if (json.length === 0) return done(json, 'Nothing came back.')
  const shown = json.map(({ recordedAt, item, state, kind, delivery, evidence, topic, status, reason }) => [
    recordedAt ?? '',
    item,
    state,
    kind ?? '',
    delivery ?? '',
    [evidence ?? topic, status].filter(Boolean).join(' '),
    reason.slice(0, 60),
  ])
  return done(json, table(['Recorded', 'Mail', 'State', 'Kind', 'Delivery', 'Says', 'In words'], shown))
}

const EMPTY = {
  kind: null,
  match: null,
  delivery: null,
  evidence: null,
  status: null,
  topic: null,
  until: null,
  newAddress: null,
  gone: false,
  successor: null,
  heldBy: null,
}
