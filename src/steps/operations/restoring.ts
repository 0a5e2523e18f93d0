import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type pg from 'pg'
import type { Config } from '../../config.js'
import { readBackup } from '../../files/backup-reader.js'
import type { Clock } from '../../model/calendar/clock.js'
import type { BackupHeader, LedgerCounts } from '../../model/operations/backup-header.js'
import {
  firstTableWithRows,
  ledgerPart,
  migrationsOf,
  sections,
} from '../../postgres/operations/backup-source.js'
import { markRestored } from '../../postgres/operations/restored.js'
import { type CarriedOver, carryOver } from '../../postgres/server/carrying-over.js'
import { tablesOf } from '../../postgres/server/copied-tables.js'
import { SCHEMA } from '../../postgres/server/database.js'
import { isAtWork, lockLedger } from '../../postgres/server/ledger-users.js'
import { migrationNames } from '../../postgres/server/migrations.js'
import { dropStaging, openStaging, putInPlace } from '../../postgres/server/staging.js'
import { type Progress, writeAll } from './backing-up.js'
import { connectTo, type LedgerPlace, openLedgerPlace } from './ledger-place.js'
import { isLivingHere } from './living-here.js'
import { type RestoredFolders, restoreFolders } from './restoring-folders.js'

export type RestoreWishes = {
  file: string
  /** Replaces a non-empty ledger; `by` is who decides that. */
  replace: boolean
  by: string | null
  withFolders: boolean
  /** Only shows the backup's content and whether it is complete. */
  show: boolean
  progress: Progress
}

/** A backup's content, and what it would replace; `here` is null where nothing is. */
type Facing = { backup: Omit<BackupHeader, 'secret' | 'sequences'>; here: LedgerCounts | null }

export type Restored = Facing &
  RestoredFolders & {
    kind: 'restored'
    /** The backup of what it replaced; null: there was nothing. */
    replaced: string | null
    /** What the replaced ledger knew of mails that left since; null: there was none. */
    carried: CarriedOver | null
    /** Whether everything that left since the backup is known. */
    knowsSince: boolean
    /** Tables that this version doesn't know: not restored. */
    unknownTables: string[]
  }

export type NotRestored = {
  kind: 'refused'
  reason: 'newer' | 'other-secret' | 'at-work' | 'holds' | 'no-person'
} & Partial<Facing>

type Shown = { kind: 'shown' } & Facing

type At = { config: Config; clock: Clock }

/**
 * Restores a backup: the ledger in one transaction, then secret and folders. The whole file is verified first. Replaced data is set aside below
 * DATA_DIR. Throws BackupDamaged, EngineUnreachable, and errors of PostgreSQL and the file system.
 */
export async function restore(at: At, wishes: RestoreWishes): Promise<Restored | NotRestored | Shown> {
  const { config } = at
  const header = await verified(wishes)
  const backup = facingOf(header)
  if (!isKnown(header.migrations)) return { kind: 'refused', reason: 'newer', backup }
  if (wishes.show) return { kind: 'shown', backup, here: null }
  const given = config.secret.reveal()
  if (given && given !== header.secret) return { kind: 'refused', reason: 'other-secret', backup }
  const place = await openLedgerPlace(config)
  try {
    return await restoreInto(at, place, header, wishes)
  } finally {
    await place.close()
  }
}

function facingOf({ secret: _, sequences: __, ...backup }: BackupHeader): Facing['backup'] {
  return backup
}

async function verified({ file, progress }: RestoreWishes): Promise<BackupHeader> {
  let found: BackupHeader | null = null
  await readBackup(file, {
    header: async header => {
      found = header
    },
    section: async (_, content) => {
      for await (const __ of content);
    },
    progress: tenths('verified', progress),
  })
  return found as unknown as BackupHeader
}

/** Reports the progress of a long reading, at most ten times. */
function tenths(done: string, progress: Progress) {
  let said = 0
  return (bytes: number, of: number) => {
    const tenth = Math.floor((10 * bytes) / of)
    if (of < WORTH_TELLING_BYTES || tenth <= said) return
    said = tenth
    progress(`${done} ${10 * tenth} %`)
  }
}

const WORTH_TELLING_BYTES = 20_000_000

async function restoreInto(
  at: At,
  place: LedgerPlace,
  header: BackupHeader,
  wishes: RestoreWishes,
): Promise<Restored | NotRestored> {
  const { config, clock } = at
  const backup = facingOf(header)
  const client = await connectTo(place, place.ownerUrl)
  try {
    const isReadable = wishes.replace && isKnown((await migrationsOf(client, SCHEMA)) ?? [])
    const lives = isReadable && (await isLivingHere(at, client))
    await client.query('begin')
    await lockLedger(client)
    const here = await ledgerPart(client)
    const facing = { backup, here: here?.counts ?? null }
    const refuse = (reason: NotRestored['reason']): NotRestored => ({ kind: 'refused', reason, ...facing })
    const holds = here !== null && (await firstTableWithRows(client, SCHEMA)) !== null
    if (holds && !wishes.replace) return refuse('holds')
    if (holds && !wishes.by) return refuse('no-person')
    if (await isAtWork(client, place.isEmbedded ? 1 : null)) return refuse('at-work')
    const now = clock()
    const aside = join(config.dataDir, 'set-aside', now.toISOString().replace(/[-:]|\.\d+/g, ''))
    const replaced = holds ? await setAside(config, client, `${aside}.estafette`, wishes) : null
    const unknownTables = await load(place, header, wishes)
    const carried = await carriedOver(client, { holds, isReadable })
    const knowsSince = lives && carried?.kind === 'carried' && carried.isComplete
    await markRestored(client, { madeAt: new Date(header.madeAt), at: now, by: wishes.by, knowsSince })
    await putInPlace(client)
    await client.query('commit')
    const folders = await restoreFolders(config, { ...wishes, aside, secret: header.secret }).catch(error => {
      wishes.progress(HALF_DONE)
      throw error
    })
    return {
      kind: 'restored',
      ...facing,
      ...folders,
      replaced,
      carried,
      knowsSince,
      unknownTables,
    }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    await dropStaging(client).catch(() => {})
    throw error
  } finally {
    await client.end()
  }
}

const HALF_DONE =
  'The ledger is restored and waits for take-over; SECRET or folders are not as in the backup. Mend what follows, and restore again with --replace.'

/** A later version's ledger is replaced too, but not read: returning to before an update is a purpose of backups. */
const isKnown = (migrations: string[]) => migrations.every(name => migrationNames().includes(name))

async function carriedOver(
  client: pg.Client,
  { holds, isReadable }: { holds: boolean; isReadable: boolean },
): Promise<CarriedOver | null> {
  if (!holds) return null
  return isReadable ? carryOver(client) : { kind: 'unreadable', detail: 'a newer version made its tables' }
}

/** A backup of what will be replaced; resolves to its path. */
async function setAside(
  config: Config,
  client: pg.Client,
  path: string,
  { progress }: RestoreWishes,
): Promise<string> {
  const header = await ledgerPart(client)
  if (!header) throw new Error('the ledger is gone')
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const source = { header, tables: sections(client, await tablesOf(client, SCHEMA)) }
  return (await writeAll(config, source, { path, overwrite: false, progress })).file
}

/** Builds the backup's ledger beside the living one; resolves to unknown tables. */
async function load(
  place: LedgerPlace,
  header: BackupHeader,
  { file, progress }: RestoreWishes,
): Promise<string[]> {
  const staging = await openStaging(place.ownerUrl, header.migrations)
  const unknown: string[] = []
  try {
    await readBackup(file, {
      header: async () => {},
      section: async (section, content) => {
        if (section.kind === 'file') for await (const _ of content);
        else if ((await staging.load(section, content)) === null) unknown.push(section.table)
      },
      progress: tenths('read', progress),
    })
    await staging.complete(header.sequences)
    return unknown
  } finally {
    await staging.close()
  }
}
