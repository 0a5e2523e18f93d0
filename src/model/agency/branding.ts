import { z } from 'zod'

const bilingual = z.strictObject({ fr: z.string().min(1), nl: z.string().min(1) })
const site = z.strictObject({ fr: z.url({ protocol: /^https$/ }), nl: z.url({ protocol: /^https$/ }) })
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

const contactSchema = z.strictObject({
  topics: z.array(z.string()),
  name: bilingual,
  does: bilingual,
  url: site,
  phone: z.string().nullable().default(null),
})
/** Who answers about these topics. */
export type HouseContact = z.infer<typeof contactSchema>

export const houseSchema = z.strictObject({
  title: bilingual,
  subtitle: bilingual,
  region: bilingual,
  agency: bilingual,
  office: bilingual,
  website: site,
  footer: bilingual,
  contacts: z.array(contactSchema),
  colours: z.strictObject({ light: paletteSchema, dark: paletteSchema }),
})
/** What makes the mails this region's: names, colours, contacts; read from templates/house.yaml. */
export type House = z.infer<typeof houseSchema>

/** Where a house file is wrong: the path of keys that leads there, and one sentence. */
export type HouseIssue = { path: (string | number)[]; message: string }

/** Reads the value of templates/house.yaml: the house, or everything that is wrong with it. */
export function parseHouse(value: unknown): { house: House } | { issues: HouseIssue[] } {
  const parsed = houseSchema.safeParse(value)
  if (parsed.success) return { house: parsed.data }
  return {
    issues: parsed.error.issues.map(issue => ({
      path: issue.path.filter(key => typeof key !== 'symbol'),
      message: `${issue.path.join('.') || 'the file'}: ${issue.message}`,
    })),
  }
}
