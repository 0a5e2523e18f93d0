/** What a Redis says that is not the one to write to: a replica, one that is loading or cut off, one that is being replaced. */
const ELSEWHERE = ['READONLY', 'LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'NOREPLICAS', 'UNBLOCKED'] as const

/**
 * Is a connection to be left because of an error's words? After a failover, one that was kept answers READONLY for ever, while the address leads
 * to the new master. An error within a script names the word in the middle. For ioredis: `reconnectOnError`; the command fails, and the rows know.
 */
export function isElsewhere({ message }: Error): boolean {
  return message.split(/[\s:-]/).some(word => (ELSEWHERE as readonly string[]).includes(word))
}
