import type { ReplyTopic } from '../returned-mail/report.js'
import type { FollowUpReason } from './follow-up.js'

const REASONS: Record<ReplyTopic, FollowUpReason> = {
  question: 'question',
  correction: 'correction',
  objection: 'objection',
  unsubscribe: 'unsubscribe',
  other: 'reply',
}

/** Why a reply of this topic is followed up. */
export const reasonOfTopic = (topic: ReplyTopic): FollowUpReason => REASONS[topic]

/** The topic of the replies that a follow-up is about; null when it is about none. */
export function topicOf(reason: FollowUpReason): ReplyTopic | null {
  const topics = Object.keys(REASONS) as ReplyTopic[]
  return topics.find(topic => REASONS[topic] === reason) ?? null
}
