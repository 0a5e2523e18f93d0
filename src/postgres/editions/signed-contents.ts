import type { EditionContent } from '../../model/editions/edition.js'
import type { Database } from '../server/database.js'
import { signedContent } from './frozen.js'

/** Editions whose contents are kept. */
const CONTENTS_KEPT = 4

/** Memoizes signed content, read and hashed once per edition; not failures and nulls. */
export function signedContents(
  db: Database,
): (edition: string, version: number) => Promise<EditionContent | null> {
  const known = new Map<string, Promise<EditionContent | null>>()
  return (edition, version) => {
    const key = `${edition} ${version}`
    const found = known.get(key)
    if (found) return found
    if (known.size >= CONTENTS_KEPT) known.delete(known.keys().next().value as string)
    const asked = signedContent(db, edition, version)
    known.set(key, asked)
    const forget = () => known.delete(key)
    asked.then(content => content === null && forget(), forget)
    return asked
  }
}
