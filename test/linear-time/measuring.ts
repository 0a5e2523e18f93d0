import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type Found = { functions: number; parameters: number; places: number; unfed: string[]; shapes: number }
export type Measured = { found: Found | null; slow: string[]; isWhole: boolean }
type Message = { found?: Found; at?: string; slow?: string[]; done?: boolean }

/** A function takes seconds with all shapes; after so long, one call is exponential and would never end. */
const STALL_MS = 60_000

/** A test has two cores. */
const PROCESSES = 2

/**
 * Measures every parser and renderer, in processes of their own: one that stalls is ended and named with the slow ones,
 * and those behind it stay unmeasured.
 */
export async function measured(): Promise<Measured> {
  const shares = await Promise.all(Array.from({ length: PROCESSES }, (_, share) => measuredShare(share)))
  return {
    found: shares[0]?.found ?? null,
    slow: shares.flatMap(({ slow }) => slow),
    isWhole: shares.every(({ isWhole }) => isWhole),
  }
}

async function measuredShare(share: number): Promise<Measured> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const args = ['--import', 'tsx', main, String(share), String(PROCESSES)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const all: Measured = { found: null, slow: [], isWhole: false }
  let at = 'loading'
  const stalled = () => {
    all.slow.push(`${at}: a call does not end`)
    child.kill('SIGKILL')
  }
  let patience = setTimeout(stalled, STALL_MS)
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(patience)
    patience = setTimeout(stalled, STALL_MS)
    const message: Message = JSON.parse(line)
    all.found = message.found ?? all.found
    at = message.at ?? at
    all.slow.push(...(message.slow ?? []))
    all.isWhole ||= message.done === true
  }
  clearTimeout(patience)
  return all
}
