import { MANDATE_ROLES } from '../model/agency/role-names.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { Commune } from '../model/roster/commune.js'
import { KINDS, STATUSES, URGENCIES } from '../model/updates/update.js'
import type { UpdateForm } from '../model/updates/update-form.js'
import { label } from '../present/mail/wording.js'
import { type PageContext, speaker } from './page-frame.js'
import type { Mistake } from './update-form-sent.js'

type Selected = 'kind' | 'topic' | 'level' | 'urgency' | 'status'
/** Fields with a value from the beginning. */
const DEFAULTED: readonly Selected[] = ['urgency', 'status']

type Option = { code: string; name: string; isChosen: boolean }

/** What the form has to choose from. */
type Lists = Pick<PageContext, 'strings' | 'config'> & { communes: readonly Commune[]; isNew: boolean }

/** What the form shows: values, lists to choose from, and mistakes beside their fields. */
export function fieldsView(form: UpdateForm, mistakes: readonly Mistake[], lists: Lists, language: Language) {
  const { text } = speaker(lists.strings, language, 'pages.write')
  const wrong = (field: string) => mistakes.filter(one => one.field === field)
  const input = (name: 'id' | 'from' | 'until' | 'deadline', type: string) => ({
    ...{ name, type, label: text(`fields.${name}`), hint: text(`hints.${name}`) },
    ...{ value: form[name], mistakes: wrong(name) },
  })
  return {
    id: input('id', 'text'),
    days: (['from', 'until', 'deadline'] as const).map(name => input(name, 'date')),
    ...choicesView(form, wrong, lists, language),
    ...textsView(form, wrong, lists.config.agency.languages),
    more: form.more,
    moreMistakes: wrong('more'),
    noneMistakes: wrong('title'),
  }
}

type Wrong = (field: string) => Mistake[]

function choicesView(
  form: UpdateForm,
  wrong: Wrong,
  { strings, config, communes, isNew }: Lists,
  language: Language,
) {
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.write')
  const names = (group: string) => Object.keys((own[group] ?? {}) as object)
  const choose = (group: string, codes: readonly string[], chosen: readonly string[]): Option[] =>
    codes.map(code => ({ code, name: label(own, group, code), isChosen: chosen.includes(code) }))
  const none = { code: '', name: text('choose'), isChosen: false }
  const select = (name: Selected, group: string, codes: readonly string[]) => ({
    ...{ name, label: text(`fields.${name}`), mistakes: wrong(name) },
    options: [...(DEFAULTED.includes(name) ? [] : [none]), ...choose(group, codes, [form[name]])],
  })
  return {
    selects: [
      select('kind', 'kinds', KINDS),
      select('topic', 'topics', names('topics')),
      select('level', 'levels', Object.keys(config.agency.levels)),
      select('urgency', 'differences.urgency', URGENCIES),
      ...(isNew ? [] : [select('status', 'differences.status', STATUSES)]),
    ],
    roles: choose('roles', MANDATE_ROLES, form.roles),
    competences: choose('competences', names('competences'), form.competences),
    communes: communes.map(({ nis, name }) => ({
      code: nis,
      name: inLanguage(name, language),
      isChosen: form.communes.includes(nis),
    })),
    concernsMistakes: wrong('concerns'),
  }
}

/** What is typed in each language. */
function textsView(form: UpdateForm, wrong: Wrong, languages: readonly Language[]) {
  return {
    texts: languages.map(one => ({
      ...{ language: one, code: one.toUpperCase(), title: form.title[one] ?? '', text: form.text[one] ?? '' },
      titleMistakes: wrong(`title.${one}`),
      textMistakes: wrong(`text.${one}`),
    })),
    change: said('change', form.change, languages),
    changeMistakes: wrong('change'),
    passOn: said('pass_on', form.pass_on, languages),
    passOnMistakes: wrong('pass_on'),
    authority: said('authority', form.authority, languages),
    authorityMistakes: wrong('authority'),
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
  }
}

const said = (name: string, texts: Record<string, string>, languages: readonly Language[]) =>
  languages.map(language => ({
    name: `${name}.${language}`,
    code: language.toUpperCase(),
    language,
    value: texts[language] ?? '',
  }))
