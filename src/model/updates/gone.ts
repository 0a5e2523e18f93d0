/** A taken-in update and its file's name from the drop folder on. `isOver`: no edition would carry it any more. */
export type KnownFile = { id: string; file: string; isOver?: boolean }

/**
 * Whether a draft waits for a person when an update's file is missing. `uncarried`: only if no edition carried it, since nothing else records it.
 * decision 51
 */
export type Hold = 'yes' | 'uncarried' | 'no'

/**
 * How each gone update holds a draft. A file deleted beside others was deleted by a person, and editions record what they carried. A folder without
 * updates may be an unreachable share. `files`: files that now hold another update.
 */
export function holdsOf(
  gone: readonly KnownFile[],
  files: ReadonlySet<string>,
  filled: ReadonlySet<string>,
): Map<string, Hold> {
  return new Map(
    gone.map(({ id, file, isOver }) => {
      if (isOver || files.has(file)) return [id, 'no']
      return [id, filled.has(folderOf(file)) ? 'uncarried' : 'yes']
    }),
  )
}

export const isBelow = (file: string, folder: string) => file.startsWith(`${folder}/`)

/** A file's folder and its parents: `updates/a/b.md` → `updates/a`, `updates`. */
export function foldersAround(file: string): string[] {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'))
}

/** The deepest folder that contains all these files. */
export function commonFolder(files: readonly string[]): string {
  const [first = [], ...rest] = files.map(file => file.split('/').slice(0, -1))
  const parting = first.findIndex((part, index) => rest.some(path => path[index] !== part))
  return first.slice(0, parting < 0 ? first.length : parting).join('/')
}

/** `updates/a/b.md` → `updates/a`; empty for a file without folder. */
export const folderOf = (file: string) => file.slice(0, Math.max(0, file.lastIndexOf('/')))
