/**
 * Where a ledger lives. `database`: the server's system identifier and the database's oid, which a dump that is restored
 * elsewhere does not keep. `folder` and `path`, of the embedded server's files: their inode, and host and path; null for a
 * server of its own, which is the same one whoever asks.
 */
export type Seat = { database: string; folder: string | null; path: string | null }

/**
 * Is the ledger that was last seen at `known` and is found at `here` a copy of it? A folder that was only moved, or that
 * another container looks into, is none.
 */
export function isCopy(known: Seat, here: Seat): boolean {
  if (!isSameDatabase(known.database, here.database)) return true
  if (known.folder === null || here.folder === null) return false
  return known.folder !== here.folder && known.path !== here.path
}

/** `?` stands for a server that does not tell its identifier, to this role at least. */
function isSameDatabase(known: string, here: string): boolean {
  const [knownServer, knownOid] = known.split('/')
  const [server, oid] = here.split('/')
  return knownOid === oid && (knownServer === server || knownServer === '?' || server === '?')
}
