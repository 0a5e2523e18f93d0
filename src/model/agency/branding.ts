import { z } from 'zod'
import { forEach, type Language } from '../language/language.js'

const text = z.string().min(1)
const site = z.url({ protocol: /^https$/ })
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'is not a colour. Write it as "#12395f".')

export const paletteSchema = z.strictObject({
  page: colour,
  paper: colour,
  ink: colour,
  muted: colour,
  link: colour,
  rule: colour,
  band: colour,
  bandInk: colour,
  bandMuted: colour,
  mark: colour,
  markInk: colour,
  urgent: colour,
  good: colour,
  note: colour,
})
/** The colours of the mails in one mode, `#rrggbb`. */
export type Palette = z.infer<typeof paletteSchema>

/** One of each language of the agency; what a folder has in others is left. */
const each = <S extends z.ZodType>(languages: readonly Language[], schema: S) =>
  z.object(forEach(languages, () => schema))

const contactIn = (languages: readonly Language[]) =>
  z.strictObject({
    topics: z.array(z.string()),
    name: each(languages, text),
    does: each(languages, text),
    url: each(languages, site),
    phone: z.string().nullable().default(null),
  })
/** Who answers questions about these topics. */
export type BrandingContact = z.infer<ReturnType<typeof contactIn>>

export function brandingIn(languages: readonly Language[]) {
  const said = each(languages, text)
  return z.strictObject({
    title: said,
    subtitle: said,
    region: said,
    agency: said,
    office: said,
    website: each(languages, site),
    footer: said,
    contacts: z.array(contactIn(languages)),
    colours: z.strictObject({ light: paletteSchema, dark: paletteSchema }),
  })
}
/** The region's branding of mails: names, colours, contacts; read from templates/house.yaml. */
export type Branding = z.infer<ReturnType<typeof brandingIn>>

/** A fault in house.yaml: the path of keys, and one sentence. */
export type BrandingIssue = { path: (string | number)[]; message: string }

/** Parses the value of templates/house.yaml: the branding, or everything wrong with it. */
export function parseBranding(
  value: unknown,
  languages: readonly Language[],
): { house: Branding } | { issues: BrandingIssue[] } {
  const parsed = brandingIn(languages).safeParse(value)
  if (parsed.success) return { house: parsed.data }
  return {
    issues: parsed.error.issues.map(issue => ({
      path: issue.path.filter(key => typeof key !== 'symbol'),
      message: `${issue.path.join('.') || 'the file'}: ${issue.message}`,
    })),
  }
}
