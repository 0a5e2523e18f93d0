import type { Migration } from 'kysely'
import * as firstEdition from '../migrations/0001-first-edition.js'
import * as reports from '../migrations/0002-reports.js'
import * as notices from '../migrations/0003-notices.js'
import * as instance from '../migrations/0005-instance.js'
import * as calendarAndCorrections from '../migrations/0006-calendar-and-corrections.js'
import * as returnToken from '../migrations/0007-return-token.js'
import * as letThrough from '../migrations/0010-let-through.js'
import * as needlessNotices from '../migrations/0011-needless-notices.js'
import * as settlements from '../migrations/0012-settlements.js'
import * as suppressions from '../migrations/0014-suppressions.js'
import * as keptWords from '../migrations/0015-kept-words.js'
import * as followUpHistory from '../migrations/0016-follow-up-history.js'
import * as passes from '../migrations/0017-passes.js'
import * as publications from '../migrations/0019-publications.js'
import * as looseEnds from '../migrations/0020-loose-ends.js'
import * as roomOnPages from '../migrations/0021-room-on-pages.js'
import * as frozen from '../migrations/0022-frozen.js'
import * as stopCause from '../migrations/0023-stop-cause.js'
import * as restored from '../migrations/0024-restored.js'
import * as moves from '../migrations/0025-moves.js'
import * as goneBack from '../migrations/0027-gone-back.js'
import * as sendAgain from '../migrations/0030-send-again.js'
import * as drafters from '../migrations/0035-drafters.js'
import * as withdrawnApprovals from '../migrations/0036-withdrawn-approvals.js'
import * as pathToken from '../migrations/0040-path-token.js'
import * as secretMark from '../migrations/0044-secret-mark.js'
import * as serverSeen from '../migrations/0045-server-seen.js'
import * as goneAndHeld from '../migrations/0048-gone-and-held.js'
import * as unread from '../migrations/0049-unread.js'
import * as clockCause from '../migrations/0050-clock.js'
import * as meant from '../migrations/0051-meant.js'
import * as leftOut from '../migrations/0053-left-out.js'
import * as severalOffices from '../migrations/0054-several-offices.js'
import * as ofOnePerson from '../migrations/0055-of-one-person.js'

/** What makes and changes the tables, each under the name that the ledger remembers it by. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-first-edition': firstEdition,
  '0002-reports': reports,
  '0003-notices': notices,
  '0005-instance': instance,
  '0006-calendar-and-corrections': calendarAndCorrections,
  '0007-return-token': returnToken,
  '0040-path-token': pathToken,
  '0010-let-through': letThrough,
  '0011-needless-notices': needlessNotices,
  '0014-suppressions': suppressions,
  '0015-kept-words': keptWords,
  '0016-follow-up-history': followUpHistory,
  '0012-settlements': settlements,
  '0017-passes': passes,
  '0019-publications': publications,
  '0020-loose-ends': looseEnds,
  '0021-room-on-pages': roomOnPages,
  '0022-frozen': frozen,
  '0023-stop-cause': stopCause,
  '0024-restored': restored,
  '0025-moves': moves,
  '0027-gone-back': goneBack,
  '0030-send-again': sendAgain,
  '0035-drafters': drafters,
  '0036-withdrawn-approvals': withdrawnApprovals,
  '0044-secret-mark': secretMark,
  '0045-server-seen': serverSeen,
  '0048-gone-and-held': goneAndHeld,
  '0050-clock': clockCause,
  '0051-meant': meant,
  '0054-several-offices': severalOffices,
  '0055-of-one-person': ofOnePerson,
  '0049-unread': unread,
  '0053-left-out': leftOut,
}

/** The migrations that this version brings, by name, in their order. */
export const migrationNames = (): string[] => Object.keys(MIGRATIONS).sort()
