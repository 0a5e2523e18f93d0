import { isOver } from '../../model/editions/ending.js'
import type { KnownFile } from '../../model/updates/gone.js'
import type { Update } from '../../model/updates/update.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import type { Context } from '../context.js'

/** Taken-in updates with their files; over: no edition of today or later would carry them. */
export async function knownFiles({ engine }: Pick<Context, 'engine'>, today: string): Promise<KnownFile[]> {
  const { current, files } = await droppedUpdates(engine.db)
  const over = new Set(current.filter(({ update }) => isDone(update, today)).map(({ update }) => update.id))
  return files.map(({ id, file }) => ({ id, file, isOver: over.has(id) }))
}

const isDone = (update: Update, today: string) => update.status === 'withdrawn' || isOver(update, today)
