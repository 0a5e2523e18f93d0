import { z } from 'zod'
import { HolidayRule } from '../calendar/holiday-rules.js'
import type { Language } from '../language/language.js'
import { asks, orElse } from '../problem/asks.js'
import { inEach, line } from '../problem/line.js'
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

/** What recipients/agency.yaml says of an agency with these languages; what it leaves out is as in Brussels. */
export const agencyIn = (languages: readonly Language[]) =>
  z.strictObject({
    languages: AgencyLanguages,
    holidays: orElse(z.array(HolidayRule), brussels.holidays),
    salutations: z.preprocess(
      given => ({ ...known(languages), ...(given ?? {}) }),
      inEach(languages, Salutations),
    ),
  })

const known = (languages: readonly Language[]) =>
  Object.fromEntries(
    Object.entries(brussels.salutations).filter(([language]) => languages.includes(language)),
  )

/** Who runs one Estafette. The first language is the one where nothing else decides. */
export type Agency = z.infer<ReturnType<typeof agencyIn>>

/** The agency where no file describes another. */
export const BRUSSELS: Agency = brussels
