import { hasTwoWaysRound, type Slowness, slownessOf } from './ambiguity.js'
import { automatonOf } from './automaton.js'
import { Unclear } from './unclear.js'

/** Why an expression is refused, as a clause for the developer; null when its time is linear from every start. */
export function refusalOf(source: string, flags: string): string | null {
  try {
    const slowness =
      slownessOf(automatonOf(source, flags)) ?? hasTwoWaysRound(automatonOf(source, flags, true))
    return slowness && said(slowness)
  } catch (error) {
    if (error instanceof Unclear) return error.message
    throw error
  }
}

const said = ({ shape, pump }: Slowness): string =>
  `takes ${shape} time on repetitions of ${JSON.stringify(pump)}`
