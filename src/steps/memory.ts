import type { EditionContent } from '../model/editions/edition.js'
import type { Language } from '../model/language/language.js'
import type { ListedEdition } from '../present/mail/feed.js'

/** What this process keeps in mind between calls, made once with the context: what is lost with it is done or said again. */
export type Memory = {
  /** One scan of the drop folder after the other, each with what the editors are told of it. */
  takeInTurn: Turn
  /** The local day (ISO) at whose end the editors were last told what comes. */
  dailyNote: string | null
  /** The local day (ISO) on which retention was last done. */
  retained: string | null
  /** The editions of which SPOCs and heads were told. */
  digestsTold: Set<string>
  /** The local day (ISO) on whose morning SPOCs were last told what is open. */
  morningDigest: string | null
  /** The names of what lay in REPORTS_DIR at the last look and is no mail. */
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
  noticeListeners: new Set(),
})

/** Does each work that it is given once the one before has ended, however that went. */
type Turn = <T>(work: () => Promise<T>) => Promise<T>

function openTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}
