import type { FastifyRequest } from 'fastify'
import { localDay } from '../model/calendar/calendar.js'
import type { Strings } from '../model/editions/edition.js'
import type { Language } from '../model/language/language.js'
import type { StandIns } from '../model/returned-mail/report-recipient.js'
import type { Roster } from '../model/roster/roster.js'
import { personAt, type StaffMember } from '../model/staff/staff.js'
import { standInsOn } from '../postgres/follow-ups/deputies.js'
import { ownName } from '../present/mail/own-name.js'
import { rosterToday } from '../steps/context.js'
import { followUpChoice } from '../steps/follow-ups/visible-follow-ups.js'
import { addressWith } from './list-links.js'
import { languageOf, type PageContext } from './page-frame.js'

/** The data with which a page tells follow-ups: the present roster, and the reading person. */
export type Telling = {
  roster: Roster
  standIns: StandIns
  person: StaffMember
  strings: Record<Language, Strings>
  language: Language
  timeZone: string
  now: Date
  search: FollowUpSearch
}

/** What the list of follow-ups is narrowed to, for its addresses; empty: the standard. */
export type FollowUpSearch = { whose: string; done: string }

export function followUpSearch(query: unknown): FollowUpSearch {
  const { isMine, withDone } = followUpChoice(query)
  return { whose: isMine ? 'mine' : '', done: withDone ? 'yes' : '' }
}

/** The address of a follow-up, opened beside its list. */
export const addressOfOne = (id: string, search: Record<string, string>, language: Language) =>
  addressWith(`/follow-ups/${encodeURIComponent(id)}`, search, language)

/** The data with which the pages tell; the guard has checked the log-in. */
export async function tellingOf(
  request: FastifyRequest,
  { app, strings, config }: PageContext,
): Promise<Telling> {
  const { roster } = await rosterToday(app)
  const person = request.person as StaffMember
  const language = languageOf(request)
  const standIns = await standInsOn(app.engine.db, localDay(app.clock(), config.timeZone))
  const search = followUpSearch(request.query)
  return { roster, standIns, person, strings, language, timeZone: config.timeZone, now: app.clock(), search }
}

export const nameOf = (id: string, { roster, language }: Telling) =>
  ownName(roster.staff.find(one => one.id === id)?.name ?? id, language)
export const nameByEmail = (email: string, { roster, language }: Telling) =>
  ownName(personAt(roster.staff, email)?.name ?? email, language)
