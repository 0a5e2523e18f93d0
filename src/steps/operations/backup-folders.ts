import { join } from 'node:path'
import { type Config, PROJECT_ROOT } from '../../config.js'
import type { BackupFolder } from '../../model/operations/backup.js'

/** Single files of DATA_DIR in a backup; `secret` is in the header. Other files there are made anew, or are caught mail. */
const KEPT_FILES = ['catcher.json']

/** The folders of a backup on this machine; the program's own templates are not part of one. */
export function foldersOf(config: Config): { folder: BackupFolder; dir: string }[] {
  const hasOwnTemplates = config.templatesDir !== join(PROJECT_ROOT, 'templates')
  return [
    { folder: 'updates', dir: config.updatesDir },
    { folder: 'recipients', dir: config.recipientsDir },
    ...(hasOwnTemplates ? [{ folder: 'templates' as const, dir: config.templatesDir }] : []),
    ...(config.reportsDir ? [{ folder: 'reports' as const, dir: config.reportsDir }] : []),
    { folder: 'backups', dir: join(config.dataDir, 'backups') },
    { folder: 'data', dir: config.dataDir },
  ]
}

/** Paths below a folder that a backup omits: of DATA_DIR all but single files. */
export const isLeftOut = (folder: BackupFolder) => (path: string) =>
  folder === 'data' ? !KEPT_FILES.includes(path) : /(^|\/)\.estafette-restore\.\d+\.part$/.test(path)
