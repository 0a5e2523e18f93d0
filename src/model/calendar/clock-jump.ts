/** In milliseconds: a forward jump of this size counts only once a person confirms it. */
export const JUMP_MS = 12 * 3_600_000

/** The clock went from `from` to `to` without time passing by a timer that nobody can set. */
export type ClockJump = { from: Date; to: Date }

/** How far the clock was ahead of a monotonic timer at most, in milliseconds; and the jump that stands. */
export type ClockLine = { ahead: number; jump: ClockJump | null }

/**
 * The next ClockLine from both readings, in milliseconds. The clock is compared with its furthest lead, so setting it back and right again is no
 * jump. A jump stands until the clock is right again.
 */
export function clockLine(before: ClockLine | null, clock: number, timer: number): ClockLine {
  const ahead = clock - timer
  if (!before) return { ahead, jump: null }
  if (ahead - before.ahead < JUMP_MS) return { ahead: Math.max(before.ahead, ahead), jump: null }
  const from = before.jump?.from ?? new Date(before.ahead + timer)
  return { ahead: before.ahead, jump: { from, to: new Date(from.getTime() + ahead - before.ahead) } }
}
