import { z } from 'zod'
import type { Agency } from '../agency/agency.js'
import { MANDATE_ROLES } from '../agency/role-names.js'
import { IsoDate } from '../calendar/iso-date.js'
import { isLocalDateTime, localMomentMeant } from '../calendar/iso-meant.js'
import { forEach, inEachLanguage, inLanguage, type Language, type Localized } from '../language/language.js'
import { asks, orElse, orNull } from '../problem/asks.js'
import { Identifier } from '../problem/identifier.js'
import { inEach, Line, line } from '../problem/line.js'
import { actIn } from './act.js'
import { linkFault } from './link.js'
import { passOnIn } from './pass-on.js'

export const KINDS = ['measure', 'support', 'event', 'practice', 'notice'] as const
export const URGENCIES = ['urgent', 'normal', 'info'] as const
export const STATUSES = ['in-force', 'withdrawn'] as const

const LocalDateTime = asks(z.string(), text =>
  isLocalDateTime(text) ? null : { problem: 'time-wrong', values: { suggestion: localMomentMeant(text) } },
)

/** Euros and cents; a file has no separators, so that 4.000 can't be read as four. */
const Amount = z.preprocess(
  given => (typeof given === 'string' && /^-?\d{1,12}(?:\.\d{1,2})?$/.test(given) ? Number(given) : given),
  z.number().superRefine((amount, context) => {
    if (amount < 0) context.addIssue({ code: 'custom', params: { problem: 'amount-negative', values: {} } })
  }),
)

/** A link that a mail may carry: https to a named host without log-in, mailto, or tel (RFC 3966, global numbers). */
const Link = asks(z.string(), linkFault)

const LanguageText = z.strictObject({ title: Line, summary: z.string(), body: z.string() })
export type LanguageText = z.infer<typeof LanguageText>

/** What the form of an update depends on. */
type Writing = Pick<Agency, 'languages' | 'levels'>

const made = new Map<string, ReturnType<typeof schemaIn>>()

/**
 * One measure or notice as an editor wrote it: one file, in all languages of the agency. Dates are ISO dates, event times local.
 * Reads the front matter of a file (where scalars are texts) and an update that was stored as JSON.
 */
export function updateIn(agency: Writing) {
  const key = `${agency.languages} ${Object.keys(agency.levels)}`
  const schema = made.get(key) ?? schemaIn(agency)
  made.set(key, schema)
  return schema
}

/** An update without its texts: the YAML between the `---` lines. */
export const frontMatterIn = (agency: Writing) => updateIn(agency).omit({ text: true, follows: true })

export type Update = z.infer<ReturnType<typeof updateIn>>
export type FrontMatter = z.infer<ReturnType<typeof frontMatterIn>>

/** The title in each language. */
export const titleOf = ({ text }: Pick<Update, 'text'>): Localized =>
  inEachLanguage(text, ({ title }) => title)

function schemaIn({ languages, levels }: Writing) {
  const Each = inEach(languages, Line)
  return z.strictObject({
    id: Identifier,
    kind: z.enum(KINDS),
    topic: Line,
    level: z.enum(Object.keys(levels)),
    authority: orNull(Each),
    urgency: orElse(z.enum(URGENCIES), 'normal'),
    from: orNull(IsoDate),
    until: orNull(IsoDate),
    deadline: orNull(IsoDate),
    amount: orNull(
      z.strictObject({
        min: orNull(Amount),
        max: orNull(Amount),
        unit: orElse(z.literal('EUR'), 'EUR'),
        per: orNull(Each),
      }),
    ),
    /** Orders and marks, never hides. Empty lists concern all readers. */
    concerns: orElse(
      z.strictObject({
        roles: orElse(z.array(z.enum(MANDATE_ROLES)), []),
        competences: orElse(z.array(Line), []),
        communes: orElse(z.array(Line), []),
      }),
      { roles: [], competences: [], communes: [] },
    ),
    links: orElse(z.array(linkIn(languages)), []),
    event: orNull(
      z.strictObject({
        start: LocalDateTime,
        end: orNull(LocalDateTime),
        place: orNull(Each),
        url: orNull(Link),
      }),
    ),
    change: orNull(inEach(languages, line(1000))),
    /** The law, decree or ordinance that it rests on. */
    act: actIn(languages),
    /** A few lines of plain text that a commune passes on to shopkeepers and residents. */
    pass_on: passOnIn(languages),
    status: orElse(z.enum(STATUSES), 'in-force'),
    /** Per language: heading, first paragraph, and the rest, as Markdown. */
    text: inEach(languages, LanguageText),
    /** The language still missing after an approver let the update through. Never a key of a file. */
    follows: z.enum(languages).optional(),
  })
}

/** An address in each language, and what it is called. */
function linkIn(languages: readonly Language[]) {
  const label = inEach(languages, Line)
  return z.strictObject({ ...forEach(languages, () => Link), label }) as z.ZodType<UpdateLink>
}

export type UpdateLink = { label: Localized; [language: Language]: string | Localized }

/** Where a link leads in a language. */
export function hrefIn({ label: _, ...hrefs }: UpdateLink, language: Language): string {
  return inLanguage(hrefs as Localized, language)
}
