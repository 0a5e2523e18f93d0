/** A file's inode and birth time `born` in nanoseconds, since inodes are reused. Null where the file system doesn't tell. */
export type FileMark = { inode: bigint; born: bigint | null }

/** The mark of a cluster's folder and its pg_control, which PostgreSQL rewrites in place as long as the cluster exists. */
export function folderMark(folder: FileMark, control: FileMark): string {
  return [folder, control].map(({ inode, born }) => `${inode}:${born ?? '?'}`).join(' ')
}

/** Earlier versions knew only the folder's inode, and birth times may be missing: a missing part decides nothing. */
export function isSameFolder(known: string, here: string): boolean {
  const found = here.split(/[ :]/)
  const isTold = (part: string | undefined) => part !== undefined && part !== '?'
  return known.split(/[ :]/).every((part, place) => {
    const other = found[place]
    return !isTold(part) || !isTold(other) || part === other
  })
}
