import { z } from 'zod'
import { IsoDate } from '../calendar/iso-date.js'
import { forEach, type Language, type Localized } from '../language/language.js'
import { asks, orElse, orNull } from '../problem/asks.js'
import { inEach, Line } from '../problem/line.js'
import { OptionalPhone, type PhoneNumber } from '../staff/phone-number.js'

/** A municipality of the region, keyed by its NIS code. */
export type Commune = {
  nis: string
  name: Localized
  /** The French name after « commune »: "d'Ixelles", "de Jette". Missing where French is no language of the agency. */
  deFr?: string
  postalCodes: string[]
  /** The id of its SPOC in staff.yaml. */
  spoc: string
  /** The id of who stands in for the SPOC. */
  deputy?: string
  /** The general number of the commune. */
  phone?: PhoneNumber
  agreement: { signed: string | null; themes: string[]; priorities: Localized[] }
}

const Nis = asks(z.string(), text => (/^\d{5}$/.test(text) ? null : { problem: 'nis-wrong', values: {} }))
const PostalCode = asks(z.string(), text =>
  /^[1-9]\d{3}$/.test(text) ? null : { problem: 'postal-code-wrong', values: {} },
)

/** An entry of communes.yaml, with the keys that it has there: the name in each of these languages among them. */
export const communeEntry = (languages: readonly Language[]) =>
  z.strictObject({
    nis: Nis,
    ...forEach(languages, () => Line),
    ...(languages.includes('fr') ? { de_fr: Line } : {}),
    postal_codes: z.array(PostalCode),
    spoc: Line,
    deputy: orNull(Line),
    phone: OptionalPhone,
    agreement: orElse(
      z.strictObject({
        signed: orNull(IsoDate),
        themes: orElse(z.array(Line), []),
        priorities: orElse(z.array(inEach(languages, Line)), []),
      }),
      { signed: null, themes: [], priorities: [] },
    ),
  })

/** The commune that a sound entry describes. */
export function communeFrom(
  entry: z.infer<ReturnType<typeof communeEntry>>,
  languages: readonly Language[],
): Commune {
  const { nis, spoc, deputy, phone, agreement } = entry
  const names = Object(entry) as Record<string, string>
  const deFr = names.de_fr
  const commune = {
    nis,
    name: forEach(languages, language => names[language] ?? ''),
    ...(deFr === undefined ? {} : { deFr }),
    postalCodes: entry.postal_codes,
    spoc,
    agreement,
    ...(phone ? { phone } : {}),
  }
  return deputy === null ? commune : { ...commune, deputy }
}
