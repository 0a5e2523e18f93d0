import type { MandateRole } from '../agency/role-names.js'
import type { Reading } from '../language/language.js'
import type { Addressee } from './audience.js'

/** Which way of reading an edition a test send shows; what isn't given is as most addressees have it. */
export type TestWishes = {
  /** NIS code. */
  commune?: string
  role?: MandateRole
  languages?: Reading
  /** One mail for each commune × role × languages that the audience has, within what is given. */
  matrix?: boolean
}

/**
 * Whose mail a test send shows: an addressee of the edition that fits, with the languages asked for. Languages that no
 * fitting addressee reads are put upon one. Empty when no addressee fits.
 */
export function testReaders(addressees: readonly Addressee[], wishes: TestWishes): Addressee[] {
  const { commune, role, languages, matrix } = wishes
  const fitting = addressees.filter(
    one => (commune === undefined || one.commune === commune) && (role === undefined || one.role === role),
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
