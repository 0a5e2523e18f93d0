import { statSync } from 'node:fs'
import { resolve } from 'node:path'

type Folders = { DATA_DIR: string; UPDATES_DIR: string; RECIPIENTS_DIR: string; TEMPLATES_DIR?: string }

/** Configured paths that can't be folders. A missing folder may be created later, except the templates: every mail needs them. */
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
    // What can't be examined fails when it is opened.
    return 'unknown'
  }
}
