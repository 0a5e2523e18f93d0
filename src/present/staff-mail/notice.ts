import type { Language } from '../../model/language/language.js'
import type { NoticeKind } from './notice-kinds.js'
import type { ExceptionNotices } from './notices/exceptions.js'
import type { FollowUpNotices } from './notices/follow-up.js'
import type { RefusalNotices } from './notices/refusals.js'
import type { RemarkNotices } from './notices/remarks.js'
import type { SignOffNotices } from './notices/sign-off.js'
import type { CoverageNotices } from './notices/summary.js'
import type { UpdateNotices } from './notices/updates.js'

/** `needless`: its subject was decided before it left. */
export const NOTICE_STATES = ['pending', 'sent', 'failed', 'needless'] as const
export type NoticeState = (typeof NOTICE_STATES)[number]

/**
 * The values of each kind, stored as JSON until sending. Instants are ISO 8601 with offset, in the agency's time zone. Each topic has a file under
 * notices/ with its kinds and texts.
 */
export type NoticeValues = SignOffNotices &
  CoverageNotices &
  UpdateNotices &
  ExceptionNotices &
  FollowUpNotices &
  RemarkNotices &
  RefusalNotices

/** Whom a notice goes to; languages in the person's order, all are written in any case. */
export type NoticeReader = { email: string; name: string; languages: Language[] }

/** `key`: its subject and reader; equal keys are one mail. */
export type Notice = {
  [K in NoticeKind]: { key: string; kind: K; to: NoticeReader; values: NoticeValues[K] }
}[NoticeKind]
