import { forEach, type Language, type Localized } from '../language/language.js'
import { hrefIn, type Update, type UpdateLink } from './update.js'

/** Links that the form has room for. */
export const FORM_LINKS = 3

/** What somebody types about an update, as typed: nothing is judged here. */
export type UpdateForm = {
  id: string
  kind: string
  topic: string
  level: string
  urgency: string
  status: string
  from: string
  until: string
  deadline: string
  amount: { min: string; max: string; per: Localized }
  authority: Localized
  roles: string[]
  competences: string[]
  communes: string[]
  links: { href: Localized; label: Localized }[]
  event: { start: string; end: string; place: Localized; url: string }
  change: Localized
  pass_on: Localized
  title: Localized
  text: Localized
  /** Keys without a field of their own, as YAML lines. */
  more: string
}

/** An empty form in these languages. */
export function emptyForm(languages: readonly Language[]): UpdateForm {
  const none = () => forEach(languages, () => '')
  return {
    ...{ id: '', kind: '', topic: '', level: '', urgency: 'normal', status: 'in-force' },
    ...{ from: '', until: '', deadline: '', roles: [], competences: [], communes: [], more: '' },
    amount: { min: '', max: '', per: none() },
    authority: none(),
    links: Array.from({ length: FORM_LINKS }, () => ({ href: none(), label: none() })),
    event: { start: '', end: '', place: none(), url: '' },
    change: none(),
    pass_on: none(),
    title: none(),
    text: none(),
  }
}

/** The form of an accepted update. The note of its last change is left out: the next change needs its own. */
export function formOf(update: Update, languages: readonly Language[]): UpdateForm {
  const empty = emptyForm(languages)
  const said = (one: Localized | null | undefined) => forEach(languages, language => one?.[language] ?? '')
  const { amount, event, concerns, links, text, act } = update
  return {
    ...empty,
    ...{ id: update.id, kind: update.kind, topic: update.topic, level: update.level },
    ...{ urgency: update.urgency, status: update.status },
    ...{ from: update.from ?? '', until: update.until ?? '', deadline: update.deadline ?? '' },
    amount: { min: numberIn(amount?.min), max: numberIn(amount?.max), per: said(amount?.per) },
    authority: said(update.authority),
    ...{ roles: concerns.roles, competences: concerns.competences, communes: concerns.communes },
    links: empty.links.map((none, index) => linkIn(links[index], languages) ?? none),
    event: {
      start: event?.start ?? '',
      end: event?.end ?? '',
      place: said(event?.place),
      url: event?.url ?? '',
    },
    pass_on: said(update.pass_on),
    title: forEach(languages, language => text[language]?.title ?? ''),
    text: forEach(languages, language => {
      const own = text[language]
      return own ? [own.summary, own.body].filter(part => part !== '').join('\n\n') : ''
    }),
    more: act ? `act: ${JSON.stringify(act)}` : '',
  }
}

/** Whether an update has more links than the form: then it is changed in its file. */
export const fitsForm = ({ links }: Update) => links.length <= FORM_LINKS

const numberIn = (amount: number | null | undefined) =>
  amount === null || amount === undefined ? '' : String(amount)

const linkIn = (link: UpdateLink | undefined, languages: readonly Language[]) =>
  link && {
    href: forEach(languages, language => hrefIn(link, language)),
    label: forEach(languages, language => link.label[language] ?? ''),
  }

/** The file that a form makes, and which field each of its lines comes from. */
export type FormSource = { text: string; fieldAt: (line: number) => string }

/** An update file (design §6) with all that was typed: wrong values stand there as they are, so that its reader names them. */
export function sourceOf(form: UpdateForm): FormSource {
  const lines: [field: string, line: string][] = [['', '---'], ...keyLines(form), ['', '---']]
  for (const [language, title] of Object.entries(form.title)) {
    lines.push([`title.${language}`, `# ${language}: ${onOneLine(title)}`])
    const text = (form.text[language] ?? '').replace(/\r\n?/g, '\n').trim()
    lines.push(...text.split('\n').map((line): [string, string] => [`text.${language}`, line]))
    lines.push([`text.${language}`, ''])
  }
  return {
    text: `${lines
      .map(([, line]) => line)
      .join('\n')
      .trimEnd()}\n`,
    fieldAt: line => lines[line - 1]?.[0] ?? '',
  }
}

/** A no-break space stays: it is typography. */
const onOneLine = (text: string) => text.replace(/[\n\r\v\f\u0085\u2028\u2029]+/g, ' ').trim()

function keyLines(form: UpdateForm): [field: string, line: string][] {
  const { amount, event, links, roles, competences, communes } = form
  const concerns = { roles, competences, communes }
  const values: [field: string, value: unknown][] = [
    ...(['id', 'kind', 'topic', 'level'] as const).map((key): [string, unknown] => [key, plain(form[key])]),
    ['authority', said(form.authority)],
    ['urgency', form.urgency === 'normal' ? null : form.urgency],
    ...(['from', 'until', 'deadline'] as const).map((key): [string, unknown] => [key, orNull(form[key])]),
    ['amount', filled({ min: number(amount.min), max: number(amount.max), per: said(amount.per) })],
    ['concerns', filled(Object.fromEntries(Object.entries(concerns).filter(([, list]) => list.length > 0)))],
    ['links', some(links.flatMap(({ href, label }) => filled({ ...said(href), label: said(label) }) ?? []))],
    [
      'event',
      filled({
        start: orNull(event.start),
        end: orNull(event.end),
        place: said(event.place),
        url: orNull(event.url),
      }),
    ],
    ['change', said(form.change)],
    ['pass_on', said(form.pass_on)],
    ['status', form.status === 'in-force' ? null : form.status],
  ]
  const lines = values
    .filter(([, value]) => value !== null)
    .map(([key, value]): [string, string] => [key, `${key}: ${yaml(value)}`])
  const more = form.more.replace(/\r\n?/g, '\n').split('\n')
  return [
    ...lines,
    ...more.filter(line => line.trim() !== '').map((line): [string, string] => ['more', unfenced(line)]),
  ]
}

/** A line that would end the keys is quoted: then YAML refuses it where it stands. */
const unfenced = (line: string) => (/^(?:---|\.\.\.)/.test(line) ? JSON.stringify(line) : line)

/** A code or a date is written plain; JSON is YAML, too (YAML 1.2 §1.2). */
const yaml = (value: unknown): string =>
  typeof value === 'string' && /^[\p{L}\d][\p{L}\d-]*$/u.test(value) && !/^\d+$/.test(value)
    ? value
    : JSON.stringify(value)

const plain = (text: string) => onOneLine(text)
const orNull = (text: string) => (text.trim() === '' ? null : onOneLine(text))
const number = (text: string) => (/^\s*\d{1,12}(?:\.\d{1,2})?\s*$/.test(text) ? Number(text) : orNull(text))

/** What is said in some language; null where nothing is. */
function said(texts: Localized): Localized | null {
  const found = Object.entries(texts).filter(([, text]) => text.trim() !== '')
  return found.length === 0
    ? null
    : Object.fromEntries(found.map(([language, text]) => [language, text.replace(/\r\n?/g, '\n').trim()]))
}

/** An object without its empty members; null without any. */
function filled(values: Record<string, unknown>): Record<string, unknown> | null {
  const found = Object.entries(values).filter(([, value]) => value !== null)
  return found.length === 0 ? null : Object.fromEntries(found)
}

const some = <T>(list: T[]): T[] | null => (list.length === 0 ? null : list)
