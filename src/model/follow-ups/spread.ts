/** The spread of values: nearest-rank percentiles (NIST handbook §7.2.6.2), each a value that occurred. */
export type Spread = { count: number; median: number; p90: number; max: number }

/** The spread of some numbers; null for none. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
  return { count: sorted.length, median: at(0.5), p90: at(0.9), max: sorted.at(-1) as number }
}
