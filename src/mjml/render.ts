import Handlebars from 'handlebars'
import {
  type EditionContent,
  languagesOf,
  type Reader,
  type RenderedMail,
} from '../model/editions/edition.js'
import { firstLanguage, forEach, inLanguage, type Language } from '../model/language/language.js'
import { oneLine } from '../model/language/single-line.js'
import { type EditionView, editionView } from '../present/mail/edition-view.js'
import type { Marks } from '../present/mail/personal-marks.js'
import type { Proof } from '../present/mail/proof-view.js'
import { mostSteps, stepsInLines } from '../present/mail/shortening.js'
import { hasWords } from '../present/mail/wording.js'
import { markdownToHtml, markdownToText } from './markdown.js'

type Template = (view: EditionView) => string
type Compiled = Record<keyof RenderedMail, Template>

/** Templates of each frozen edition, compiled once. */
const compiled = new WeakMap<EditionContent, Partial<Record<Language, Compiled>>>()

/** Handlebars reads own properties only: `__proto__` and `constructor` in data are ordinary names. */
const SAFE = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }

/** In bytes of HTML: Gmail cuts a mail at 102,400, and the salutation is added later. */
const ROOM = 100_000

/**
 * The edition for one reader, from its frozen content. Editors' text is escaped and never a template. The salutation stands alone on its line of
 * `html` and `text`, once per half. Too long HTML is shortened as little as needed; the text part is complete. `marks` stand for personal words.
 * Throws when a template names something missing.
 */
export function renderEdition(content: EditionContent, reader: Reader, marks?: Marks): RenderedMail {
  const templates = templatesOf(content, firstLanguage(reader.languages))
  const view = editionView(content, reader, { marks })
  return {
    subject: oneLine(templates.subject(view)),
    html: fittingHtml(templates.html(view), content, shortened =>
      templates.html(editionView(content, reader, { shortened, marks })),
    ),
    text: templates
      .text(view)
      .replace(/\n{3,}/g, '\n\n')
      .trim()
      .concat('\n'),
  }
}

/** The HTML with the fewest shortening steps that make it fit. */
function fittingHtml(
  full: string,
  { items, strings }: EditionContent,
  shortenedBy: (steps: number) => string,
): string {
  const fits = (html: string) => Buffer.byteLength(html) <= ROOM
  if (fits(full)) return full
  // Older frozen editions have no words for what is left out, so nothing is left out.
  const saysWhatIsLeftOut = Object.values(strings).every(own => hasWords(own, 'web.left-out'))
  let [few, many] = [0, saysWhatIsLeftOut ? mostSteps(items) : stepsInLines(items)]
  let best = shortenedBy(many)
  if (!fits(best)) return best
  while (many - few > 1) {
    const half = Math.floor((few + many) / 2)
    const html = shortenedBy(half)
    if (fits(html)) [many, best] = [half, html]
    else few = half
  }
  return best
}

/** A reader who is nobody in particular. */
const PUBLIC: Omit<Reader, 'languages' | 'salutation'> = {
  role: 'mayor',
  competences: [],
  commune: '',
}

/**
 * The web version, from the frozen content alone: all languages, all in full, nothing of any recipient or commune, with
 * the hash and the moment of sign-off.
 */
export function renderWebVersion(content: EditionContent, language: Language, proof: Proof): string {
  const salutation = forEach(languagesOf(content), () => '')
  const reader = { ...PUBLIC, languages: language, salutation }
  return templatesOf(content, language).html(editionView(content, reader, { proof }))
}

/** The frozen templates of an edition for a first language, compiled once. */
export function templatesOf(content: EditionContent, language: Language): Compiled {
  const known = compiled.get(content) ?? {}
  compiled.set(content, known)
  known[language] ??= compile(inLanguage(content.templates, language))
  return known[language]
}

function compile({ html, text, subject }: RenderedMail): Compiled {
  return {
    html: compileOne(html, false, markdownToHtml),
    text: compileOne(text, true, markdownToText),
    subject: compileOne(subject, true, markdown => markdown),
  }
}

/** Characters of the line under a title: longer lines break in a window. */
const LINE = 72

/** A template that escapes (HTML) or doesn't (text, subject). Throws on a name that its view lacks. */
export function compileOne<View = EditionView>(
  source: string,
  noEscape: boolean,
  fromMarkdown: (markdown: string, language: Language) => string,
): (view: View) => string {
  // By language, then by text: a combined key would be read through at each look-up.
  const rendered = new Map<Language, Map<string, string>>()
  const helpers = {
    markdown: (text: string, language: Language) => {
      const own = rendered.get(language) ?? new Map<string, string>()
      rendered.set(language, own)
      const html = own.get(text) ?? fromMarkdown(text, language)
      own.set(text, html)
      return new Handlebars.SafeString(html)
    },
    line: (text: string, mark: string) =>
      new Handlebars.SafeString(mark.repeat(Math.min([...text].length, LINE))),
    eq: (a: unknown, b: unknown) => a === b,
  }
  const template = templateOf(source, noEscape)
  return view => template(view, { ...SAFE, helpers })
}

const KNOWN_HELPERS = { markdown: true, line: true, eq: true }
const TEMPLATES_KEPT = 50
/** Compiled templates by source, for escaping or not: editions mostly have those of the one before. */
const kept = {
  escaping: new Map<string, HandlebarsTemplateDelegate>(),
  plain: new Map<string, HandlebarsTemplateDelegate>(),
}

function templateOf(source: string, noEscape: boolean): HandlebarsTemplateDelegate {
  const own = noEscape ? kept.plain : kept.escaping
  const template =
    own.get(source) ??
    Handlebars.compile(source, {
      strict: true,
      noEscape,
      preventIndent: true,
      knownHelpers: KNOWN_HELPERS,
      knownHelpersOnly: true,
    })
  own.set(source, template)
  const [oldest] = own.keys()
  if (own.size > TEMPLATES_KEPT && oldest !== undefined) own.delete(oldest)
  return template
}
