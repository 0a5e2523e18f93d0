import type { Config } from '../../config.js'
import type { Clock } from '../../model/calendar/clock.js'
import type { Lookup } from '../../model/delivery/sender-lookup.js'

/** What the doctor looks with; `realTime` is this machine's clock, whatever a rehearsal sets `clock` to. */
export type Practice = { config: Config; clock: Clock; realTime: Clock; lookup: Lookup; patience: number }
