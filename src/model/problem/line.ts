import { z } from 'zod'
import { forEach, type Language } from '../language/language.js'
import { asks } from './asks.js'
import { breaksLine, forbiddenCharacter } from './text-hygiene.js'

type LineFault =
  | { problem: 'key-missing'; values: object }
  | { problem: 'line-break'; values: object }
  | { problem: 'control-character'; values: { character: string } }
  | { problem: 'text-too-long'; values: { length: number; limit: number } }

/** Why a text can't be a subject, heading or name; null when it can. Length in UTF-16 units. */
export function lineFault(text: string, limit: number): LineFault | null {
  if (text === '') return { problem: 'key-missing', values: {} }
  if (breaksLine(text)) return { problem: 'line-break', values: {} }
  const character = forbiddenCharacter(text)
  if (character) return { problem: 'control-character', values: { character } }
  if (text.length > limit) return { problem: 'text-too-long', values: { length: text.length, limit } }
  return null
}

/** One line of text, trimmed, in NFC, without control characters. */
export function line(limit: number) {
  return z.preprocess(
    given => (typeof given === 'string' ? given.normalize('NFC').replaceAll('\t', ' ').trim() : given),
    asks(z.string(), text => lineFault(text, limit) as LineFault),
  )
}

/** A line of ordinary length. */
export const Line = line(300)

/** A value of this form in each of these languages, as `{fr: …, nl: …}`. */
export const inEach = <S extends z.ZodType>(languages: readonly Language[], schema: S) =>
  z.strictObject(forEach(languages, () => schema))
