import type { EditorLanguage } from '../../model/language/language.js'
import type { Located } from '../../model/problem/located.js'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import type { Section, Sections } from '../../model/updates/section-sources.js'
import { MARKDOWN_TEMPLATE, WORD_TEMPLATE } from './template-texts.js'

const PARTS = ['title', 'summary', 'body'] as const

/** The id, when it is still that of the template. */
export function untouchedId({ id }: { id?: string }, located: Located): Problem[] {
  if (id !== TEMPLATE_ID) return []
  return [problemAt(located.file, located.placeOf(['id']), 'template-text', { part: 'id', language: null })]
}

/**
 * Titles, summaries and texts that still say what the template says: all of a part, for an editor may well keep a line
 * of it. Spaces and no-break spaces count as one space, as Word and editors change them.
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

/** NFC, for a file and this source may write an accent in two ways. */
const flat = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()

/** Where a part begins: below the heading, the summary is the first line that isn't empty, the body follows it. */
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

/** The id that stands in the templates that editors copy. */
const TEMPLATE_ID = 'nom-de-la-mesure'
