import type { Config } from '../../config.js'
import type { Clock } from '../../model/calendar/clock.js'
import type { Finding } from '../../model/delivery/sender-finding.js'
import type { Lookup } from '../../model/delivery/sender-lookup.js'

/** What the doctor looks with; `realTime` is this machine's clock, whatever a rehearsal sets `clock` to. */
export type Practice = { config: Config; clock: Clock; realTime: Clock; lookup: Lookup; patience: number }

/** Checks that go together. `asks`: somebody who may not answer; then `name` is what is said of them. */
export type Check = { name: string; asks: boolean; run: (practice: Practice) => Promise<Finding[]> }
