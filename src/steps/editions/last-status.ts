import { lastSent } from '../../postgres/follow-ups/coverage.js'
import type { Context } from '../context.js'
import type { EditionStatus } from './read-edition.js'
import { readStatus } from './read-status.js'

/** Where the edition sent last stands, commune by commune; null before the first one. Changes nothing. */
export async function lastStatus(context: Context): Promise<EditionStatus | null> {
  const [edition] = await lastSent(context.engine.db, context.clock(), 1)
  return edition ? readStatus(context, edition) : null
}
