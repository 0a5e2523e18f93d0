import { z } from 'zod'
import type { BACKUP_FOLDERS } from './backup-header.js'

/** The format number; a file with a higher one comes from a later version. */
export const BACKUP_FORMAT = 1

/** The sections after the header, in order: tables with rows, files with bytes. */
export const BackupSection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), table: z.string(), columns: z.array(z.string()) }),
  z.object({ kind: z.literal('file'), folder: z.string(), path: z.string() }),
])
export type BackupSection = z.output<typeof BackupSection>
export type TableSection = Extract<BackupSection, { kind: 'table' }>
export type FileSection = Extract<BackupSection, { kind: 'file' }>

/** The end of a section, with its counts. `rows`: for tables. */
export const SectionEnd = z.object({ bytes: z.number(), rows: z.number().optional() })
export type SectionEnd = z.output<typeof SectionEnd>
export type BackupFolder = (typeof BACKUP_FOLDERS)[number]

/** Whether a file's path stays below its folder: a stranger's backup must not write elsewhere. */
export function staysBelow(path: string): boolean {
  return path !== '' && !path.includes('\0') && path.split('/').every(part => !['', '.', '..'].includes(part))
}
