/** A taken-in update and its file, from the drop folder on. `isOver`: no edition would carry it any more. */
export type KnownFile = { id: string; file: string; isOver?: boolean }

/**
 * For an update whose file went: must a draft wait for a person's word? `uncarried`: only when no edition has carried it, so that
 * nothing else remembers it. decision 51
 */
export type Hold = 'yes' | 'uncarried' | 'no'

/**
 * What each gone update holds up. One file that is deleted beside others was deleted by somebody, and what editions have carried stands in
 * them; a folder that holds no update any more is perhaps a share that is away. `files`: those that hold another update now.
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

/** The folder of a file, and those around it: `updates/a/b.md` → `updates/a`, `updates`. */
export function foldersAround(file: string): string[] {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'))
}

/** The deepest folder that holds all of these files. */
export function commonFolder(files: readonly string[]): string {
  const [first = [], ...rest] = files.map(file => file.split('/').slice(0, -1))
  const parting = first.findIndex((part, index) => rest.some(path => path[index] !== part))
  return first.slice(0, parting < 0 ? first.length : parting).join('/')
}

/** `updates/a/b.md` → `updates/a`; empty where a file lies in none. */
export const folderOf = (file: string) => file.slice(0, Math.max(0, file.lastIndexOf('/')))
