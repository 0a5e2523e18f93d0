import type { EditorLanguage } from '../../model/language/language.js'
import type { Located } from '../../model/problem/located.js'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import type { Section, Sections } from '../../model/updates/section-sources.js'
import { MARKDOWN_TEMPLATE, WORD_TEMPLATE } from './template-texts.js'

const PARTS = ['title', 'summary', 'body'] as const

/** A problem when the id is still the template's. */
export function untouchedId({ id }: { id?: string }, located: Located): Problem[] {
  if (id !== TEMPLATE_ID) return []
  return [problemAt(located.file, located.placeOf(['id']), 'template-text', { part: 'id', language: null })]
}

/**
 * Titles, summaries and texts that still equal the template's: only whole parts, for an editor may keep a line. All kinds of spaces count as one, as
 * Word changes them.
 */
export function untouchedTexts(sections: Sections, file: string): Problem[] {
  return (['fr', 'nl'] as const).flatMap(language => {
    const section = sections[language]
    if (!section) return []
    return PARTS.filter(part => isTemplate(section, part, language)).map(part =>
      problemAt(file, placeOf(section, part), 'template-text', { part, language }),
    )
  })
}

function isTemplate(section: Section, part: (typeof PARTS)[number], language: EditorLanguage): boolean {
  const said = flat(section[part])
  return [MARKDOWN_TEMPLATE, WORD_TEMPLATE].some(template => flat(template[language][part]) === said)
}

/** NFC: a file and this source may encode accents differently. */
const flat = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()

/** Where a part begins: the summary is the first non-empty line below the heading; the body follows. */
function placeOf({ place, summary, body, source }: Section, part: (typeof PARTS)[number]): Place {
  if (part === 'title') return place
  const lines = source.text.split('\n')
  const from =
    1 +
    Math.max(
      0,
      lines.slice(1).findIndex(line => line.trim() !== ''),
    )
  if (part === 'summary') return { line: source.firstLine + from, column: 1 }
  const after = from + summary.split('\n').length
  const first = body.split('\n')[0] ?? ''
  const at = lines.findIndex((line, index) => index >= after && line.includes(first.trim()))
  return { line: source.firstLine + (at < 0 ? after : at), column: 1 }
}

/** The id in the templates that editors copy. */
const TEMPLATE_ID = 'nom-de-la-mesure'
