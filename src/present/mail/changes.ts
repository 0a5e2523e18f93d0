import { MANDATE_ROLES } from '../../model/agency/role-names.js'
import type { EditionItem, Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import type { ChangedField, FieldChange, FieldValue } from '../../model/updates/field-changes.js'
import { longDate } from './days.js'
import { amountRange } from './money-and-dates.js'
import { ISO_MOMENT, moment } from './spans.js'
import { typeset } from './typography.js'
import { label, say } from './wording.js'

/** A changed field in a mail. `from`: null where there was nothing; `to`: null where only the change is told. */
export type ChangeView = { about: ChangedField; field: string; from: string | null; to: string | null }

const DATES: ChangedField[] = ['from', 'until', 'deadline', 'event']

/**
 * Changes, old → new, in one language. For texts and links only the fact: the editor's note explains. Roles, competences and communes are written
 * out; `communeNames` maps NIS codes to names.
 */
export function changeViews(
  item: EditionItem,
  strings: Strings,
  language: Language,
  communeNames: ReadonlyMap<string, string>,
): ChangeView[] {
  return item.changes
    .filter(change => change.field !== 'urgency' && !repeatsDeadline(change, item.changes))
    .filter(change => change.field !== 'until' || item.ended !== 'cancelled')
    .map(change => {
      if (isOnlyTold(change)) return told(change.field, strings)
      const show = (value: FieldValue) => fieldValue(change, value, strings, language, communeNames)
      const field = say(strings, 'changes.line', { field: say(strings, `fields.${change.field}`) })
      const from = change.from === null ? null : show(change.from)
      return { about: change.field, field: typeset(field, language), from, to: show(change.to) }
    })
}

/** The last day often moves with the deadline: one line tells both. */
function repeatsDeadline(change: FieldChange, changes: FieldChange[]): boolean {
  const deadline = changes.find(({ field }) => field === 'deadline')
  return change.field === 'until' && deadline?.from === change.from && deadline?.to === change.to
}

const TOLD = {
  text: 'changes.texts',
  links: 'changes.links',
  translation: 'changes.translation',
  pass_on: 'changes.pass-on',
  act: 'changes.act',
}

/** Of an act its title is shown, unless that stays. */
const isOnlyTold = (change: FieldChange): change is FieldChange & { field: keyof typeof TOLD } =>
  Object.hasOwn(TOLD, change.field) && (change.field !== 'act' || (change.from ?? change.to) === null)

function told(field: keyof typeof TOLD, strings: Strings): ChangeView {
  return { about: field, field: say(strings, TOLD[field]), from: null, to: null }
}

/** A field's value in one language: dates, amounts and circles in words; nothing as "no date" or "not given". */
export function fieldValue(
  { field }: Pick<FieldChange, 'field'>,
  value: FieldValue,
  strings: Strings,
  language: Language,
  communeNames: ReadonlyMap<string, string>,
): string {
  if (value === null) return say(strings, DATES.includes(field) ? 'changes.none' : 'changes.nothing')
  const text = typeof value === 'string' ? value : inLanguage(value, language)
  if (field === 'concerns') return circle(text, strings, communeNames)
  if (field === 'amount') return amount(text, strings, language)
  if (field === 'event') return meeting(text, strings, language)
  return isDate(text) ? longDate(text, language) : typeset(text, language)
}

/** "2026-12-07T09:00/2026-12-09T17:00", the stored form, or its start alone, in words. */
function meeting(text: string, strings: Strings, language: Language): string {
  const [start = '', end = null] = text.split('/', 2)
  return isDate(start) ? moment(start, end, strings, language) : typeset(text, language)
}

/** "mayor alderman economy 21001", the stored form, in words. Both roles are the whole college and are left out. */
function circle(text: string, strings: Strings, communeNames: ReadonlyMap<string, string>): string {
  const all = text.split(/\s+/).filter(id => id !== '')
  const bothRoles = MANDATE_ROLES.every(role => all.includes(role))
  const ids = bothRoles ? all.filter(id => !(MANDATE_ROLES as readonly string[]).includes(id)) : all
  if (ids.length === 0) return say(strings, 'changes.everybody')
  return ids.map(id => communeNames.get(id) ?? idInWords(id, strings)).join(', ')
}

function idInWords(id: string, strings: Strings): string {
  const role = label(strings, 'roles', id)
  return role === id ? label(strings, 'competences', id) : role
}

/** "2000..4000 EUR", the stored form, in words; any other text stays. */
function amount(text: string, strings: Strings, language: Language): string {
  const parts = /^(\d*(?:\.\d+)?)\.\.(\d*(?:\.\d+)?) EUR$/.exec(text)
  if (!parts) return typeset(text, language)
  const bound = (digits: string | undefined) => (digits ? Number(digits) : null)
  return amountRange(bound(parts[1]), bound(parts[2]), strings, language)
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/

/** Whether a value of an update is a date or a local moment. */
function isDate(value: string): boolean {
  return ISO_DATE.test(value) || ISO_MOMENT.test(value)
}
