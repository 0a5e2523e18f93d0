import { readsUpdates } from '../staff/editors.js'
import { sameAddress } from '../staff/email-address.js'
import type { StaffMember } from '../staff/staff.js'

/** In characters: a remark, or an answer to one. */
export const REMARK_LIMIT = 2000

/** An answer to a remark, or its closing; only that may go without a text. */
export type RemarkReply = { action: 'answer' | 'close'; by: string; text: string | null; at: Date }

/**
 * What a person remarks on a revision of an update. `edition`, `version`: where they read it; null without one. `isRefusal`: said when they
 * returned that version. The closing, if any, is the last reply.
 */
export type Remark = {
  id: number
  update: string
  revision: number
  edition: string | null
  version: number | null
  isRefusal: boolean
  by: string
  text: string
  at: Date
  replies: RemarkReply[]
}

/** Who closed a remark, when and with which words; null while it is open. */
export const closingOf = ({ replies }: Pick<Remark, 'replies'>): RemarkReply | null =>
  replies.find(({ action }) => action === 'close') ?? null

export type WordsProblem = 'no-text' | 'too-long'

/** What is wrong with the words of a remark or an answer; null when nothing is. */
export function wordsProblem(text: string): WordsProblem | null {
  if (text.trim() === '') return 'no-text'
  return text.trim().length > REMARK_LIMIT ? 'too-long' : null
}

/** Who may remark, answer and close: who reads updates. */
export const mayRemark = (person: Pick<StaffMember, 'roles'>): boolean => readsUpdates(person)

/** Nobody closes another's remark without a word: its giver reads what was done. */
export function closesSilently({ by, replies }: Pick<Remark, 'by' | 'replies'>, closer: string): boolean {
  return sameAddress(by, closer) || replies.some(({ action }) => action === 'answer')
}
