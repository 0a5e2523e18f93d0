import { z } from 'zod'
import { HolidayRule } from '../calendar/holiday-rules.js'
import { forEach, type Language, type Localized } from '../language/language.js'
import type { NameList } from '../language/names.js'
import { asks, orElse, orNull } from '../problem/asks.js'
import { Code } from '../problem/identifier.js'
import { inEach, Line, line } from '../problem/line.js'
import brussels from './brussels.json' with { type: 'json' }

/** Two letters: ISO 639-1. */
const LanguageCode = asks(z.string(), text =>
  /^[a-z]{2}$/.test(text) ? null : { problem: 'language-code-wrong', values: {} },
)

export const AgencyLanguages = orElse(z.array(LanguageCode).min(1), brussels.languages)

const Salutation = line(200)
const OfOffice = z.strictObject({ woman: Salutation, man: Salutation })
/** How an office is addressed; `acting` is what `{acting}` stands for, where somebody acts. */
const Salutations = z.strictObject({
  unknown: Salutation,
  acting: z.string(),
  mayor: OfOffice,
  alderman: OfOffice,
})
export type Salutations = z.infer<typeof Salutations>

/** The lists of codes that an agency may have of its own. */
export const CODE_LISTS = ['levels', 'competences', 'topics'] as const
export type CodeList = (typeof CODE_LISTS)[number]

/** Codes in their order, with their name in each language; null for what the templates have. */
const codesIn = (languages: readonly Language[]) =>
  orNull(
    z
      .record(Code, orNull(z.strictObject(forEach(languages, () => orNull(Line)))))
      .superRefine((codes, context) => {
        if (Object.keys(codes).length === 0)
          context.addIssue({ code: 'custom', params: { problem: 'codes-expected', values: {} } })
      }),
  )

const Names = orElse(z.array(Line), [])
const OfficeNames = orElse(z.strictObject({ mayor: Names, alderman: Names }), { mayor: [], alderman: [] })

/** What recipients/agency.yaml says of an agency with these languages. */
export const agencyIn = (languages: readonly Language[]) =>
  z.strictObject({
    languages: AgencyLanguages,
    holidays: orElse(z.array(HolidayRule), brussels.holidays),
    salutations: z.preprocess(
      given => ({ ...known(languages), ...(given ?? {}) }),
      inEach(languages, Salutations),
    ),
    levels: codesIn(languages),
    competences: codesIn(languages),
    topics: codesIn(languages),
    roles: orElse(z.strictObject(forEach(languages, () => OfficeNames)), {}),
  })

const known = (languages: readonly Language[]) =>
  Object.fromEntries(
    Object.entries(brussels.salutations).filter(([language]) => languages.includes(language)),
  )

type AgencyFile = z.infer<ReturnType<typeof agencyIn>>

/** Who runs one Estafette. The first language is the one where nothing else decides. */
export type Agency = Pick<AgencyFile, 'languages' | 'holidays' | 'salutations'> & {
  /** The levels of government in their order, and the offices: their names in updates and lists. */
  levels: NameList
  roles: NameList
  /** For each list that agency.yaml has, the labels of its codes, instead of those of the templates. */
  labels: Partial<Record<CodeList, Localized<Record<string, string>>>>
}

const { levels, roles } = brussels as unknown as Pick<Agency, 'levels' | 'roles'>

/** The agency where no file describes another. */
export const BRUSSELS: Agency = { ...brussels, levels, roles, labels: {} }
