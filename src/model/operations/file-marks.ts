/** What a file's inode says; `born`, in nanoseconds, since an inode is given to the next file: null where the file system doesn't tell. */
export type FileMark = { inode: bigint; born: bigint | null }

/** The mark of a cluster's folder and of its pg_control, which PostgreSQL writes in place for as long as the cluster lives. */
export function folderMark(folder: FileMark, control: FileMark): string {
  return [folder, control].map(({ inode, born }) => `${inode}:${born ?? '?'}`).join(' ')
}

/** Earlier versions knew the folder's inode alone, and a file system may not tell when a file was born: that decides nothing. */
export function isSameFolder(known: string, here: string): boolean {
  const found = here.split(/[ :]/)
  const isTold = (part: string | undefined) => part !== undefined && part !== '?'
  return known.split(/[ :]/).every((part, place) => {
    const other = found[place]
    return !isTold(part) || !isTold(other) || part === other
  })
}
