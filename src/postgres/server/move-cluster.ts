import { existsSync, lchownSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './server-account.js'

/** Gives a cluster to the account that its server runs as, from the inside out: the folder itself says when all is done. */
export function giveCluster(dir: string, account: Account) {
  if (!existsSync(dir) || lstatSync(dir).uid === account.uid) return
  const before = lstatSync(dir).uid
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true }))
    give(join(entry.parentPath, entry.name), before, account)
  give(dir, before, account)
}

/** Root's own files stay root's; a link is given, never what it points to. */
function give(path: string, before: number, { uid, gid }: Account) {
  const { uid: owner } = lstatSync(path)
  if (owner === before) lchownSync(path, uid, gid)
}
