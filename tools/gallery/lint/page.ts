import type { Folder } from '../folder.js'
import type { Copy } from '../mails.js'
import { findingList, frame } from '../page.js'
import { escaped } from '../views.js'
import { type FolderReport, findingsOf, lintFolder } from './folder.js'
import { LIMIT_BYTES } from './size.js'

/** Memoized per state of the folder: it takes seconds. */
const reports = new WeakMap<Folder, Promise<FolderReport>>()

/** The gallery's page of all findings; axe is left to the command and the tests. */
export async function lintPage(folder: Folder | null, copy: Copy, revision: string): Promise<string> {
  if (!folder)
    return frame(
      'Lint report',
      'lint',
      copy,
      revision,
      '<h1>Lint report</h1><p>The templates can’t be used.</p>',
    )
  const report = reports.get(folder) ?? lintFolder(folder)
  reports.set(folder, report)
  return frame('Lint report', 'lint', copy, revision, reportPart(await report))
}

function reportPart(report: FolderReport): string {
  const found = findingsOf(report).map(one => ({
    ...one,
    place: [one.mail, one.place].filter(Boolean).join(', ') || null,
  }))
  const sizes = report.sizes.map(({ measures, language, html, text }) => [
    measures,
    language,
    html.toLocaleString('en'),
    `${Math.round((html / LIMIT_BYTES) * 100)} %`,
    text.toLocaleString('en'),
  ])
  const lacks = report.lacks.map(({ feature, none, partial }) => [
    feature,
    none.length,
    partial.length,
    report.fallbacks[feature] ?? 'none',
  ])
  return `<h1>Lint report</h1>
<p>${report.mails.length} mails. ${found.length === 0 ? 'Nothing found.' : `<b class="bad">${found.length} found.</b>`}</p>
${found.length > 0 ? findingList(found) : ''}
<h2>Size of the edition</h2>
${table(['Measures', 'First', 'HTML, bytes', 'of what Gmail shows', 'Text, bytes'], sizes)}
<h2>What mail clients lack</h2>
${table(['Feature', 'Clients without', 'Clients with a part', 'What readers get instead'], lacks)}`
}

function table(head: string[], rows: (string | number)[][]): string {
  const cells = (row: (string | number)[]) => row.map(cell => `<td>${escaped(String(cell))}</td>`).join('')
  return `<table><thead><tr>${head.map(name => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead>
<tbody>${rows.map(row => `<tr>${cells(row)}</tr>`).join('\n')}</tbody></table>`
}
