import type { EditionContent, EditionItem, Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import { doubtsAbout } from '../../model/sign-off/doubts.js'
import { contentHash } from '../../model/updates/hash.js'
import { kindOf } from '../mail/order.js'
import { ownName } from '../mail/own-name.js'
import { momentInText } from '../mail/spans.js'
import { typeset } from '../mail/typography.js'
import { fill, say, sayCount } from '../mail/wording.js'
import { describeProblem } from '../problem/texts.js'
import { absentOf, absentRow } from './left-out.js'
import type { SignOffSummary } from './sign-off-summary.js'

/** With more remarks, the two texts are simply not the same. */
const REMARKS = 20

/** Remarks for an approver: missing languages, untold updates left out, missing files, warnings about texts and dates. */
export function remarksOn(summary: SignOffSummary, strings: Strings, language: Language): string[][] {
  const { content, gone, leftOut } = summary
  const text = (key: string, values: Record<string, string> = {}) =>
    fill(typeset(say(strings, `notices.summary.${key}`), language), values)
  const titleOf = ({ update }: EditionItem) =>
    typeset(oneLine(inLanguage(update.text, language).title), language)
  const without = (content.letThrough ?? []).flatMap(({ update: id, missing, by, at, reason }) =>
    content.items
      .filter(({ update }) => update.id === id)
      .map(item => {
        const on = momentInText(at, strings, language)
        return [titleOf(item), text(`let-through-${missing}`, { by: ownName(by, language), at: on, reason })]
      }),
  )
  const absent = leftOut.map(one => absentRow(absentOf(one), strings, language))
  // An ended update no longer needs its file.
  const lost = content.items.filter(
    ({ update, section, ended }) => !ended && section !== 'withdrawn' && gone.includes(update.id),
  )
  const doubts = doubtfulItems(summary).flatMap(({ item, open }) =>
    open.map(one => [titleOf(item), describeProblem(one, language).message]),
  )
  const goneRows = lost.map(item => [titleOf(item), text('gone')])
  return [...without, ...absent, ...goneRows, ...doubts].slice(0, REMARKS)
}

/** New or changed updates with warnings, open or meant. */
const doubtfulItems = ({ content, origins, warned }: SignOffSummary) =>
  changedItems(content).map(item => {
    const hash = contentHash(item.update)
    const before = origins.get(item.update.id)?.before ?? null
    return { item, ...doubtsAbout(item, content, before, warned.find(one => one.hash === hash) ?? null) }
  })

/** Warnings that editors said are meant: for information. */
export function settledRows(summary: SignOffSummary, strings: Strings, language: Language): string[][] {
  return doubtfulItems(summary).flatMap(({ item, settled }) => {
    if (!settled) return []
    const { count, meant } = settled
    const at = momentInText(meant.at, strings, language)
    const said = typeset(sayCount(strings, 'notices.summary.meant', count, language), language)
    return [
      [
        typeset(oneLine(inLanguage(item.update.text, language).title), language),
        fill(said, { by: ownName(meant.by, language), at }),
      ],
    ]
  })
}

export const changedItems = ({ items }: EditionContent) =>
  (['new', 'changed', 'ended', 'withdrawn'] as const).flatMap(kind =>
    items.filter(item => kindOf(item) === kind),
  )
