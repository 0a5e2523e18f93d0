/** Word files as editors fill them in: the shipped template, with other values, texts and tracked changes. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync, zipSync } from 'fflate'
import { PROJECT_ROOT } from '../../src/config.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { inLanguage, type Language } from '../../src/model/language/language.js'
import { namesFrom } from '../../src/model/language/names.js'
import type { Known } from '../../src/parse/update/checks.js'
import type { ParsedUpdate } from '../../src/parse/update/update-file.js'
import { readTextDocument } from '../../src/parse/word/text-document.js'
import { parseWordUpdate } from '../../src/parse/word/word-update.js'
import { formatProblem } from '../../src/present/problem/texts.js'
import type { ProblemLanguage } from '../../src/present/problem/wording.js'
import { packWordFile, wordTemplate } from '../../src/present/word/word-template.js'
import { KNOWN } from './update-files.js'

export const run = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
export const paragraph = (inner: string, properties = '') => `<w:p><w:pPr>${properties}</w:pPr>${inner}</w:p>`
export const say = (text: string) => paragraph(run(text))
export const style = (id: string) => `<w:pStyle w:val="${id}"/>`
export const heading = (text: string) => paragraph(run(text), style('Heading1'))
export const inserted = (inner: string) =>
  `<w:ins w:id="1" w:author="A" w:date="2020-04-01T10:00:00Z">${inner}</w:ins>`
export const deleted = (text: string) =>
  `<w:del w:id="2" w:author="A" w:date="2020-04-01T10:00:00Z"><w:r><w:delText xml:space="preserve">${text}</w:delText></w:r></w:del>`
export const cell = (inner: string) => `<w:tc><w:tcPr/>${inner}</w:tc>`
export const row = (...cells: string[]) => `<w:tr>${cells.map(cell).join('')}</w:tr>`
export const table = (...rows: string[]) => `<w:tbl><w:tblPr/>${rows.join('')}</w:tbl>`

export const FIELDS = table(
  row(say('Champ / Veld'), say('Valeur / Waarde')),
  row(say('id'), say('masques')),
  row(say('kind'), say('notice')),
  row(say('topic'), say('health')),
  row(say('level'), say('federal')),
)
export const FRENCH = heading('fr: Masques') + say('Résumé.')
export const DUTCH = heading('nl: Maskers') + say('Samenvatting.')

/** The fields of FIELDS and more, from row 6 on. */
export const fieldsWith = (...more: [string, string][]) =>
  FIELDS.replace('</w:tbl>', `${more.map(([key, value]) => row(say(key), say(value))).join('')}</w:tbl>`)

const locales = Object.fromEntries(
  ['fr', 'nl'].map(language => [
    language,
    JSON.parse(readFileSync(join(PROJECT_ROOT, 'templates', 'locales', `${language}.json`), 'utf8')),
  ]),
)
const namesOf = (list: string) => namesFrom({ fr: locales.fr[list], nl: locales.nl[list] })

const { levels, roles } = BRUSSELS
export const TEMPLATE_NAMES = {
  levels,
  roles,
  topics: namesOf('topics'),
  competences: namesOf('competences'),
}

/** The Word template as it is shipped. */
export const TEMPLATE = wordTemplate(TEMPLATE_NAMES)

/** What an editor writes into the fields that every update has. */
const OWN_WORDS: Record<string, string> = {
  id: 'masques-en-tissu',
  kind: 'Mesure / Maatregel',
  topic: 'Économie / Economie',
  level: 'Région / Gewest',
  'fr.title': 'Titre des masques',
  'fr.summary': 'Ce paragraphe est le résumé.',
  'nl.title': 'Titel van de maskers',
  'nl.summary': 'Deze alinea is de samenvatting.',
}

/** The template with words of its editor, and with these values in its form fields, by the code of the key, as Word leaves them. */
export function filledFields(values: Record<string, string>): Uint8Array {
  const parts = unzipSync(TEMPLATE)
  let text = strFromU8(parts['word/document.xml'] as Uint8Array)
  for (const [code, value] of Object.entries({ ...OWN_WORDS, ...values })) {
    const at = text.indexOf(`<w:tag w:val="${code}"/>`)
    const end = text.indexOf('</w:sdt>', at)
    if (at < 0) throw new Error(`the template has no field ${code}`)
    const filled = text
      .slice(at, end)
      .replace('<w:showingPlcHdr/>', '')
      .replace('<w:date>', /^\d{4}-/.test(value) ? `<w:date w:fullDate="${value}T00:00:00Z">` : '<w:date>')
      .replace(/<w:sdtContent>.*$/s, `<w:sdtContent>${run(value)}</w:sdtContent>`)
    text = `${text.slice(0, at)}${filled}${text.slice(end)}`
  }
  return zipSync({ ...parts, 'word/document.xml': Buffer.from(text) })
}

export function parseWord(
  content: string | Uint8Array,
  links: Record<string, string> = {},
  known: Known = KNOWN,
): ParsedUpdate {
  const bytes = typeof content === 'string' ? packWordFile(content, links) : content
  const read = readTextDocument(bytes, 'prime.docx')
  if ('fault' in read) throw new Error(read.fault)
  return parseWordUpdate(read.document, { ...known, file: 'updates/prime.docx' })
}

/** The problems in a language, without the file's name. */
export function wordProblems(content: string | Uint8Array, language: ProblemLanguage = 'en'): string[] {
  const parsed = parseWord(content)
  return 'problems' in parsed ? parsed.problems.map(one => formatProblem(one, language).slice(20)) : []
}

export function wordWarnings(content: string | Uint8Array): string[] {
  return parseWord(content).warnings.map(one => formatProblem(one, 'en').slice(20))
}

/** The French text of the update as Markdown: the body below the fields and a heading. */
export function frenchBody(inner: string, links: Record<string, string> = {}): string {
  return bodyOf(packWordFile(`${FIELDS}${FRENCH}${inner}${DUTCH}`, links))
}

/** The French text of a whole file, or the Dutch one. */
export function bodyOf(bytes: Uint8Array, language: Language = 'fr'): string {
  const parsed = parseWord(bytes)
  if ('problems' in parsed) return parsed.problems.map(one => formatProblem(one, 'en')).join('\n')
  return inLanguage(parsed.update.text, language).body
}
