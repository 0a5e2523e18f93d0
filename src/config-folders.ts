import { statSync } from 'node:fs'
import { resolve } from 'node:path'

type Folders = { DATA_DIR: string; UPDATES_DIR: string; RECIPIENTS_DIR: string; TEMPLATES_DIR?: string }

/** Folders of the configuration that can't be any. One that is missing may come yet, but for the templates: all is written with them. */
export function folderProblems(folders: Folders, below: string): string[] {
  const named = Object.entries(folders) as [keyof Folders, string | undefined][]
  return named.flatMap(([name, value]) => {
    if (!value) return []
    const kind = kindOf(resolve(below, value))
    if (kind === 'file') return [`${name}: it is a file, not a folder.`]
    return kind === 'missing' && name === 'TEMPLATES_DIR' ? [`${name}: there is no such folder.`] : []
  })
}

function kindOf(path: string): 'folder' | 'file' | 'missing' | 'unknown' {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found) return 'missing'
    return found.isDirectory() ? 'folder' : 'file'
  } catch {
    // What can't be looked at says so itself, when it is opened.
    return 'unknown'
  }
}
