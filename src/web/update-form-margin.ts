import { forEach, type Language } from '../model/language/language.js'
import { parityIn } from '../model/updates/parity.js'
import type { UpdateForm } from '../model/updates/update-form.js'
import { describeProblem } from '../present/problem/texts.js'

/** What stands beside the two languages: figures, dates and links of one alone, by the row they stand in; `good` where all are in both. */
export function marginView(
  { title, text }: Pick<UpdateForm, 'title' | 'text'>,
  language: Language,
  good: string,
) {
  const sources = forEach(Object.keys(title), one => ({
    text: `${title[one] ?? ''}\n${text[one] ?? ''}`,
    firstLine: 1,
  }))
  const found = parityIn(sources, '').map(problem => ({
    isTitle: problem.line === 1,
    code: String((problem.values as { language?: Language }).language ?? '').toUpperCase(),
    ...describeProblem(problem, language),
  }))
  const isWritten = Object.values(text).every(one => one.trim() !== '')
  return {
    title: found.filter(({ isTitle }) => isTitle),
    text: found.filter(({ isTitle }) => !isTitle),
    good: isWritten && found.length === 0 ? good : null,
  }
}
