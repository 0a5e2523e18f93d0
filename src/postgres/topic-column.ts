import type { ReportKind } from '../model/report/report.js'
import type { ReplyTopic } from '../model/report/topic.js'

/**
 * The column's check is older than the topic `unsubscribe`: a reply about a delivery that has none in the column is one.
 * Migration 0002 stays as it is, and every other reply has its topic there.
 */
export const topicColumn = (topic: ReplyTopic) => (topic === 'unsubscribe' ? null : topic)

/** The topic of a reply, from its row. */
export function topicFrom(row: {
  kind: ReportKind
  delivery: string | null
  topic: ReplyTopic | null
}): ReplyTopic | null {
  return row.kind === 'reply' && row.delivery !== null ? (row.topic ?? 'unsubscribe') : row.topic
}
