import type { Report } from '../../model/returned-mail/report.js'

/** The part of a report that `estafette classify` shows. */
export type ShownReport = Pick<
  Report,
  'kind' | 'recipients' | 'until' | 'deputy' | 'newAddress' | 'gone' | 'successor' | 'held' | 'topic'
> & {
  text?: string
}

/** A report for display; of an out-of-office its end and deputy, but not its words. */
export function showReport({ kind, recipients, ...report }: Report): ShownReport {
  const { until, deputy, newAddress, gone, successor, held, topic, replyText: text } = report
  return {
    kind,
    recipients,
    ...(until ? { until } : {}),
    ...(deputy ? { deputy } : {}),
    ...(newAddress ? { newAddress } : {}),
    ...(gone ? { gone } : {}),
    ...(successor ? { successor } : {}),
    ...(held ? { held } : {}),
    ...(topic ? { topic } : {}),
    ...(text === undefined ? {} : { text }),
  }
}
