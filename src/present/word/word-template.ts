import { strToU8, zipSync } from 'fflate'
import type { EditorLanguage } from '../../model/language/language.js'
import { TEXT_PROMPTS } from '../../model/updates/prompts.js'
import { formField } from './word-form.js'
import { labelOf, type TemplateNames, type TemplateRow, templateRows } from './word-template-rows.js'
import { NUMBERING, SETTINGS, STYLES } from './word-template-styles.js'
import { escapeXml, run, type Tongue } from './word-xml.js'

const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/**
 * The Word file that editors copy and fill in. A table has a form field per value, bilingual lists and date pickers; then one heading per language.
 * Empty fields show a prompt, which is never sent.
 */
export function wordTemplate(names: TemplateNames): Uint8Array {
  return packWordFile(`${fieldTable(names)}${sectionOf('fr', 'fr-BE', 901)}${sectionOf('nl', 'nl-BE', 951)}`)
}

/** A `.docx` with this body (ECMA-376-2, Open Packaging Conventions): equal bodies give equal bytes. */
export function packWordFile(body: string, links: Record<string, string> = {}): Uint8Array {
  const section =
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
  const own = ['styles', 'numbering', 'settings']
  const overrides = own.map(
    name => `<Override PartName="/word/${name}.xml" ContentType="${WORD}.${name}+xml"/>`,
  )
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'word/document.xml')),
    'word/document.xml': `<w:document ${NAMESPACES}><w:body>${body}${section}</w:body></w:document>`,
    'word/styles.xml': STYLES,
    'word/numbering.xml': NUMBERING,
    'word/settings.xml': SETTINGS,
    'word/_rels/document.xml.rels': relations(
      own.map((name, index) => relation(`rId${index + 1}`, name, `${name}.xml`)).join('') +
        Object.entries(links)
          .map(([id, target]) => relation(id, 'hyperlink', target, ' TargetMode="External"'))
          .join(''),
    ),
  }
  const files = Object.entries(parts).map(([name, text]) => [name, strToU8(HEAD + text)])
  return zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 1, 12) })
}

const relations = (inner: string) =>
  `<Relationships xmlns="${PACKAGE}/relationships">${inner}</Relationships>`
const relation = (id: string, type: string, target: string, mode = '') =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${escapeXml(target)}"${mode}/>`

const WIDTHS = [3200, 3000, 3438]
const WHOLE_WIDTH = 9638
const HINT = '<w:color w:val="595959"/><w:sz w:val="17"/>'
const HEAD_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'
const PART_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E7ECF2"/>'

function fieldTable(names: TemplateNames): string {
  const titles = ['Champ / Veld', 'Valeur / Waarde', 'Explication / Uitleg']
  const head = titles.map((title, index) =>
    cell(index, paragraph(run(title, '<w:b/><w:color w:val="FFFFFF"/>')), HEAD_SHADE),
  )
  const rows = templateRows(names).map((row, index) =>
    'heading' in row ? partRow(row) : fieldRow(row, index),
  )
  const grid = WIDTHS.map(width => `<w:gridCol w:w="${width}"/>`).join('')
  return `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="${WHOLE_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${head.join('')}</w:tr>${rows.join('')}</w:tbl>`
}

function cell(index: number, inner: string, shade = ''): string {
  return `<w:tc><w:tcPr><w:tcW w:w="${WIDTHS[index]}" w:type="dxa"/>${shade}</w:tcPr>${inner}</w:tc>`
}

/** A heading within the table, without key and value. */
function partRow({ heading }: { heading: string }): string {
  const text = paragraph(run(heading, '<w:b/><w:color w:val="1F3864"/><w:sz w:val="20"/>'), '<w:keepNext/>')
  return `<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="${WHOLE_WIDTH}" w:type="dxa"/><w:gridSpan w:val="3"/>${PART_SHADE}</w:tcPr>${text}</w:tc></w:tr>`
}

function fieldRow(row: Exclude<TemplateRow, { heading: string }>, index: number): string {
  const label = labelOf(row.path)
  const number = 101 + index
  const field = formField(row.field, { name: label, code: row.path.join('.'), prompt: row.prompt, number })
  const texts = [
    paragraph(run(label, '<w:b/><w:noProof/><w:sz w:val="20"/>')),
    paragraph(field),
    paragraph(run(row.french, HINT, 'fr-BE')) + paragraph(run(row.dutch, HINT, 'nl-BE')),
  ]
  return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${texts.map((text, column) => cell(column, text)).join('')}</w:tr>`
}

/** A language's heading with its code, and its texts. */
function sectionOf(language: EditorLanguage, tongue: Tongue, number: number): string {
  const prompts = TEXT_PROMPTS[language]
  const part = (name: keyof typeof prompts, at: number) =>
    formField(
      { kind: 'text' },
      {
        name: prompts[name].slice(1, -1).slice(0, 40),
        code: `${language}.${name}`,
        prompt: prompts[name],
        number: number + at,
        tongue,
      },
    )
  return [
    paragraph(`${run(`${language}: `, '', tongue)}${part('title', 0)}`, '<w:pStyle w:val="Heading1"/>'),
    paragraph(part('summary', 1)),
    paragraph(part('body', 2)),
  ].join('')
}

function paragraph(inner: string, properties = ''): string {
  return `<w:p>${properties ? `<w:pPr>${properties}</w:pPr>` : ''}${inner}</w:p>`
}
