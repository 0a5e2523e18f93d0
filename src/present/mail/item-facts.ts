import type { Strings } from '../../model/editions/edition.js'
import { type ItemContext, isPast } from './item-view.js'
import type { RankedItem } from './order.js'
import { dayBeside, moment } from './spans.js'
import { hasWords, say } from './wording.js'

export function whenOf({ update, ended }: RankedItem, { content, strings, language }: ItemContext): string {
  const { event, deadline, from, until } = update
  const day = (iso: string) => dayBeside(iso, content.date, language)
  if (event && (!ended || ended === 'held' || ended === 'cancelled'))
    return moment(event.start, event.end, strings, language, content.date)
  if (deadline && !ended)
    return say(strings, `dates.${isPast(deadline, content) ? 'closed' : 'before'}`, { date: day(deadline) })
  if (from && from > content.date) return fromOn(from, until, day, strings)
  return until ? say(strings, 'dates.until', { date: day(until) }) : ''
}

/** The days on which a future update is in force. */
function fromOn(from: string, until: string | null, day: (iso: string) => string, strings: Strings): string {
  if (until === null || !hasWords(strings, 'dates.on')) return say(strings, 'dates.from', { date: day(from) })
  if (from === until) return say(strings, 'dates.on', { date: day(from) })
  return say(strings, 'dates.range', { from: day(from), to: day(until) })
}
