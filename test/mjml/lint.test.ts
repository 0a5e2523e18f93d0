import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { inLanguage } from '../../src/model/language/language.js'
import { type Folder, openFolder } from '../../tools/gallery/folder.js'
import { axeReports } from '../../tools/gallery/lint/axe.js'
import { clientFindings, lacksOf } from '../../tools/gallery/lint/clients.js'
import { contrast, contrastFindings } from '../../tools/gallery/lint/contrast.js'
import type { Finding } from '../../tools/gallery/lint/finding.js'
import { type FolderReport, findingsOf, lintFolder } from '../../tools/gallery/lint/folder.js'
import { houseFindings } from '../../tools/gallery/lint/house.js'
import { localeFindings } from '../../tools/gallery/lint/locales.js'
import { lintMail } from '../../tools/gallery/lint/mail.js'
import { lintReport } from '../../tools/gallery/lint/report.js'
import { makeMail } from '../../tools/gallery/mails.js'
import { hasBrowser } from '../support/browser.js'

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url))

let folder: Folder
let report: FolderReport
beforeAll(async () => {
  folder = await openFolder(TEMPLATES)
  report = await lintFolder(folder)
}, 600_000)

describe('the lint of the mails that ship', () => {
  it('finds nothing in any mail, nor in what they are made of', () => {
    expect(findingsOf(report)).toEqual([])
  })

  it('measures the edition with 5, 20 and 40 measures, each language first', () => {
    expect(report.sizes.map(({ measures, language }) => [measures, language])).toEqual([
      [5, 'fr'],
      [5, 'nl'],
      [20, 'fr'],
      [20, 'nl'],
      [40, 'fr'],
      [40, 'nl'],
    ])
    for (const { html } of report.sizes) expect(html).toBeLessThanOrEqual(102_400)
  })

  it('is written down as a report', () => {
    const markdown = lintReport(report, null)
    expect(markdown).toContain('| MJML, strict | 0 ')
    expect(markdown).toContain('not looked: no Chromium here')
    for (const { feature } of report.lacks) expect(markdown).toContain(`| \`${feature}\` |`)
  })
})

describe('the lint of a mail with a fault', () => {
  it.each([
    ['a link that leads nowhere', '<a href="#nowhere">Prime unique</a>', 'link-target'],
    ['a link in the clear', '<a href="http://x.example">Prime unique</a>', 'link-target'],
    ['a link without text', '<a href="https://economie-emploi.brussels"><b></b></a>', 'link-text'],
    ['a link that says nothing', '<a href="https://economie-emploi.brussels">cliquez ici</a>', 'link-text'],
    ['a link that the text part lacks', '<a href="https://only-here.example">Prime</a>', 'text-part'],
    ['an image without alternative text', '<img src="cid:a">', 'image-alt'],
    ['an image from elsewhere', '<img alt="x" src="https://x.example/a.png">', 'remote'],
    ['a tracking pixel', '<img alt="" src="cid:p" width="1" height="1">', 'tracking-pixel'],
    ['a script', '<script>1</script>', 'remote'],
    ['a font from elsewhere', '<style>@import "https://x.example/f.css";</style>', 'remote'],
    ['a heading that skips a level', '<h6>Prime</h6>', 'headings'],
    ['a second title in a half', '<h1>Prime</h1>', 'headings'],
    ['a table that is neither data nor layout', '<table><tr><td>1</td></tr></table>', 'tables'],
    ['a layout table with heads', '<table role="presentation"><tr><th>1</th></tr></table>', 'tables'],
    ['an element that is never closed', '<div><p>Prime', 'html/close-order'],
    ['an id that is there twice', '<p id="fr">Prime</p>', 'html/no-dup-id'],
  ])('%s', async (_, html, rule) => {
    expect(rulesOf(await lintWith(html))).toContain(rule)
  })

  it('a text outside of any language', async () => {
    const mail = makeMail('few', folder, { reading: 'fr', role: 'mayor' })
    const html = mail.html.replaceAll(' lang="fr"', '').replaceAll(' lang="nl"', '')
    expect(rulesOf((await lintMail({ ...mail, html }, folder)).findings)).toContain('lang')
  })

  it('HTML that Gmail cuts', async () => {
    expect(rulesOf(await lintWith(`<p>${'x '.repeat(60_000)}</p>`))).toContain('size')
  })

  it('a feature that clients lack and nobody has reviewed', () => {
    const lacks = lacksOf('<style>p { position: fixed }</style><p>x</p>')
    expect(lacks.map(({ feature }) => feature)).toContain('position')
    const messages = clientFindings(lacks, {}).map(({ message }) => message)
    expect(messages.join('\n')).toMatch(/^"position": not in Outlook for Windows/m)
    expect(
      clientFindings(lacks, Object.fromEntries(lacks.map(({ feature }) => [feature, 'as text']))),
    ).toEqual([])
  })

  /** The mail with a piece of HTML at the end of its second half. */
  async function lintWith(html: string): Promise<Finding[]> {
    const mail = makeMail('few', folder, { reading: 'fr', role: 'mayor' })
    const at = mail.html.lastIndexOf('<h2')
    const changed = mail.html.slice(0, at) + html + mail.html.slice(at)
    return (await lintMail({ ...mail, html: changed }, folder)).findings
  }
})

describe('the lint of a folder with a fault', () => {
  let dir: string
  beforeAll(() => {
    dir = join(mkdtempSync(join(tmpdir(), 'estafette-')), 'templates')
    cpSync(TEMPLATES, dir, { recursive: true })
  })
  afterAll(() => rmSync(join(dir, '..'), { recursive: true }))

  const change = (file: string, from: string, to: string) => {
    const source = readFileSync(join(dir, file), 'utf8')
    expect(source).toContain(from)
    writeFileSync(join(dir, file), source.replace(from, to))
  }

  it('a colour or a name of the house in another file', () => {
    change('partials/foot.mjml', '%light.muted%', '#545f6e')
    change('partials/foot.mjml', '</mj-text>', 'Bruxelles Économie et Emploi</mj-text>')
    const found = houseFindings(folder.templates.house, dir)
    expect(new Set(rulesOf(found))).toEqual(new Set(['house-colour', 'house-name']))
    expect(found[0]?.place).toMatch(/^partials\/foot\.mjml:\d+$/)
  })

  it('a text that nothing shows, and one whose slot is gone', () => {
    const { strings } = folder.templates
    const more = (text: string) => ({ ...strings.fr, never: { shown: text } })
    const found = localeFindings({ fr: more('{a}'), nl: more('{b}') }, TEMPLATES)
    expect(found.map(({ rule, place }) => [rule, place])).toEqual([
      ['locale-slots', 'never.shown'],
      ['locale-unused', 'never.shown'],
    ])
  })

  it('a text that is named and is not there', () => {
    const { strings } = folder.templates
    const { counts, ...others } = inLanguage(strings, 'fr')
    const found = localeFindings({ fr: others, nl: others }, TEMPLATES)
    expect(found.filter(({ rule }) => rule === 'locale-missing').map(({ place }) => place)).toContain(
      'counts.standing',
    )
    expect(counts).toBeDefined()
  })

  it('colours that can’t be told apart', () => {
    const { house } = folder.templates
    const light = { ...house.colours.light, muted: '#c0c0c0' }
    const found = contrastFindings({ ...house, colours: { ...house.colours, light } })
    expect(found.map(({ message }) => message)).toContain('light: muted on paper has 1.82 : 1, not 4.5 : 1')
    expect(contrast('#000000', '#ffffff')).toBe(21)
  })
})

const browserTests = hasBrowser() ? describe : () => {}

browserTests('every mail in a browser', () => {
  it('has nothing serious for axe, light and dark, and fits 320 px', async () => {
    const reports = await axeReports(folder)
    expect(reports.flatMap(({ mail, findings }) => findings.map(one => ({ mail: mail.id, ...one })))).toEqual(
      [],
    )
  }, 600_000)
})

const rulesOf = (findings: Finding[]) => findings.map(({ rule }) => rule)
