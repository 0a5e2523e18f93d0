import type { SignOffSummary } from './sign-off-summary.js'

/** Additions to a mail to an approver, made at sending, so that the link is stored nowhere. */
export type NoticeExtras = { link: string; summary: SignOffSummary | null }
