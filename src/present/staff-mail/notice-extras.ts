import type { SignOffSummary } from './sign-off-summary.js'

/** What a mail to an approver has beyond the notice's values: made when it is sent, so that the link is nowhere else. */
export type NoticeExtras = { link: string; summary: SignOffSummary | null }
