import { MANDATE_ROLES, type MandateRole } from '../../model/agency/role-names.js'
import type { Addressee } from '../../model/editions/audience.js'
import type { EditionContent, EditionItem, Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import type { NamedOffice } from '../../model/roster/offices.js'
import { personInWords } from '../mail/office-names.js'
import { kindOf } from '../mail/order.js'
import { typeset } from '../mail/typography.js'
import { fill, label, say } from '../mail/wording.js'
import { changeDetail, withoutMarks } from './change-detail.js'
import { changedItems, remarksOn, settledRows } from './sign-off-remarks.js'
import { communeName, type SignOffSummary } from './sign-off-summary.js'

/** A table of a staff mail or page; cells may have several lines; `none` replaces a table without rows. */
export type SummaryTable = { title: string; head: string[]; rows: string[][]; none: string | null }

/** Changes, recipients and exclusions as tables. */
export function summaryTables(summary: SignOffSummary, strings: Strings, language: Language): SummaryTable[] {
  const { previous, added, removed } = summary
  const text = textOf(strings, language)
  const { toCheck, settled } = checkedTables(summary, strings, language)
  const { exclusions, differences } = audienceTables(summary, strings, language)
  const same: SummaryTable = {
    title: text('audience'),
    head: [],
    rows: [],
    none: previous ? text('same', { previous }) : text('first'),
  }
  return [
    ...toCheck,
    changesTable(summary, strings, language),
    exclusions,
    ...differences,
    ...settled,
    ...(!previous || added.length + removed.length === 0 ? [same] : []),
  ]
}

const textOf =
  (strings: Strings, language: Language) =>
  (key: string, values: Record<string, string> = {}) =>
    fill(typeset(say(strings, `notices.summary.${key}`), language), values)

/** What is new, changed or withdrawn in an edition. */
export function changesTable(summary: SignOffSummary, strings: Strings, language: Language): SummaryTable {
  const text = textOf(strings, language)
  return {
    title: text('changes'),
    head: [text('state'), text('update'), text('detail')],
    rows: changedItems(summary.content).map(item => changeRow(item, summary, strings, language)),
    none: text('changes-none'),
  }
}

/** What is to be checked, and what editors said is meant: a table each, none without rows. */
export function checkedTables(summary: SignOffSummary, strings: Strings, language: Language) {
  const text = textOf(strings, language)
  const table = (key: string, rows: SummaryTable['rows']): SummaryTable[] =>
    rows.length > 0 ? [{ title: text(key), head: [text('update'), text('remark')], rows, none: null }] : []
  return {
    toCheck: table('remarks', remarksOn(summary, strings, language)),
    settled: table('settled', settledRows(summary, strings, language)),
  }
}

/** Who doesn't get it and why, and who does or doesn't, unlike last time. */
export function audienceTables(
  { content, exclusions, previous, added, removed }: SignOffSummary,
  strings: Strings,
  language: Language,
) {
  const text = textOf(strings, language)
  const person = ({ name, ...addressee }: Addressee) => [
    communeName(content.communes, addressee.commune, language),
    roleName(addressee.role, strings),
    personInWords(name, officesIn(addressee, content.communes), strings, language),
  ]
  const head = [text('commune'), text('role'), text('name')]
  const lists = [
    ['added', added],
    ['removed', removed],
  ] as const
  return {
    exclusions: {
      title: text('exclusions'),
      head: [text('commune'), text('role'), text('reason')],
      rows: exclusions.map(({ commune, role, reason }) => [
        communeName(content.communes, commune, language),
        roleName(role, strings),
        label(strings, 'notices.exclusions', reason),
      ]),
      none: text('exclusions-none'),
    },
    differences: lists.flatMap(([key, list]): SummaryTable[] =>
      previous && list.length > 0
        ? [{ title: text(key, { previous }), head, rows: list.map(person), none: null }]
        : [],
    ),
  }
}

/** All offices of a frozen addressee; empty for one. */
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

function changeRow(
  item: EditionItem,
  { content, origins }: SignOffSummary,
  strings: Strings,
  language: Language,
): string[] {
  const { title, summary } = inLanguage(item.update.text, language)
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
