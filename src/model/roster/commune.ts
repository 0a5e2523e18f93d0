import { z } from 'zod'
import { IsoDate } from '../calendar/iso-date.js'
import { asks, orElse, orNull } from '../problem/asks.js'
import { Bilingual, Line } from '../problem/line.js'
import { OptionalPhone, type PhoneNumber } from '../staff/phone-number.js'

/** A municipality of the region, keyed by its NIS code. */
export type Commune = {
  nis: string
  name: Bilingual
  /** The French name after « commune »: "d'Ixelles", "de Jette". */
  deFr: string
  postalCodes: string[]
  /** The id of its SPOC in staff.yaml. */
  spoc: string
  /** The id of who stands in for the SPOC. */
  deputy?: string
  /** The general number of the commune. */
  phone?: PhoneNumber
  agreement: { signed: string | null; themes: string[]; priorities: Bilingual[] }
}

const Nis = asks(z.string(), text => (/^\d{5}$/.test(text) ? null : { problem: 'nis-wrong', values: {} }))
const PostalCode = asks(z.string(), text =>
  /^[1-9]\d{3}$/.test(text) ? null : { problem: 'postal-code-wrong', values: {} },
)

/** An entry of communes.yaml, with the keys that it has there. */
export const CommuneEntry = z.strictObject({
  nis: Nis,
  fr: Line,
  nl: Line,
  de_fr: Line,
  postal_codes: z.array(PostalCode),
  spoc: Line,
  deputy: orNull(Line),
  phone: OptionalPhone,
  agreement: orElse(
    z.strictObject({
      signed: orNull(IsoDate),
      themes: orElse(z.array(Line), []),
      priorities: orElse(z.array(Bilingual), []),
    }),
    { signed: null, themes: [], priorities: [] },
  ),
})
export type CommuneEntry = z.infer<typeof CommuneEntry>

/** The commune that a sound entry describes. */
export function communeFrom(entry: CommuneEntry): Commune {
  const { nis, fr, nl, spoc, deputy, phone, agreement } = entry
  const commune = {
    nis,
    name: { fr, nl },
    deFr: entry.de_fr,
    postalCodes: entry.postal_codes,
    spoc,
    agreement,
    ...(phone ? { phone } : {}),
  }
  return deputy === null ? commune : { ...commune, deputy }
}
