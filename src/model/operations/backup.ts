import { z } from 'zod'
import type { BACKUP_FOLDERS } from './backup-header.js'

/** A file whose format number is higher was made by a later version of the program. */
export const BACKUP_FORMAT = 1

/** What follows a header, in order: tables with their rows, files with their bytes. */
export const BackupSection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), table: z.string(), columns: z.array(z.string()) }),
  z.object({ kind: z.literal('file'), folder: z.string(), path: z.string() }),
])
export type BackupSection = z.output<typeof BackupSection>
export type TableSection = Extract<BackupSection, { kind: 'table' }>
export type FileSection = Extract<BackupSection, { kind: 'file' }>

/** What stands last in a section: what was in it. `rows` of a table. */
export const SectionEnd = z.object({ bytes: z.number(), rows: z.number().optional() })
export type SectionEnd = z.output<typeof SectionEnd>
export type BackupFolder = (typeof BACKUP_FOLDERS)[number]

/**
 * Is this the path of a file below a folder, in parts that stay below it? A backup may come from a stranger, and must write nowhere else.
 */
export function staysBelow(path: string): boolean {
  return path !== '' && !path.includes('\0') && path.split('/').every(part => !['', '.', '..'].includes(part))
}
