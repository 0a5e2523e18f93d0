import type pg from 'pg'
import type { Config } from '../../config.js'
import type { Clock } from '../../model/calendar/clock.js'
import type { LedgerCounts } from '../../model/operations/backup-header.js'
import { firstTableWithRows, ledgerPart, migrationsOf } from '../../postgres/operations/backup-source.js'
import { digestOf, lastMove, markMoved, markOf, settleMoved } from '../../postgres/operations/moved.js'
import { type CopiedTable, copyOut, tablesOf } from '../../postgres/server/copied-tables.js'
import { connectToCopy } from '../../postgres/server/copying.js'
import { SCHEMA } from '../../postgres/server/database.js'
import { isAtWork, lockLedger } from '../../postgres/server/ledger-users.js'
import { dropStaging, openStaging, putInPlace, STAGING } from '../../postgres/server/staging.js'
import { type Progress, WORTH_TELLING_ROWS } from './backing-up.js'
import { connectTo, hasEmbedded, openEmbeddedPlace, withoutPassword } from './ledger-place.js'
import { isLivingHere } from './living-here.js'

type Moved = {
  kind: 'moved'
  /** Without its password. */
  to: string
  counts: LedgerCounts
  /** Rows by table, equal on both sides. */
  tables: Record<string, number>
}

export type NotMoved = {
  kind: 'refused'
  reason: 'no-ledger' | 'moved' | 'not-ours' | 'at-work' | 'same' | 'holds' | 'differs'
  to: string
  /** The place and time of an earlier move. */
  before?: { place: string; at: Date }
  /** The target's table that has rows, or differs from the source's. */
  table?: string
}

/**
 * Moves the embedded ledger into another PostgreSQL in one transaction, and compares it row by row. From then on that one is used, and the embedded
 * one sends nothing. Neither may be in use. Throws EngineUnreachable and PostgreSQL's errors.
 */
export async function move(
  at: { config: Config; clock: Clock },
  { to, progress }: { to: string; progress: Progress },
): Promise<Moved | NotMoved> {
  const { config } = at
  const place = withoutPassword(to)
  if (!hasEmbedded(config)) return { kind: 'refused', reason: 'no-ledger', to: place }
  const ownerUrl = config.databaseOwnerUrl?.reveal() ?? to
  const target = await connectTo({ name: place }, ownerUrl)
  try {
    const embedded = await openEmbeddedPlace(config)
    try {
      const source = await connectToCopy(embedded.ownerUrl, SCHEMA)
      try {
        return await moveBetween(at, source, { client: target, ownerUrl, place }, progress)
      } finally {
        await source.end()
      }
    } finally {
      await embedded.close()
    }
  } finally {
    await target.end()
  }
}

type Target = { client: pg.Client; ownerUrl: string; place: string }

async function moveBetween(
  at: { config: Config; clock: Clock },
  source: pg.Client,
  target: Target,
  progress: Progress,
): Promise<Moved | NotMoved> {
  const { config, clock } = at
  const refuse = (reason: NotMoved['reason'], more: Partial<NotMoved> = {}): NotMoved => ({
    kind: 'refused',
    reason,
    to: target.place,
    ...more,
  })
  if ((await markOf(source)) === (await markOf(target.client))) return refuse('same')
  const lives = await isLivingHere(
    { config: { ...config, databaseUrl: null, databaseOwnerUrl: null }, clock },
    source,
  )
  if ((await migrationsOf(source, SCHEMA)) === null) return refuse('no-ledger')
  const before = await lastMove(source)
  // A move interrupted between the two commits continues to the same place.
  if (!lives && before?.place !== target.place)
    return refuse(before ? 'moved' : 'not-ours', before ? { before } : {})
  const table = await firstTableWithRows(target.client, SCHEMA)
  if (table) return refuse(lives ? 'holds' : 'moved', { table, ...(before && !lives ? { before } : {}) })
  await source.query('begin')
  try {
    await lockLedger(source)
    if ((await isAtWork(source, 1)) || (await isAtWork(target.client, null))) {
      await source.query('rollback')
      return refuse('at-work')
    }
    return await moveLocked(source, target, clock(), progress)
  } catch (error) {
    await source.query('rollback').catch(() => {})
    await target.client.query('rollback').catch(() => {})
    await dropStaging(target.client).catch(() => {})
    if (error instanceof NotSame) return refuse('differs', { table: error.message })
    throw error
  }
}

async function moveLocked(source: pg.Client, target: Target, now: Date, progress: Progress): Promise<Moved> {
  const header = await ledgerPart(source)
  if (!header) throw new Error('the ledger is gone')
  const tables = await tablesOf(source, SCHEMA)
  const staging = await openStaging(target.ownerUrl, header.migrations)
  const rows: Record<string, number> = {}
  try {
    for (const table of tables) {
      const content = copyOut(source, SCHEMA, table)
      const loaded = await staging.load(
        { kind: 'table', table: table.table, columns: table.columns },
        content,
      )
      if (loaded === null) throw new Error(`this version has no table ${table.table}`)
      rows[table.table] = loaded
      if (loaded >= WORTH_TELLING_ROWS) progress(`${table.table}: ${loaded} rows`)
    }
    await staging.complete(header.sequences)
    for (const table of tables) await compare(source, staging.client, table)
  } finally {
    await staging.close()
  }
  await target.client.query('begin')
  await settleMoved(target.client, now)
  const table = await firstTableWithRows(target.client, SCHEMA)
  if (table) throw new Error(`${target.place} holds something by now (${table})`)
  await putInPlace(target.client)
  await markMoved(source, target.place, now)
  // First the one that stops sending: interrupted here, neither sends, and the move can be repeated.
  await source.query('commit')
  await target.client.query('commit')
  return { kind: 'moved', to: target.place, counts: header.counts, tables: rows }
}

/** The table that differs between both sides. */
class NotSame extends Error {}

async function compare(source: pg.Client, target: pg.Client, table: CopiedTable): Promise<void> {
  const [here, there] = await Promise.all([digestOf(source, SCHEMA, table), digestOf(target, STAGING, table)])
  if (here !== there) throw new NotSame(table.table)
}
