/** Who stands in for somebody, as their automatic reply says. `until`: ISO date, both included; null where it named none. */
export type StandIn = { email: string; until: string | null }

/** Of whom, by the roster's id. */
export type StandIns = ReadonlyMap<string, StandIn>
