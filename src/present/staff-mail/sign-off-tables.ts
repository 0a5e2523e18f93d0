import { MANDATE_ROLES, type MandateRole } from '../../model/agency/role-names.js'
import type { Addressee } from '../../model/editions/audience.js'
import type { EditionContent, EditionItem, Strings } from '../../model/editions/edition.js'
import type { Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import type { NamedOffice } from '../../model/roster/offices.js'
import { doubtsAbout } from '../../model/sign-off/doubts.js'
import { contentHash } from '../../model/updates/hash.js'
import { personInWords } from '../mail/office-names.js'
import { kindOf } from '../mail/order.js'
import { ownName } from '../mail/own-name.js'
import { momentInText } from '../mail/spans.js'
import { typeset } from '../mail/typography.js'
import { fill, label, say, sayCount } from '../mail/wording.js'
import { describeProblem } from '../problem/texts.js'
import { changeDetail, withoutMarks } from './change-detail.js'
import { absentOf, absentRow } from './left-out.js'
import { communeName, type SignOffSummary } from './sign-off-summary.js'

/** A table of a notice or a page; a cell may have several lines; `none` stands in its place when it has no row. */
export type SummaryTable = { title: string; head: string[]; rows: string[][]; none: string | null }

/** What changes, and who gets it or doesn't, as tables. */
export function summaryTables(summary: SignOffSummary, strings: Strings, language: Language): SummaryTable[] {
  const { content, exclusions, previous, added, removed } = summary
  const text = (key: string, values: Record<string, string> = {}) =>
    fill(typeset(say(strings, `notices.summary.${key}`), language), values)
  const tables: SummaryTable[] = [
    {
      title: text('changes'),
      head: [text('state'), text('update'), text('detail')],
      rows: changedItems(content).map(item => changeRow(item, summary, strings, language)),
      none: text('changes-none'),
    },
    {
      title: text('exclusions'),
      head: [text('commune'), text('role'), text('reason')],
      rows: exclusions.map(({ commune, role, reason }) => [
        communeName(content.communes, commune, language),
        roleName(role, strings),
        label(strings, 'notices.exclusions', reason),
      ]),
      none: text('exclusions-none'),
    },
  ]
  const remarks = remarksOn(summary, strings, language)
  const remarked = (key: string, rows: SummaryTable['rows']): SummaryTable => ({
    title: text(key),
    head: [text('update'), text('remark')],
    rows,
    none: null,
  })
  if (remarks.length > 0) tables.unshift(remarked('remarks', remarks))
  const person = ({ name, ...addressee }: Addressee) => [
    communeName(content.communes, addressee.commune, language),
    roleName(addressee.role, strings),
    personInWords(name, officesIn(addressee, content.communes), strings, language),
  ]
  const head = [text('commune'), text('role'), text('name')]
  for (const [key, list] of [
    ['added', added],
    ['removed', removed],
  ] as const)
    if (previous && list.length > 0)
      tables.push({ title: text(key, { previous }), head, rows: list.map(person), none: null })
  const settled = settledRows(summary, strings, language)
  if (settled.length > 0) tables.push(remarked('settled', settled))
  if (!previous || added.length + removed.length === 0)
    tables.push({
      title: text('audience'),
      head: [],
      rows: [],
      none: previous ? text('same', { previous }) : text('first'),
    })
  return tables
}

/** All offices of an addressee as frozen; empty for one. */
function officesIn(
  { also, ...own }: Omit<Addressee, 'name'>,
  communes: EditionContent['communes'],
): NamedOffice[] {
  if (!also) return []
  return [own, ...also].map(({ commune, role, acting, competences }) => ({
    ...{ commune, role, acting, competences },
    place: communes.find(({ nis }) => nis === commune) ?? null,
  }))
}

/** More say only that the two texts are not the same. */
const REMARKS = 20

/**
 * What went without a language, what it leaves out untold, what lost its file, what is worth a look in texts and dates:
 * a person decides whether it matters.
 */
function remarksOn(summary: SignOffSummary, strings: Strings, language: Language): string[][] {
  const { content, gone, leftOut } = summary
  const text = (key: string, values: Record<string, string> = {}) =>
    fill(typeset(say(strings, `notices.summary.${key}`), language), values)
  const titleOf = ({ update }: EditionItem) => typeset(oneLine(update.text[language].title), language)
  const without = (content.letThrough ?? []).flatMap(({ update: id, missing, by, at, reason }) =>
    content.items
      .filter(({ update }) => update.id === id)
      .map(item => {
        const on = momentInText(at, strings, language)
        return [titleOf(item), text(`let-through-${missing}`, { by: ownName(by, language), at: on, reason })]
      }),
  )
  const absent = leftOut.map(one => absentRow(absentOf(one), strings, language))
  // What has ended needs its file no more.
  const lost = content.items.filter(
    ({ update, section, ended }) => !ended && section !== 'withdrawn' && gone.includes(update.id),
  )
  const doubts = doubtfulItems(summary).flatMap(({ item, open }) =>
    open.map(one => [titleOf(item), describeProblem(one, language).message]),
  )
  const goneRows = lost.map(item => [titleOf(item), text('gone')])
  return [...without, ...absent, ...goneRows, ...doubts].slice(0, REMARKS)
}

/** What is new or changed and worth a look, or said to be meant. */
const doubtfulItems = ({ content, origins, warned }: SignOffSummary) =>
  changedItems(content).map(item => {
    const hash = contentHash(item.update)
    const before = origins.get(item.update.id)?.before ?? null
    return { item, ...doubtsAbout(item, content, before, warned.find(one => one.hash === hash) ?? null) }
  })

/** What editors said is meant: told, and asks for nothing. */
function settledRows(summary: SignOffSummary, strings: Strings, language: Language): string[][] {
  return doubtfulItems(summary).flatMap(({ item, settled }) => {
    if (!settled) return []
    const { count, meant } = settled
    const at = momentInText(meant.at, strings, language)
    const said = typeset(sayCount(strings, 'notices.summary.meant', count, language), language)
    return [
      [
        typeset(oneLine(item.update.text[language].title), language),
        fill(said, { by: ownName(meant.by, language), at }),
      ],
    ]
  })
}

const changedItems = ({ items }: EditionContent) =>
  (['new', 'changed', 'ended', 'withdrawn'] as const).flatMap(kind =>
    items.filter(item => kindOf(item) === kind),
  )

function changeRow(
  item: EditionItem,
  { content, origins }: SignOffSummary,
  strings: Strings,
  language: Language,
): string[] {
  const { title, summary } = item.update.text[language]
  const own = withoutMarks(typeset(oneLine(summary), language))
  const lines =
    item.section === 'new'
      ? [own]
      : changeDetail(item, origins.get(item.update.id) ?? null, content, strings, language)
  return [
    label(strings, 'notices.sections', kindOf(item)),
    typeset(oneLine(title), language),
    (lines.length > 0 ? lines : [own]).join('\n'),
  ]
}

function roleName(role: MandateRole, strings: Strings): string {
  return MANDATE_ROLES.includes(role) ? label(strings, 'notices.roles', role) : role
}
