import { z } from 'zod'
import { MANDATE_ROLES } from '../model/agency/role-names.js'
import { forEach, inLanguage, type Language } from '../model/language/language.js'
import type { Problem } from '../model/problem/problem.js'
import type { Commune } from '../model/roster/commune.js'
import { KINDS, STATUSES, URGENCIES } from '../model/updates/update.js'
import { FORM_LINKS, type FormSource, type UpdateForm } from '../model/updates/update-form.js'
import { label } from '../present/mail/wording.js'
import { describeProblem } from '../present/problem/texts.js'
import { type PageContext, speaker } from './page-frame.js'

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

/** Problems or warnings of the file that the form makes, each at the field that it comes from. */
export const mistakesIn = (
  problems: readonly Problem[],
  { fieldAt }: FormSource,
  language: Language,
): Mistake[] =>
  problems.map(problem => {
    const { message, hint } = describeProblem(problem, language)
    const field = fieldOf(problem, fieldAt)
    return { field, message, hint }
  })

/** What is not there has no line; a second heading of a language stands in the text of another. */
function fieldOf(problem: Problem, fieldAt: FormSource['fieldAt']): string {
  if (problem.code === 'change-missing') return 'change'
  const field = fieldAt(problem.line)
  if (problem.code === 'section-twice' && field.startsWith('title.')) return fieldAt(problem.values.firstLine)
  return field || 'title'
}

type Selected = 'kind' | 'topic' | 'level' | 'urgency' | 'status'
/** Fields with a value from the beginning. */
const DEFAULTED: readonly Selected[] = ['urgency', 'status']

type Option = { code: string; name: string; isChosen: boolean }

/** What the form shows: values, lists to choose from, and mistakes beside their fields. */
export function fieldsView(
  form: UpdateForm,
  mistakes: readonly Mistake[],
  {
    strings,
    config,
    communes,
    isNew,
  }: Pick<PageContext, 'strings' | 'config'> & {
    communes: readonly Commune[]
    isNew: boolean
  },
  language: Language,
) {
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.write')
  const wrong = (field: string) => mistakes.filter(one => one.field === field)
  const names = (group: string) => Object.keys((own[group] ?? {}) as object)
  const choose = (group: string, codes: readonly string[], chosen: readonly string[]): Option[] =>
    codes.map(code => ({ code, name: label(own, group, code), isChosen: chosen.includes(code) }))
  const none = { code: '', name: text('choose'), isChosen: false }
  const select = (name: Selected, group: string, codes: readonly string[]) => ({
    name,
    label: text(`fields.${name}`),
    mistakes: wrong(name),
    options: [...(DEFAULTED.includes(name) ? [] : [none]), ...choose(group, codes, [form[name]])],
  })
  const input = (name: 'id' | 'from' | 'until' | 'deadline', type: string) => ({
    name,
    type,
    label: text(`fields.${name}`),
    hint: text(`hints.${name}`),
    value: form[name],
    mistakes: wrong(name),
  })
  const languages = config.agency.languages
  return {
    id: input('id', 'text'),
    selects: [
      select('kind', 'kinds', KINDS),
      select('topic', 'topics', names('topics')),
      select('level', 'levels', Object.keys(config.agency.levels)),
      select('urgency', 'differences.urgency', URGENCIES),
      ...(isNew ? [] : [select('status', 'differences.status', STATUSES)]),
    ],
    days: (['from', 'until', 'deadline'] as const).map(name => input(name, 'date')),
    texts: languages.map(one => ({
      language: one,
      code: one.toUpperCase(),
      title: form.title[one] ?? '',
      text: form.text[one] ?? '',
      titleMistakes: wrong(`title.${one}`),
      textMistakes: wrong(`text.${one}`),
    })),
    change: said('change', form.change, languages),
    changeMistakes: wrong('change'),
    passOn: said('pass_on', form.pass_on, languages),
    passOnMistakes: wrong('pass_on'),
    authority: said('authority', form.authority, languages),
    authorityMistakes: wrong('authority'),
    noneMistakes: wrong('title'),
    amount: {
      ...form.amount,
      per: said('amount.per', form.amount.per, languages),
      mistakes: wrong('amount'),
    },
    links: form.links.map(({ href, label: called }, index) => ({
      href: said(`link.${index}.href`, href, languages),
      label: said(`link.${index}.label`, called, languages),
    })),
    linksMistakes: wrong('links'),
    event: {
      ...form.event,
      place: said('event.place', form.event.place, languages),
      mistakes: wrong('event'),
    },
    roles: choose('roles', MANDATE_ROLES, form.roles),
    competences: choose('competences', names('competences'), form.competences),
    communes: communes.map(({ nis, name }) => ({
      code: nis,
      name: inLanguage(name, language),
      isChosen: form.communes.includes(nis),
    })),
    concernsMistakes: wrong('concerns'),
    more: form.more,
    moreMistakes: wrong('more'),
  }
}

const said = (name: string, texts: Record<string, string>, languages: readonly Language[]) =>
  languages.map(language => ({
    name: `${name}.${language}`,
    code: language.toUpperCase(),
    language,
    value: texts[language] ?? '',
  }))
