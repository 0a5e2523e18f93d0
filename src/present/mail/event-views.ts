import type { EditionItem } from '../../model/editions/edition.js'
import { inLanguage } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import { isLink } from '../../model/updates/link.js'
import type { ItemContext } from './item-view.js'
import { moment } from './spans.js'
import { typeset } from './typography.js'

/** A day of the next five weeks: what ends, starts or is due. */
export type DayView = { date: string; title: string; anchor: string; what: string }
export type EventView = { title: string; when: string; place: string; url: string | null }

/** Withdrawn and ended items have no coming days. */
export const isOut = ({ section, ended }: EditionItem) => section === 'withdrawn' || ended !== undefined

/** Meetings from the sending day on, by start. */
export function eventViews({ content, language, strings }: ItemContext): EventView[] {
  return content.items
    .filter(item => !isOut(item))
    .flatMap(({ update }) => (update.event ? [{ update, event: update.event }] : []))
    .filter(({ event }) => (event.end ?? event.start).slice(0, 10) >= content.date)
    .sort((a, b) => (a.event.start < b.event.start ? -1 : 1))
    .map(({ update, event }) => ({
      title: typeset(oneLine(inLanguage(update.text, language).title), language),
      when: moment(event.start, event.end, strings, language),
      place: typeset(event.place?.[language] ?? '', language),
      url: event.url && isLink(event.url) ? event.url : null,
    }))
}
