/** A forward jump of this size or more is believed when a person says so, in milliseconds. */
export const JUMP_MS = 12 * 3_600_000

/** The clock went from `from` to `to` while no time passed by a timer that nobody can set. */
export type ClockJump = { from: Date; to: Date }

/** How far the clock was ahead of a timer that nobody can set, at its furthest, in milliseconds; and the jump that stands. */
export type ClockLine = { ahead: number; jump: ClockJump | null }

/**
 * What a look at both says, in milliseconds each. A clock that was set back and right again has not jumped: it is compared with the furthest
 * that it was. A jump stands until the clock is right again.
 */
export function clockLine(before: ClockLine | null, clock: number, timer: number): ClockLine {
  const ahead = clock - timer
  if (!before) return { ahead, jump: null }
  if (ahead - before.ahead < JUMP_MS) return { ahead: Math.max(before.ahead, ahead), jump: null }
  const from = before.jump?.from ?? new Date(before.ahead + timer)
  return { ahead: before.ahead, jump: { from, to: new Date(from.getTime() + ahead - before.ahead) } }
}
