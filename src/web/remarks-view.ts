import { inLanguage, type Language } from '../model/language/language.js'
import { closingOf, mayRemark, REMARK_LIMIT } from '../model/sign-off/remark.js'
import type { StaffMember } from '../model/staff/staff.js'
import { ownName } from '../present/mail/own-name.js'
import type { ListedRemark } from '../steps/sign-off/list-remarks.js'
import { momentOf, type PageContext, speaker } from './page-frame.js'

/** What a refused form about remarks held. `remark`: the one that was replied to; null for a new one. `problem`: a key of `pages.remarks`. */
export type RemarkTyped = { remark: number | null; text: string; problem: string }

/** For whom remarks are shown. `form`: the token of their session; null shows no forms. `from`: the page to return to. */
export type RemarksOn = {
  context: Pick<PageContext, 'strings' | 'config'>
  language: Language
  person: StaffMember | null
  form: string | null
  from: 'update' | 'next'
  typed: RemarkTyped | null
}

/** Remarks with their answers, open ones first, and the forms of who may answer. */
export function remarksView(remarks: readonly ListedRemark[], on: RemarksOn) {
  const { text } = speaker(on.context.strings, on.language, 'pages.remarks')
  const open = remarks.filter(one => !closingOf(one))
  const closed = remarks.filter(one => closingOf(one))
  return {
    items: [...open, ...closed].map(one => itemView(one, on)),
    text: Object.fromEntries(
      ['reply', 'text', 'reply-what', 'answer', 'close', 'see'].map(key => [key, text(key)]),
    ),
  }
}

function itemView(remark: ListedRemark, on: RemarksOn) {
  const { context, language } = on
  const { text } = speaker(context.strings, language, 'pages.remarks')
  const moment = (at: Date) => momentOf(at, context, language)
  const closing = closingOf(remark)
  return {
    id: remark.id,
    title: inLanguage(remark.now.title, language),
    href: `/updates/${remark.update}?lang=${language}#remark-${remark.id}`,
    by: ownName(remark.name, language),
    at: moment(remark.at),
    words: remark.text,
    isOpen: !closing,
    state: text(closing ? 'closed' : 'open'),
    tone: closing ? 'good' : 'soon',
    icon: closing ? 'ok' : 'talk',
    where: whereOf(remark, on),
    replies: remark.replies.map(reply => ({
      what: text(`did.${reply.action}`, { name: ownName(reply.name, language) }),
      at: moment(reply.at),
      words: reply.text ?? '',
    })),
    act: !closing && on.form !== null && on.person && mayRemark(on.person) ? actOf(remark, on) : null,
  }
}

/** "Revision 1 → 2, in week 18, returned". */
function whereOf(
  { revision, now, edition, isRefusal }: ListedRemark,
  { context, language }: RemarksOn,
): string {
  const { text } = speaker(context.strings, language, 'pages.remarks')
  return [
    revision === now.revision
      ? text('revision', { revision })
      : text('revision-now', { revision, now: now.revision }),
    ...(edition ? [text(isRefusal ? 'returned' : 'read-in', { edition })] : []),
  ].join(' · ')
}

function actOf({ id, update }: ListedRemark, { language, form, typed }: RemarksOn) {
  const isMistaken = typed?.remark === id
  return {
    action: `/updates/${update}/remarks/${id}?lang=${language}`,
    form: form ?? '',
    field: `reply-${id}`,
    value: isMistaken ? typed.text : '',
    isMistaken,
    limit: REMARK_LIMIT,
  }
}

/** The form to remark on an update; null for who may not. */
export function remarkForm(update: string, { context, language, person, form, from, typed }: RemarksOn) {
  if (form === null || !person || !mayRemark(person)) return null
  const { text } = speaker(context.strings, language, 'pages.remarks')
  const isMistaken = typed !== null && typed.remark === null
  return {
    action: `/updates/${update}/remarks?lang=${language}`,
    form,
    from,
    field: `remark-${update}`,
    value: isMistaken ? typed.text : '',
    isMistaken,
    limit: REMARK_LIMIT,
    text: {
      add: text('add'),
      label: text('label'),
      what: text('what'),
      button: text('button'),
    },
  }
}
