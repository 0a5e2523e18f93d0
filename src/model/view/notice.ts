import type { Bilingual, Language } from '../language.js'
import type { DescribedProblem } from '../problem/texts.js'
import type { Decision } from '../sign-off/sign-off.js'

/** Mails to staff that are no edition: never a delivery, never counted as one. */
export const NOTICE_KINDS = [
  'sign-off-request',
  'sign-off-reminder',
  'sign-off-alarm',
  'sign-off-done',
  'nothing-new',
  'update-problems',
  'update-gone',
  'daily-contents',
  'changed-after-freeze',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

export const NOTICE_STATES = ['pending', 'sent', 'failed'] as const
export type NoticeState = (typeof NOTICE_STATES)[number]

/** Which frozen version a notice is about. Instants are ISO 8601 with offset, in the house's time zone. */
type About = {
  edition: string
  version: number
  hash: string
  sendAt: string
  closesAt: string
  /** It leaves as soon as it is approved: there is no slot ahead. */
  atOnce: boolean
}

/** What each kind tells; kept as JSON until it is sent. Instants are ISO 8601 with offset, in the house's time zone. */
export type NoticeValues = {
  /** To approvers, at freeze: the whole mail and a link to decide. */
  'sign-off-request': About
  /** `deputyFor`: the approver whose deputy the reader is. */
  'sign-off-reminder': About & { hours: number; deputyFor: string | null }
  /** To admins: the slot is near or over and nobody signed. `maySign`: the names of those who still can. */
  'sign-off-alarm': About & { given: number; required: number; maySign: string[] }
  /** To editors: what was decided. */
  'sign-off-done': About & {
    decision: Decision
    by: string
    at: string
    comment: string | null
    given: number
    required: number
  }
  /** To approvers: this edition has nothing to tell and is not sent. */
  'nothing-new': { edition: string; sendAt: string; standing: number }
  /** To editors: a file that can't be used, told once per version of it. */
  'update-problems': { file: string; problems: Record<Language, DescribedProblem[]> }
  /** To editors: the file of an update that editions have carried is gone. */
  'update-gone': { id: string; file: string; title: Bilingual }
  /** To editors: what the next edition would hold now, and which files it can't use. */
  'daily-contents': {
    edition: string
    sendAt: string
    items: { section: 'new' | 'changed' | 'withdrawn' | 'standing'; title: Bilingual; file: string }[]
    refused: { file: string; problems: number }[]
  }
  /** What differs from the frozen edition: to approvers while it waits, to editors once it is signed or sent. */
  'changed-after-freeze': {
    edition: string
    hash: string
    stage: 'before-sign-off' | 'after-sign-off'
    differences: { what: Bilingual; before: Bilingual | null; after: Bilingual | null }[]
  }
}

/** Whom a notice goes to; languages in the person's order, both are written in any case. */
export type NoticeReader = { email: string; name: string; languages: Language[] }

/** `key` says what it is about and for whom: the same key twice is one mail. */
export type Notice = {
  [K in NoticeKind]: { key: string; kind: K; to: NoticeReader; values: NoticeValues[K] }
}[NoticeKind]

/** Both languages, the reader's first; French when the reader names none. */
export function bothLanguages([first = 'fr']: Language[]): [Language, Language] {
  return first === 'fr' ? ['fr', 'nl'] : ['nl', 'fr']
}
