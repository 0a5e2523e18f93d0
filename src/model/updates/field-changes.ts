import { inEachLanguage, inLanguage, type Localized } from '../language/language.js'
import { otherThan } from './brings-translation.js'
import { canonicalJson } from './canonical-json.js'
import { titleOf, type Update } from './update.js'

/**
 * Differences between the carried revision and the present one, field by field, in the reader's order. Texts are compared as a whole: the editor's
 * change note describes them.
 */
export function fieldChanges(before: Update, after: Update): FieldChange[] {
  const changes: FieldChange[] = []
  const compare = (
    field: FieldChange['field'],
    from: unknown,
    to: unknown,
    show: (value: never) => FieldValue,
  ) => {
    if (same(from, to)) return
    changes.push({
      field,
      from: from == null ? null : show(from as never),
      to: to == null ? null : show(to as never),
    })
  }
  const asWritten = (value: FieldValue) => value
  compare('deadline', before.deadline, after.deadline, asWritten)
  compare('amount', before.amount, after.amount, (amount: Amount) => amountText(amount))
  compare('concerns', before.concerns, after.concerns, (concerns: Update['concerns']) =>
    concernsText(concerns),
  )
  compare('from', before.from, after.from, asWritten)
  compare('until', before.until, after.until, asWritten)
  compare('event', span(before.event), span(after.event), asWritten)
  if (before.event && after.event) compare('place', before.event.place, after.event.place, asWritten)
  compare('authority', before.authority, after.authority, asWritten)
  compare('urgency', before.urgency, after.urgency, asWritten)
  const awaited = after.follows ? undefined : before.follows
  if (awaited) {
    changes.push({ field: 'translation', from: null, to: null })
    const there = otherThan(awaited, before)
    compare('text', inLanguage(before.text, there), inLanguage(after.text, there), () => null)
  } else {
    compare('title', titleOf(before), titleOf(after), asWritten)
    compare('text', texts(before), texts(after), () => null)
  }
  compareActs(before.act, after.act, changes)
  compare('pass_on', before.pass_on, after.pass_on, () => null)
  const bothMeet = before.event !== null && after.event !== null
  compare('links', linksOf(before, bothMeet), linksOf(after, bothMeet), () => null)
  return changes
}

/** Its title, from what to what; where only its address differs, the fact alone. */
function compareActs(before: Update['act'], after: Update['act'], changes: FieldChange[]): void {
  if (same(before, after)) return
  const isSameTitle = same(before?.title, after?.title)
  const [from, to] = isSameTitle ? [null, null] : [before?.title ?? null, after?.title ?? null]
  changes.push({ field: 'act', from, to })
}

type Amount = NonNullable<Update['amount']>
type Event = NonNullable<Update['event']>

/** "2026-12-07T09:00/2026-12-09T17:00" (ISO 8601-1 §5.5.2), or its start alone. */
function span(event: Event | null): string | null {
  return event && [event.start, ...(event.end ? [event.end] : [])].join('/')
}

/** Links include the event's link to join, unless the whole event was added or removed. */
const linksOf = ({ links, event }: Update, withEvent: boolean) => [links, withEvent ? event?.url : null]

/** "2000..4000 EUR": a neutral form that the view writes in each language. */
function amountText({ min, max, unit }: Amount): string {
  return `${min ?? ''}..${max ?? ''} ${unit}`
}

function concernsText({ roles, competences, communes }: Update['concerns']): string {
  return [...roles, ...competences, ...communes].join(' ')
}

const texts = ({ text }: Update) => inEachLanguage(text, ({ summary, body }) => [summary, body])
/** Ignores the order of keys: a database returns JSON with its own. */
const same = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null)

/** A field that differs from the revision carried before, with its values as written in the update. */
export type FieldChange = { field: ChangedField; from: FieldValue; to: FieldValue }

export type ChangedField =
  | 'title'
  | 'text'
  | 'authority'
  | 'urgency'
  | 'from'
  | 'until'
  | 'deadline'
  | 'amount'
  | 'concerns'
  | 'links'
  /** The title of the legal act; null twice where only its address differs. */
  | 'act'
  /** The pass-on text. */
  | 'pass_on'
  | 'event'
  | 'place'
  /** The missing language was added. */
  | 'translation'

/** What a changed field held: the same for all languages, one text each, or nothing. */
export type FieldValue = string | Localized | null
