import { z } from 'zod'
import { MANDATE_ROLES, type MandateRole } from '../agency/role-names.js'
import { dayMeant } from '../calendar/day-meant.js'
import { isIsoDate } from '../calendar/iso-meant.js'
import { forEach, type Language, type Localized, type Reading, readingsIn } from '../language/language.js'
import { asks, orNull } from '../problem/asks.js'
import { Identifier } from '../problem/identifier.js'
import { line } from '../problem/line.js'
import { EmailAddress } from '../staff/email-address.js'
import { OptionalPhone, type PhoneNumber } from '../staff/phone-number.js'

/**
 * One line of the roster: a mandate with its dates and holder. A vacant mandate has no name and no address; it is a candidate that becomes an
 * exclusion.
 */
export type MandateHolder = {
  id: string
  /** NIS code. */
  commune: string
  role: MandateRole
  acting: boolean
  competences: string[]
  name: string
  salutation: Localized
  languages: Reading
  /** Empty when vacant. */
  email: string
  /** ISO dates; the mandate runs from `since` up to and including `until`. */
  since: string | null
  until: string | null
  /** Missing where the list has none; never in a mail or frozen audience. */
  phones?: Phones
}

/** The phone numbers of a mandate's holder. */
export type Phones = { own: PhoneNumber | null; secretariat: PhoneNumber | null }

/** Whether the mandate runs on an ISO date. */
export function heldOn(mandate: Pick<MandateHolder, 'since' | 'until'>, date: string): boolean {
  return (
    (mandate.since === null || mandate.since <= date) && (mandate.until === null || date <= mandate.until)
  )
}

/** Whether two mandates run on a same day. */
export function overlap(
  a: Pick<MandateHolder, 'since' | 'until'>,
  b: Pick<MandateHolder, 'since' | 'until'>,
): boolean {
  return (a.since ?? '') <= (b.until ?? '9999') && (b.since ?? '') <= (a.until ?? '9999')
}

/** Whether nobody holds the mandate. */
export function isVacant(mandate: Pick<MandateHolder, 'name' | 'email'>): boolean {
  return mandate.name === '' && mandate.email === ''
}

const Flag = asks(z.string(), text =>
  text === 'yes' || text === 'no' ? null : { problem: 'flag-wrong', values: {} },
).transform(text => text === 'yes')

const RosterDay = asks(z.string(), text =>
  isIsoDate(text) ? null : { problem: 'date-wrong', values: { suggestion: dayMeant(text) } },
)

/** The cells of a line before and after those that depend on the agency's languages: schemas are slow to make. */
const SALUTATION = line(200)
const BEFORE = {
  id: Identifier,
  commune: z.string(),
  role: z.enum(MANDATE_ROLES),
  acting: Flag,
  competences: z.array(z.string()),
  name: line(200),
}
const AFTER = {
  email: EmailAddress,
  since: orNull(RosterDay),
  until: orNull(RosterDay),
  phone: OptionalPhone,
  phone_secretariat: OptionalPhone,
}

/** A line of mandate-holders.csv: one text per column, named as in design §6. */
export const mandateLine = (languages: readonly Language[]) =>
  z.strictObject({
    ...BEFORE,
    ...salutations(languages, SALUTATION),
    languages: z.enum(readingsIn(languages)),
    ...AFTER,
  })

/** A line of a vacant mandate. */
export const vacantLine = (languages: readonly Language[]) =>
  mandateLine(languages).extend({
    name: z.literal(''),
    ...salutations(languages, z.literal('')),
    email: z.literal(''),
    languages: z.preprocess(cell => cell || languages.join('+'), z.enum(readingsIn(languages))),
  })

export type SalutationColumn = `salutation_${Language}`
export const salutationColumn = (language: Language): SalutationColumn => `salutation_${language}`

const salutations = <S extends z.ZodType>(languages: readonly Language[], schema: S) =>
  Object.fromEntries(languages.map(one => [salutationColumn(one), schema])) as Record<SalutationColumn, S>

export type MandateColumn = keyof z.infer<ReturnType<typeof mandateLine>>

/** Optional columns of mandate-holders.csv; a list without them says nothing about phones. */
export const PHONE_COLUMNS = ['phone', 'phone_secretariat'] as const satisfies MandateColumn[]
export type PhoneColumn = (typeof PHONE_COLUMNS)[number]
export const isPhoneColumn = (column: string): column is PhoneColumn =>
  PHONE_COLUMNS.some(one => one === column)

/** All columns that mandate-holders.csv can have. */
export const columnsIn = (languages: readonly Language[]) =>
  [
    ...Object.keys(BEFORE),
    ...languages.map(salutationColumn),
    'languages',
    ...Object.keys(AFTER),
  ] as MandateColumn[]

/** Columns about the holder: empty in a vacant mandate. */
export const holderColumns = (languages: readonly Language[]) =>
  ['name', ...languages.map(salutationColumn), 'email'] as const

/** The mandate that a valid line describes. */
export function mandateFrom(
  line: z.infer<ReturnType<typeof mandateLine>> | z.infer<ReturnType<typeof vacantLine>>,
  languages: readonly Language[],
): MandateHolder {
  const { phone, phone_secretariat, ...rest } = line
  const phones = { own: phone ?? null, secretariat: phone_secretariat ?? null }
  const hasPhone = phones.own !== null || phones.secretariat !== null
  const cells = Object.entries(rest).filter(([column]) => !column.startsWith('salutation_'))
  const salutation = forEach(languages, language => String(Object(line)[salutationColumn(language)]))
  const mandate = { ...Object.fromEntries(cells), salutation } as MandateHolder
  return hasPhone ? { ...mandate, phones } : mandate
}
