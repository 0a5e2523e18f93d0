import { z } from 'zod'
import { forEach, type Language } from '../model/language/language.js'
import type { Problem } from '../model/problem/problem.js'
import { FORM_LINKS, type FormSource, type UpdateForm } from '../model/updates/update-form.js'
import { describeProblem } from '../present/problem/texts.js'

const Text = z.string().catch('')
const Codes = z
  .union([z.string().max(60), z.array(z.string().max(60)).max(500)])
  .optional()
  .catch(undefined)
  .transform(given => (given === undefined ? [] : [given].flat()))

/** What was typed, from a form's fields: `title.fr`, `link.0.href.nl`. What is missing is empty. */
export function formFrom(body: unknown, languages: readonly Language[]): UpdateForm {
  const fields = z.record(z.string(), z.unknown()).catch({}).parse(body)
  const text = (name: string) => Text.parse(fields[name] ?? '')
  const each = (name: string) => forEach(languages, language => text(`${name}.${language}`))
  return {
    ...{ id: text('id'), kind: text('kind'), topic: text('topic'), level: text('level') },
    ...{ urgency: text('urgency') || 'normal', status: text('status') || 'in-force' },
    ...{ from: text('from'), until: text('until'), deadline: text('deadline') },
    amount: { min: text('amount.min'), max: text('amount.max'), per: each('amount.per') },
    authority: each('authority'),
    roles: Codes.parse(fields.roles),
    competences: Codes.parse(fields.competences),
    communes: Codes.parse(fields.communes),
    links: Array.from({ length: FORM_LINKS }, (_, index) => ({
      href: each(`link.${index}.href`),
      label: each(`link.${index}.label`),
    })),
    event: {
      start: text('event.start'),
      end: text('event.end'),
      place: each('event.place'),
      url: text('event.url'),
    },
    change: each('change'),
    pass_on: each('pass_on'),
    title: each('title'),
    text: each('text'),
    more: text('more'),
  }
}

/** A mistake beside its field, and in the summary that links to it: the page has an element with the field's name as id. */
export type Mistake = { field: string; message: string; hint: string }

/** Problems or warnings of the file that the form makes, each at the field that it comes from. `labels`: by key. */
export const mistakesIn = (
  problems: readonly Problem[],
  { fieldAt }: FormSource,
  language: Language,
  labels: Readonly<Record<string, string>>,
): Mistake[] =>
  problems.map(problem => {
    const { message, hint } = describeProblem(called(problem, labels), language)
    const field = fieldOf(problem, fieldAt)
    // The hint is how a file says it; the form has a field for it, which says what belongs there.
    return { field, message, hint: problem.code === 'change-missing' ? '' : hint }
  })

/** A problem's fields by their labels, as the form has them. */
function called(problem: Problem, labels: Readonly<Record<string, string>>): Problem {
  const named = Object.entries(problem.values).map(([name, value]) => [
    name,
    name === 'key' || name === 'other' ? (labels[String(value)] ?? value) : value,
  ])
  return { ...problem, values: Object.fromEntries(named) } as Problem
}

/** What is not there has no line; a second heading of a language stands in the text of another. */
function fieldOf(problem: Problem, fieldAt: FormSource['fieldAt']): string {
  if (problem.code === 'change-missing') return 'change'
  const field = fieldAt(problem.line)
  if (problem.code === 'section-twice' && field.startsWith('title.')) return fieldAt(problem.values.firstLine)
  return field || 'title'
}
