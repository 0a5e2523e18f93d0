import type { Language } from '../../model/language/language.js'
import type { NoticeKind } from './notice-kinds.js'
import type { ExceptionNotices } from './notices/exceptions.js'
import type { FollowUpNotices } from './notices/follow-up.js'
import type { RefusalNotices } from './notices/refusals.js'
import type { SignOffNotices } from './notices/sign-off.js'
import type { CoverageNotices } from './notices/summary.js'
import type { UpdateNotices } from './notices/updates.js'

/** `needless`: what it asked for was decided before it could leave. */
export const NOTICE_STATES = ['pending', 'sent', 'failed', 'needless'] as const
export type NoticeState = (typeof NOTICE_STATES)[number]

/**
 * What each kind tells; kept as JSON until it is sent. Instants are ISO 8601 with offset, in the house's time zone. A
 * topic keeps its kinds and their texts in a file under notices/.
 */
export type NoticeValues = SignOffNotices &
  CoverageNotices &
  UpdateNotices &
  ExceptionNotices &
  FollowUpNotices &
  RefusalNotices

/** Whom a notice goes to; languages in the person's order, all are written in any case. */
export type NoticeReader = { email: string; name: string; languages: Language[] }

/** `key` says what it is about and for whom: the same key twice is one mail. */
export type Notice = {
  [K in NoticeKind]: { key: string; kind: K; to: NoticeReader; values: NoticeValues[K] }
}[NoticeKind]
