import { readFileSync } from 'node:fs'

/** What processes have cost since `startMeasuring`: CPU in milliseconds, all of them together; the largest one's peak memory in MB. */
export type Cost = { cpu: number; peak: number }

/** Linux counts CPU time in hundredths of a second, whatever the machine (USER_HZ, proc(5)). */
const TICK = 10

/** Reads /proc, from outside: what is measured costs the measured nothing. */
export function startMeasuring(pids: number[]): () => Cost {
  const before = pids.map(cpuOf)
  return () => ({
    cpu: pids.reduce((sum, pid, index) => sum + cpuOf(pid) - (before[index] ?? 0), 0),
    peak: Math.max(...pids.map(peakOf)),
  })
}

function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the command, in brackets, may hold spaces; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK
}

export function peakOf(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
