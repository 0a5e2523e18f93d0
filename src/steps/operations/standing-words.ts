import type { AwaitReason } from '../../model/operations/instance.js'

/** Why nothing leaves from a ledger, for operators. */
export function whyItWaits(reason: AwaitReason): string {
  return WHY[reason]
}

const WHY: Record<AwaitReason, string> = {
  elsewhere: 'this ledger is a copy: it was last used in another database',
  copied: 'the files of this ledger are a copy: they were put here after it was last used',
  older:
    'this ledger is older than what this machine has seen of it: it was put back from a copy, or its server lost data',
  failover:
    'a standby has taken over from the server of this ledger, without having had each commit: what left in the last moments before may not be known here',
  restored: 'this ledger was restored from a backup',
  moved: 'this ledger was moved to another PostgreSQL, which goes on in its place',
  left: 'another ledger goes on in the place of this one: a person decided so',
}
