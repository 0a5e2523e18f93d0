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

/** `Prime unique 2020` → `prime-unique-2020`; null when nothing is left. */
function identifierFrom(text: string): string | null {
  const letters = text.slice(0, 200).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const words = letters.split(/[^a-z0-9]+/).filter(Boolean)
  return words.join('-').slice(0, LIMIT).replace(/-$/, '') || null
}
