import type { DeliveryState } from '../../model/delivery/delivery.js'
import type { Said } from '../../model/returned-mail/sending-meant.js'
import type { Clues } from '../../parse/returned-mail/match.js'
import type { NewReport } from '../../postgres/returned-mail/report-rows.js'
import type { ReportedDelivery } from '../../postgres/returned-mail/reported-deliveries.js'

/** What a mail that came back is understood with. */
export type RecordReportPorts = {
  /** The words that our editions are made of, to tell them from an answer; none when they can't be read. */
  ourWords: () => Promise<readonly string[]>
  /** The delivery that a mail is about; null: none of ours. */
  find: (clues: Clues, said: Said) => Promise<ReportedDelivery | null>
  /** The deadlines in an edition, ISO dates; null when it can't be read. */
  deadlines: (edition: string, version: number) => Promise<string[] | null>
  /** The id of the member of staff who has this address; null: nobody has. */
  staffIdOf: (address: string) => Promise<string | null>
  /** ISO date of an instant where the agency is. */
  dayOf: (at: Date) => string
  /** Keeps the report and all that follows from it, in one transaction. `isNew` false: it was there already. */
  keep: (report: NewReport, now: Date) => Promise<{ isNew: boolean; state: DeliveryState | null }>
}
