import { chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../config.js'
import { readBackup } from '../../files/backup-reader.js'
import { filesBelow, putAside, putFile } from '../../files/folder-files.js'
import { type BackupFolder, staysBelow } from '../../model/operations/backup.js'
import { BACKUP_FOLDERS } from '../../model/operations/backup-header.js'
import { foldersOf, isLeftOut } from './backup-folders.js'

export type RestoredFolders = {
  /** The number of files in the folders now. */
  files: number
  /** Files that differed or were not in the backup, now in `aside`. */
  setAside: string[]
  /** The folder; null when nothing was moved. */
  aside: string | null
  /** Files of the backup without a place here. */
  noPlace: string[]
}

/** Folders in which files newer than the backup are kept. */
const ADDED_TO: BackupFolder[] = ['reports', 'backups', 'data']

/**
 * Restores secret and folders. Different files move to `aside`; so do files that the backup lacks in folders that editors fill. `withFolders` false:
 * only the secret.
 */
export async function restoreFolders(
  config: Config,
  { file, aside, secret, withFolders }: { file: string; aside: string; secret: string; withFolders: boolean },
): Promise<RestoredFolders> {
  const done: RestoredFolders = { files: 0, setAside: [], aside: null, noPlace: [] }
  const note = (path: string) => {
    done.setAside.push(path)
    done.aside = aside
  }
  await mkdir(config.dataDir, { recursive: true })
  if (!config.secret.reveal() && (await putSecret(config, secret, aside)))
    note(join(config.dataDir, 'secret'))
  if (!withFolders) return done
  const dirs = new Map(foldersOf(config).map(({ folder, dir }) => [folder as string, dir]))
  const restored = new Set<string>()
  await readBackup(file, {
    header: async () => {},
    section: async (section, content) => {
      const dir = section.kind === 'file' && staysBelow(section.path) ? dirs.get(section.folder) : undefined
      if (section.kind === 'table' || !dir) {
        if (section.kind === 'file') done.noPlace.push(`${section.folder}/${section.path}`)
        for await (const _ of content);
        return
      }
      const path = join(dir, section.path)
      if (await putFile(path, content, { aside: join(aside, section.folder, section.path) })) note(path)
      restored.add(path)
      done.files++
    },
  })
  for (const folder of BACKUP_FOLDERS) {
    const dir = dirs.get(folder)
    if (!dir || ADDED_TO.includes(folder)) continue
    const { files } = await filesBelow(dir, isLeftOut(folder))
    for (const path of files) {
      if (restored.has(join(dir, path))) continue
      await putAside(join(dir, path), join(aside, folder, path))
      note(join(dir, path))
    }
  }
  return done
}

/** True when another secret was there; it is set aside. */
async function putSecret({ dataDir }: Config, secret: string, aside: string): Promise<boolean> {
  const path = join(dataDir, 'secret')
  if ((await readFile(path, 'utf8').catch(() => '')).trim() === secret) return false
  const isOther = await putFile(path, once(Buffer.from(secret)), {
    aside: join(aside, 'secret'),
    mode: 0o600,
  })
  await chmod(path, 0o600)
  return isOther
}

async function* once(bytes: Buffer) {
  yield bytes
}
