import type { ReplyTopic } from '../returned-mail/report.js'
import type { FollowUpReason } from './follow-up.js'

const REASONS: Record<ReplyTopic, FollowUpReason> = {
  question: 'question',
  correction: 'correction',
  objection: 'objection',
  unsubscribe: 'unsubscribe',
  other: 'reply',
}

/** The follow-up reason of a reply's topic. */
export const reasonOfTopic = (topic: ReplyTopic): FollowUpReason => REASONS[topic]

/** The topic of a follow-up's replies; null when it is about none. */
export function topicOf(reason: FollowUpReason): ReplyTopic | null {
  const topics = Object.keys(REASONS) as ReplyTopic[]
  return topics.find(topic => REASONS[topic] === reason) ?? null
}
