import { existsSync, lchownSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './server-account.js'

/** Gives a cluster to its server's account, from the inside out: the folder itself comes last. */
export function giveCluster(dir: string, account: Account) {
  if (!existsSync(dir) || lstatSync(dir).uid === account.uid) return
  const before = lstatSync(dir).uid
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true }))
    give(join(entry.parentPath, entry.name), before, account)
  give(dir, before, account)
}

/** Root's own files stay root's; a link is given, never its target. */
function give(path: string, before: number, { uid, gid }: Account) {
  const { uid: owner } = lstatSync(path)
  if (owner === before) lchownSync(path, uid, gid)
}
