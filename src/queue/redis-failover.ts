/** Answers of a Redis that isn't the one to write to: a replica, loading, cut off, or being replaced. */
const ELSEWHERE = ['READONLY', 'LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'NOREPLICAS', 'UNBLOCKED'] as const

/**
 * Whether an error means leaving the connection. After a failover, an old connection answers READONLY for ever, while the address leads to the new
 * master. Errors within a script have the word in the middle. For ioredis `reconnectOnError`: the command fails, but the rows keep everything.
 */
export function isElsewhere({ message }: Error): boolean {
  return message.split(/[\s:-]/).some(word => (ELSEWHERE as readonly string[]).includes(word))
}
