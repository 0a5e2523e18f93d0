import type { Bilingual } from './language.js'

/** A municipality of the region, keyed by its NIS code. */
export type Commune = {
  nis: string
  name: Bilingual
  /** The French name after « commune »: "d'Ixelles", "de Jette". */
  deFr: string
  postalCodes: string[]
  /** The id of its SPOC in staff.yaml. */
  spoc: string
  agreement: { signed: string | null; themes: string[]; priorities: Bilingual[] }
}
