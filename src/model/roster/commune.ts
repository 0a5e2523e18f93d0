import type { z } from 'zod'
import { forEach, type Language, type Localized } from '../language/language.js'
import type { PhoneNumber } from '../staff/phone-number.js'
import type { communeEntry } from './commune-entry.js'

/** A municipality of the region, keyed by its NIS code. */
export type Commune = {
  nis: string
  name: Localized
  /** The French name after « commune »: "d'Ixelles", "de Jette". Missing where French is no language of the agency. */
  deFr?: string
  postalCodes: string[]
  /** The id of its SPOC in staff.yaml. */
  spoc: string
  /** The id of the SPOC's deputy. */
  deputy?: string
  /** The general number of the commune. */
  phone?: PhoneNumber
  agreement: { signed: string | null; themes: string[]; priorities: Localized[] }
}

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
