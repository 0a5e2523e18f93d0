import { inLanguage, type Language } from '../model/language/language.js'
import { closingOf } from '../model/sign-off/remark.js'
import { nameOf } from '../model/sign-off/sign-off.js'
import { rosterToday } from '../steps/context.js'
import { differencesInWords } from '../steps/roster/differences.js'
import { listRemarks } from '../steps/sign-off/list-remarks.js'
import type { Looked } from '../steps/sign-off/look-at.js'
import { returnedBefore } from '../steps/sign-off/returned-before.js'
import type { PageContext } from './page-frame.js'
import { remarksView } from './remarks-view.js'
import type { Signing } from './sign-off-view.js'
import { returnedView, shownOnly } from './sign-remarks-view.js'
import { type SignOn, signView } from './sign-view.js'

/** Where the forms of a page to sign go, and what was sent and refused. */
export type SignPageOn = Pick<SignOn, 'mails' | 'action' | 'hidden' | 'isLink' | 'refused'>

/** The page to sign, by log-in or by link: the same but for where its forms go. */
export async function signPageView(
  signing: Signing,
  looked: Looked,
  { app, strings }: Pick<PageContext, 'app' | 'strings'>,
  language: Language,
  on: SignPageOn,
) {
  const { row } = signing
  const { config } = app
  const { staff, communes } = (await rosterToday(app)).roster
  const before = await returnedBefore(app, row)
  const returned = returnedView(before, { context: { strings, config }, language, communes })
  const view = signView(signing, looked, {
    ...on,
    strings: inLanguage(strings, language),
    language,
    timeZone: config.timeZone,
    now: app.clock(),
    names: email => nameOf(staff, email),
    remarks: await remarksBeside(
      looked,
      before.followed.map(({ id }) => id),
      { app, strings },
      language,
    ),
    differences: await differencesInWords(app, row.id),
  })
  return { ...view, returned }
}

/** Remarks on what is new or changed: open ones, and those of this version; not what stands above already. */
async function remarksBeside(
  { content }: Looked,
  above: readonly number[],
  { app, strings }: Pick<PageContext, 'app' | 'strings'>,
  language: Language,
) {
  const updates = content.items.filter(({ section }) => section !== 'standing').map(({ update }) => update.id)
  const remarks = await listRemarks(app, { updates })
  const shown = remarks.filter(
    one => !above.includes(one.id) && (!closingOf(one) || one.edition === content.edition),
  )
  return new Map(
    updates.map(id => [
      id,
      remarksView(
        shown.filter(({ update }) => update === id),
        shownOnly({ strings, config: app.config }, language),
      ).items,
    ]),
  )
}
