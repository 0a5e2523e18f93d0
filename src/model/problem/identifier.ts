import { z } from 'zod'
import { asks } from './asks.js'

const PATTERN = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const LIMIT = 80

/** The stable name of an update, mandate or member of staff: a-z, 0-9 and single hyphens, at most 80. */
export const Identifier = asks(z.string(), text =>
  PATTERN.test(text) && text.length <= LIMIT
    ? null
    : { problem: 'id-wrong', values: { suggestion: identifierFrom(text) } },
)

/** What a value is called that an agency names: as an identifier, a letter first, so that no number of a commune is one. */
export const Code = asks(z.string(), text => {
  if (PATTERN.test(text) && /^[a-z]/.test(text) && text.length <= LIMIT) return null
  const suggestion = identifierFrom(text)
  return {
    problem: 'code-wrong',
    values: { suggestion: /^[a-z]/.test(suggestion ?? '') ? suggestion : null },
  }
})

/** `Prime unique 2020` → `prime-unique-2020`; null when nothing is left. */
function identifierFrom(text: string): string | null {
  const letters = text.slice(0, 200).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const words = letters.split(/[^a-z0-9]+/).filter(Boolean)
  return words.join('-').slice(0, LIMIT).replace(/-$/, '') || null
}
