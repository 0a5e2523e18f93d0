import type { AxeReport } from './axe.js'
import { CLIENTS } from './clients.js'
import { LEAST } from './contrast.js'
import { ALL_RULES_OFF } from './document.js'
import { type FolderReport, findingsOf } from './folder.js'
import { LIMIT_BYTES } from './size.js'

/** The report as Markdown, for docs/mail-lint.md. `axe`: null without Chromium. */
export function lintReport(report: FolderReport, axe: AxeReport[] | null): string {
  return [
    '# The lint report of the mails',
    'Made by `npm run templates:lint -- --report docs/mail-lint.md`; the same checks run in `npm test`. Sample data, every mail in each language order.',
    ...summary(report, axe),
    ...sizes(report),
    ...clients(report),
    ...contrasts(report),
    ...mails(report, axe),
    ...markup(),
  ].join('\n\n')
}

function summary(report: FolderReport, axe: AxeReport[] | null): string[] {
  const all = findingsOf(report)
  const count = (rule: RegExp) => String(all.filter(one => rule.test(one.rule)).length)
  const grave = axe?.flatMap(({ findings }) => findings)
  const looks = axe?.reduce((sum, one) => sum + one.looks, 0)
  const rows = [
    ['MJML, strict', '0 (a folder with an error does not compile)'],
    ['html-validate', count(/^html\//)],
    ['caniemail: a feature that a client lacks, without a fallback', count(/^client$|^fallback/)],
    ['links: target, text; everything linked is in the text part', count(/^link-|^text-part$/)],
    ['images: alternative text; tracking pixels', count(/^image-alt$|^tracking-pixel$/)],
    ['anything loaded from elsewhere', count(/^remote$/)],
    ['`lang` on every block, headings in order, layout tables marked', count(/^lang$|^headings$|^tables$/)],
    [`HTML above ${bytes(LIMIT_BYTES)} bytes`, count(/^size$/)],
    [`contrast below ${LEAST} : 1, light and dark`, count(/^contrast$/)],
    ['locales: keys, slots, unused, missing', count(/^locale-/)],
    ['names or colours of the house outside house.yaml', count(/^house-/)],
    [
      'axe: serious or critical; wider than the screen',
      grave
        ? `${grave.length} (${looks} looks: light at 600 and 320 px, dark at 375 px)`
        : 'not looked: no Chromium here',
    ],
  ]
  return ['## In short', table(['Check', 'Found'], rows)]
}

function sizes({ sizes: measured }: FolderReport): string[] {
  const rows = measured.map(({ measures, language, html, text }) => [
    String(measures),
    language,
    bytes(html),
    `${Math.round((html / LIMIT_BYTES) * 100)} %`,
    bytes(text),
  ])
  return [
    '## Size',
    `Gmail cuts a mail at ${bytes(LIMIT_BYTES)} bytes of HTML. Both languages, all measures new or changed.`,
    table(['Measures', 'First', 'HTML', 'of the limit', 'Text'], rows),
  ]
}

function clients({ lacks, fallbacks }: FolderReport): string[] {
  const named = (ids: string[]) => ids.map(id => CLIENTS[id]).join(', ')
  const rows = lacks.map(({ feature, none, partial }) => [
    `\`${feature}\``,
    named(none),
    named(partial),
    fallbacks[feature] ?? '**none**',
  ])
  return [
    '## Clients',
    `${Object.values(CLIENTS).join(' · ')}. From the data of caniemail.com; the fallbacks are in templates/fallbacks.yaml, reviewed by people.`,
    table(['Feature', 'Lacks it', 'Has it in part', 'What readers get instead'], rows),
  ]
}

function contrasts({ contrasts: measured }: FolderReport): string[] {
  const pairs = [...new Set(measured.map(({ ink, ground }) => `${ink} on ${ground}`))]
  const ratio = (pair: string, mode: string) =>
    measured.find(one => `${one.ink} on ${one.ground}` === pair && one.mode === mode)?.ratio.toFixed(1) ?? ''
  return [
    '## Contrast',
    table(
      ['Text', 'Light', 'Dark'],
      pairs.map(pair => [pair, ratio(pair, 'light'), ratio(pair, 'dark')]),
    ),
  ]
}

function mails({ mails: all }: FolderReport, axe: AxeReport[] | null): string[] {
  const ids = [...new Map(all.map(({ mail }) => [mail.id, mail])).values()]
  const rows = ids.map(mail => {
    const copies = all.filter(one => one.mail.id === mail.id)
    const graves = axe?.find(one => one.mail.id === mail.id)?.findings.length
    return [
      mail.name,
      mail.about,
      bytes(Math.max(...copies.map(one => one.bytes))),
      String(copies.reduce((sum, one) => sum + one.findings.length, 0)),
      graves === undefined ? '–' : String(graves),
    ]
  })
  return ['## Mails', table(['Mail', 'What', 'HTML', 'Lint', 'axe'], rows)]
}

function markup(): string[] {
  return [
    '## html-validate',
    'Its recommended rules, but for these:',
    ALL_RULES_OFF.map(({ rules, why }) => `- ${rules.map(rule => `\`${rule}\``).join(', ')}: ${why}`).join(
      '\n',
    ),
    '',
  ]
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const bytes = (count: number) => count.toLocaleString('en')
