import type { Config } from '../../config.js'
import type { Clock } from '../../model/calendar/clock.js'
import type { Finding } from '../../model/delivery/sender-finding.js'
import type { Lookup } from '../../model/delivery/sender-lookup.js'

/** The doctor's context; `realTime` is this machine's clock, whatever `clock` is set to. */
export type Practice = { config: Config; clock: Clock; realTime: Clock; lookup: Lookup; patience: number }

/** Checks that belong together. `asks`: they ask a server that may not answer; then `name` is reported. */
export type Check = { name: string; asks: boolean; run: (practice: Practice) => Promise<Finding[]> }
