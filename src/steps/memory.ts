import type { EditionContent } from '../model/editions/edition.js'
import type { Language } from '../model/language/language.js'
import type { ListedEdition } from '../present/mail/feed.js'

/** State of this process between calls, created with the context; if it is lost, work or messages are only repeated. */
export type Memory = {
  /** Serialises scans of the drop folder, each with the mails to editors about it. */
  takeInTurn: Turn
  /** The local day (ISO) of the last note on the next edition. */
  dailyNote: string | null
  /** The local day (ISO) of the last retention. */
  retained: string | null
  /** Editions whose outcome SPOCs and heads were told. */
  digestsTold: Set<string>
  /** The local day (ISO) of the SPOCs' last morning digest. */
  morningDigest: string | null
  /** Names of files in REPORTS_DIR that were no mails at the last look. */
  otherReports: string
  /** Why each slot waited at the last tick. */
  slotsWaiting: Map<string, string>
  /** The frozen content that was read last, whose templates are compiled then: most ask for the edition of this week. */
  webContent: { hash: string; content: EditionContent | null } | null
  /** By hash, how a list names the web version of an edition. */
  listed: Map<string, Record<Language, ListedEdition>>
  /** By file, the PDF that is being made. */
  prints: Map<string, Promise<Buffer>>
  printInTurn: Turn
  /** The SPOC of each commune: as it is being read, until when that holds (performance.now()), and as it was last read. */
  spocs: { known: Promise<Map<string, string>> | null; until: number; last: Map<string, string> }
  /** When each member of the staff had test mails sent, in milliseconds, by their address. */
  testsSent: Map<string, number[]>
  /** Who is called after each new mail to the staff. */
  noticeListeners: Set<() => void>
}

export const openMemory = (): Memory => ({
  takeInTurn: openTurn(),
  dailyNote: null,
  retained: null,
  digestsTold: new Set(),
  morningDigest: null,
  otherReports: '',
  slotsWaiting: new Map(),
  webContent: null,
  listed: new Map(),
  prints: new Map(),
  printInTurn: openTurn(),
  spocs: { known: null, until: 0, last: new Map() },
  testsSent: new Map(),
  noticeListeners: new Set(),
})

/** Runs each work once the previous one has ended, even if that failed. */
type Turn = <T>(work: () => Promise<T>) => Promise<T>

function openTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}
