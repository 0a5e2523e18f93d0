import { z } from 'zod'

const Counts = z.object({
  editions: z.number(),
  /** The edition that was made last; null: there is none. */
  lastEdition: z.string().nullable(),
  deliveries: z.number(),
  /** Pending or deferred. */
  open: z.number(),
  inDoubt: z.number(),
  /** Mails to staff that have not left. */
  notices: z.number(),
})
/** What a ledger holds, in the figures by which a person knows it again. */
export type LedgerCounts = z.output<typeof Counts>

const Sequence = z.object({ name: z.string(), value: z.string(), called: z.boolean() })
/** Where a sequence stands; `value` is a bigint as text, `called`: that value was given out. */
export type Sequence = z.output<typeof Sequence>

export const BackupHeader = z.object({
  format: z.number(),
  program: z.string(),
  /** ISO 8601, in UTC: when the one snapshot was taken. */
  madeAt: z.string(),
  machine: z.string(),
  migrations: z.array(z.string()),
  /** When the ledger was first opened, to the microsecond: two that differ are two ledgers. Null: it is older than that. */
  bornAt: z.string().nullable(),
  counts: Counts,
  sequences: z.array(Sequence),
  secret: z.string(),
})
/** What stands first in a backup: where it comes from, and what is in it. */
export type BackupHeader = z.output<typeof BackupHeader>

/** The folders of which a backup keeps the files, by the name that they bear in it; `data` keeps single files of DATA_DIR. */
export const BACKUP_FOLDERS = ['updates', 'recipients', 'templates', 'reports', 'backups', 'data'] as const
