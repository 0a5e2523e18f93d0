import type { DeliveryState } from '../../model/delivery/delivery.js'
import type { Said } from '../../model/returned-mail/sending-meant.js'
import type { Clues } from '../../parse/returned-mail/match.js'
import type { NewReport } from '../../postgres/returned-mail/report-rows.js'
import type { ReportedDelivery } from '../../postgres/returned-mail/reported-deliveries.js'

/** What is needed to understand a returned mail. */
export type RecordReportPorts = {
  /** The words of our editions, to distinguish them from an answer; none when unreadable. */
  ourWords: () => Promise<readonly string[]>
  /** The delivery that a mail is about; null: none of ours. */
  find: (clues: Clues, said: Said) => Promise<ReportedDelivery | null>
  /** The deadlines in an edition, ISO dates; null when it can't be read. */
  deadlines: (edition: string, version: number) => Promise<string[] | null>
  /** The id of the member of staff with this address; null: nobody's. */
  staffIdOf: (address: string) => Promise<string | null>
  /** The ISO date of an instant in the agency's time zone. */
  dayOf: (at: Date) => string
  /** Stores the report with all its consequences, in one transaction. `isNew` false: it was known. */
  keep: (report: NewReport, now: Date) => Promise<{ isNew: boolean; state: DeliveryState | null }>
}
