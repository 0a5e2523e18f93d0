import { z } from 'zod'
import { MANDATE_ROLES } from '../model/agency/role-names.js'
import { forEach, inLanguage, type Language } from '../model/language/language.js'
import type { Problem } from '../model/problem/problem.js'
import type { Commune } from '../model/roster/commune.js'
import { KINDS, URGENCIES } from '../model/updates/update.js'
import { FORM_LINKS, type FormSource, type UpdateForm } from '../model/updates/update-form.js'
import { label } from '../present/mail/wording.js'
import { describeProblem } from '../present/problem/texts.js'
import { type PageContext, speaker } from './page-frame.js'

const Text = z.string().max(200_000).catch('')
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

/** A mistake beside its field, and in the summary that links to it. */
export type Mistake = { field: string; anchor: string; message: string; hint: string }

/** Problems or warnings of the file that the form makes, each at the field that it comes from. */
export const mistakesIn = (
  problems: readonly Problem[],
  { fieldAt }: FormSource,
  language: Language,
): Mistake[] =>
  problems.map(problem => {
    const { message, hint } = describeProblem(problem, language)
    const field = fieldAt(problem.line) || MISSING[problem.code] || 'id'
    return { field, anchor: anchorOf(field), message, hint }
  })

/** Problems of what is not there have no line of their own. */
const MISSING: Partial<Record<Problem['code'], string>> = {}

/** Groups of one line of the file have their first field's id. */
const anchorOf = (field: string) =>
  ({ amount: 'amount.max', concerns: 'concerns', links: 'link.0.href', event: 'event.start' })[field] ?? field

type Option = { code: string; name: string; isChosen: boolean }

/** What the form shows: values, lists to choose from, and mistakes beside their fields. */
export function fieldsView(
  form: UpdateForm,
  mistakes: readonly Mistake[],
  { strings, config, communes }: Pick<PageContext, 'strings' | 'config'> & { communes: readonly Commune[] },
  language: Language,
) {
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.write')
  const wrong = (field: string) => mistakes.filter(one => one.field === field)
  const names = (group: string) => Object.keys((own[group] ?? {}) as object)
  const choose = (group: string, codes: readonly string[], chosen: readonly string[]): Option[] =>
    codes.map(code => ({ code, name: label(own, group, code), isChosen: chosen.includes(code) }))
  const none = { code: '', name: text('choose'), isChosen: false }
  const select = (name: 'kind' | 'topic' | 'level' | 'urgency', group: string, codes: readonly string[]) => ({
    name,
    label: text(`fields.${name}`),
    mistakes: wrong(name),
    options: [...(name === 'urgency' ? [] : [none]), ...choose(group, codes, [form[name]])],
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
    ],
    days: (['from', 'until', 'deadline'] as const).map(name => input(name, 'date')),
    status: form.status,
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
