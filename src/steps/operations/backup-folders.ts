import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { type Config, PROJECT_ROOT } from '../../config.js'
import type { BackupFolder } from '../../model/operations/backup.js'

/** Single files of DATA_DIR that are kept; `secret` stands in the header. What else lies there is made anew, or caught mail. */
const KEPT_FILES = ['catcher.json']

/** Where the folders of a backup lie here; the templates that come with the program are no part of one. */
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

/** Which paths below a folder are no part of a backup: of DATA_DIR all but single files. */
export const isLeftOut = (folder: BackupFolder) => (path: string) =>
  folder === 'data' ? !KEPT_FILES.includes(path) : /(^|\/)\.estafette-restore\.\d+\.part$/.test(path)

/** The folder that others read, in which a backup must not lie with everybody's addresses; null: it lies in none. Links are seen through. */
export function folderAround(config: Config, file: string): string | null {
  const path = realPath(dirname(resolve(file)))
  const dirs = foldersOf(config).filter(({ folder }) => folder !== 'data')
  const found = dirs.find(({ dir }) => !relative(realPath(dir), path).split(sep).includes('..'))
  return found?.dir ?? null
}

const realPath = (path: string) => (existsSync(path) ? realpathSync(path) : path)
