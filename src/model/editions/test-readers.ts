import type { MandateRole } from '../agency/role-names.js'
import type { Reading } from '../language/language.js'
import type { Addressee } from './audience.js'

/** The kind of mail that a test send shows; a missing wish is as most addressees have it. */
export type TestWishes = {
  /** NIS code. */
  commune?: string | undefined
  role?: MandateRole | undefined
  languages?: Reading | undefined
  /** An addressee's id. */
  recipient?: string | undefined
  /** One mail for each commune × role × languages of the audience, within the other wishes. */
  matrix?: boolean
}

/**
 * The addressees whose mail a test send shows, with the wished languages. Languages that no fitting addressee reads are set on one. Empty when no
 * addressee fits.
 */
export function testReaders(addressees: readonly Addressee[], wishes: TestWishes): Addressee[] {
  const { commune, role, languages, recipient, matrix } = wishes
  const fitting = addressees.filter(
    one =>
      (commune === undefined || one.commune === commune) &&
      (role === undefined || one.role === role) &&
      (recipient === undefined || one.id === recipient),
  )
  const reading = languages ? fitting.filter(one => one.languages === languages) : fitting
  if (matrix) return oneOfEach(reading.length > 0 || !languages ? reading : inLanguages(fitting, languages))
  const wanted = reading.length > 0 ? reading : inLanguages(fitting, languages)
  return wanted.slice(0, 1)
}

const inLanguages = (addressees: Addressee[], languages: Reading | undefined) =>
  languages ? addressees.map(one => ({ ...one, languages })) : addressees

function oneOfEach(addressees: Addressee[]): Addressee[] {
  const kinds = new Map<string, Addressee>()
  for (const one of addressees) {
    const kind = `${one.commune} ${one.role} ${one.languages}`
    if (!kinds.has(kind)) kinds.set(kind, one)
  }
  return [...kinds.values()]
}
