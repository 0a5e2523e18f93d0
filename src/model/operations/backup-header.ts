import { z } from 'zod'

const Counts = z.object({
  editions: z.number(),
  /** The latest edition; null: there is none. */
  lastEdition: z.string().nullable(),
  deliveries: z.number(),
  /** Number of pending and deferred deliveries. */
  open: z.number(),
  inDoubt: z.number(),
  /** Number of staff mails that have not left. */
  notices: z.number(),
})
/** A ledger's contents in figures by which a person recognises it. */
export type LedgerCounts = z.output<typeof Counts>

const Sequence = z.object({ name: z.string(), value: z.string(), called: z.boolean() })
/** The position of a sequence; `value` is a bigint as text; `called`: that value was given out. */
export type Sequence = z.output<typeof Sequence>

export const BackupHeader = z.object({
  format: z.number(),
  program: z.string(),
  /** When the snapshot was taken: ISO 8601, in UTC. */
  madeAt: z.string(),
  machine: z.string(),
  migrations: z.array(z.string()),
  /** When the ledger was first opened, to the microsecond; it tells ledgers apart. Null: the ledger is older than this field. */
  bornAt: z.string().nullable(),
  counts: Counts,
  sequences: z.array(Sequence),
  secret: z.string(),
})
/** The first part of a backup: its origin and its contents. */
export type BackupHeader = z.output<typeof BackupHeader>

/** The folders in a backup, by their names there; `data` holds single files of DATA_DIR. */
export const BACKUP_FOLDERS = ['updates', 'recipients', 'templates', 'reports', 'backups', 'data'] as const
