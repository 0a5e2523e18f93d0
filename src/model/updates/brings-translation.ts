import type { Language } from '../language/language.js'
import { canonicalJson } from './canonical-json.js'
import type { Update } from './update.js'

/** An approver lets an update through without a language; bound to the content hash of that revision. */
export type LetThrough = {
  update: string
  hash: string
  missing: Language
  /** An address of staff.yaml. */
  by: string
  reason: string
  at: Date
}

/** Whether `after` is `before` plus the missing language. */
export function bringsTranslation(before: Update, after: Update): boolean {
  if (!before.follows || after.follows) return false
  return sameBut(before, before.follows) === sameBut(after, before.follows)
}

function sameBut({ text, change, follows, ...rest }: Update, missing: Language): string {
  return canonicalJson([rest, { ...text, [missing]: null }])
}

/** The language in which to read an update that lacks one. */
export function otherThan(language: Language, { text }: Pick<Update, 'text'>): Language {
  return Object.keys(text).find(one => one !== language) ?? language
}
