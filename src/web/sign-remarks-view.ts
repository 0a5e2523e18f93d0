import type { Language } from '../model/language/language.js'
import { closingOf } from '../model/sign-off/remark.js'
import { ownName } from '../present/mail/own-name.js'
import type { FollowedRemark, ReturnedBefore } from '../steps/sign-off/returned-before.js'
import { momentOf, type PageContext, speaker } from './page-frame.js'
import { type RemarksOn, remarksView } from './remarks-view.js'
import { changesBetween } from './revision-changes.js'

type On = Pick<RemarksOn, 'language'> & {
  context: Pick<PageContext, 'strings' | 'config'>
  communes: Parameters<typeof changesBetween>[2]['communes']
}

/** What was returned before, each remark with what was done since; null when nothing was. */
export function returnedView(before: ReturnedBefore, { context, language, communes }: On) {
  const { refusals, followed } = before
  if (refusals.length + followed.length === 0) return null
  const { text, count } = speaker(context.strings, language, 'pages.sign.returned')
  const list = remarksView(followed, shownOnly(context, language))
  const byId = new Map(followed.map(one => [one.id, one]))
  const open = followed.filter(one => !closingOf(one)).length
  return {
    title: text('title'),
    open: followed.length > 0 ? count('open', open) : '',
    refusals: refusals.map(({ name, at, comment }) => ({
      what: text('by', { name: ownName(name, language), at: momentOf(at, context, language) }),
      words: comment ?? '',
    })),
    items: list.items.map(item => {
      const remark = byId.get(item.id)
      return { ...item, ...(remark ? doneSince(remark, { context, language, communes }) : NOTHING) }
    }),
  }
}

const NOTHING = { done: '', changes: [] }

/** The update's revision then and in this version, with what differs. */
function doneSince({ revision, before, after }: FollowedRemark, { context, language, communes }: On) {
  const { text } = speaker(context.strings, language, 'pages.sign.returned')
  if (!after) return { done: text('gone', { revision }), changes: [] }
  if (!before || after.number === revision) return { done: text('same', { revision }), changes: [] }
  return {
    done: text('changed', { revision, now: after.number }),
    changes: changesBetween(before, after, { strings: context.strings, communes }, language),
  }
}

/** Remarks that are shown beside an update: answering is on the update's page. */
export const shownOnly = (context: RemarksOn['context'], language: Language): RemarksOn => ({
  ...{ context, language, person: null, form: null, from: 'update' as const, typed: null },
})

/** All remarks read in an edition, for the page of an edition that awaits no signature of the reader. */
export function editionRemarks(
  { followed, present }: ReturnedBefore,
  context: RemarksOn['context'],
  language: Language,
) {
  const { text } = speaker(context.strings, language, 'pages.sign.returned')
  const { items } = remarksView([...present, ...followed], shownOnly(context, language))
  return items.length === 0 ? null : { title: text('all'), items }
}
