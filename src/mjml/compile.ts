import { channel } from 'node:diagnostics_channel'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import type { ValidationError } from 'mjml'
import type { Branding, Palette } from '../model/agency/branding.js'
import type { CompiledTemplates } from '../model/editions/edition.js'
import { inEachLanguage, type Language, type Localized } from '../model/language/language.js'
import { readBranding } from './branding-file.js'
import { checkSource } from './check-source.js'
import { checkHandlebars, lineAt, type Source } from './source.js'
import { TemplateError } from './template-error.js'

/** Publishes each run of MJML as `{template, language}`. A run takes as long as a hundred mails, so no mail may cause one. */
const compiled = channel('estafette.mjml')

const COLOUR = /%(light|dark)\.(\w+)%/g

/**
 * Compiles the edition mail of a templates folder: MJML to HTML once per first language, never per recipient. The results are Handlebars sources,
 * frozen with the edition. Throws a TemplateError that names file and line.
 */
export async function compileTemplates(
  dir: string,
  languages: readonly Language[],
): Promise<CompiledTemplates> {
  return compileWith(dir, await readBranding(dir, languages), languages)
}

/** The same with branding that has been read already. */
export async function compileWith(
  dir: string,
  house: Branding,
  languages: readonly Language[],
): Promise<CompiledTemplates> {
  const subject = (await readChecked(resolve(dir), 'subject.hbs')).trim()
  const mail = await compileMail(dir, house, 'edition', languages)
  return inEachLanguage(mail, one => ({ ...one, subject }))
}

/** HTML and text of one mail of the folder: `edition` is edition.mjml and edition.txt.hbs. */
export async function compileMail(
  dir: string,
  house: Branding,
  mail: string,
  languages: readonly Language[],
): Promise<CompiledMail> {
  const root = resolve(dir)
  const partials = (await readdir(join(root, 'partials'))).filter(file => file.endsWith('.mjml')).sort()
  const frame = await readSource(root, `${mail}.mjml`)
  const sources = await Promise.all(partials.map(file => readSource(root, join('partials', file))))
  for (const source of [frame, ...sources]) {
    checkSource(source)
    checkColours(source, house)
  }
  const text = forSeveral(await readChecked(root, `${mail}.txt.hbs`), languages)
  const made: CompiledMail = {}
  for (const language of languages) {
    const fill = (xml: string) =>
      forSeveral(withColours(xml, house), languages).replaceAll('%language%', language)
    made[language] = { html: await compileHtml(frame, language, fill), text }
  }
  return made
}

type CompiledMail = Localized<{ html: string; text: string }>

/** What stands from %several% to %end% is there where the agency writes in several languages. */
function forSeveral(source: string, languages: readonly Language[]): string {
  const [before = '', ...pieces] = source.split('%several%')
  const kept = pieces.map(piece => {
    const [inner = '', after = ''] = piece.split('%end%')
    return languages.length > 1 ? inner + after : after
  })
  return before + kept.join('')
}

async function compileHtml(
  frame: Source,
  language: Language,
  fill: (xml: string) => string,
): Promise<string> {
  try {
    // Loaded here: loading takes longer than most commands, which compile nothing.
    const { default: mjml2html } = await import('mjml')
    compiled.publish({ template: frame.name, language })
    const { html } = await mjml2html(frame.text, {
      filePath: frame.path,
      actualPath: frame.path,
      ignoreIncludes: false,
      keepComments: false,
      validationLevel: 'strict',
      fonts: {},
      preprocessors: [fill],
    })
    return compact(assertWhole(html, frame))
  } catch (error) {
    throw error instanceof TemplateError ? error : asTemplateError(error, frame)
  }
}

/** A page's source with the colours of house.yaml. Throws a TemplateError for a colour that it lacks. */
export function inBrandingColours(source: Source, house: Branding): string {
  checkColours(source, house)
  return withColours(source.text, house)
}

/** Replaces %light.ink% and %dark.ink% by the colours: MJML accepts no {{…}} as a colour. */
function withColours(xml: string, { colours }: Branding): string {
  return xml.replace(
    COLOUR,
    (_, mode: 'light' | 'dark', name: string) => colours[mode][name as keyof Palette],
  )
}

function checkColours({ name, text }: Source, { colours }: Branding): void {
  for (const { 0: token, 1: mode, 2: colour, index } of text.matchAll(COLOUR))
    if (!Object.hasOwn(colours[mode as 'light' | 'dark'], colour as string))
      throw new TemplateError(name, lineAt(text, index), `${token} is not a colour of house.yaml.`)
}

/** MJML turns an unreadable include into a comment, and keeps a misplaced tag as it is. */
function assertWhole(html: string, { name }: Source): string {
  const left = /<!-- mj-include[^>]{0,300}|<\/?mj-[a-z-]+|%(?:light|dark)\.\w+%/.exec(html)
  if (left) throw new TemplateError(name, 1, `is not whole after compiling: ${left[0]}`)
  return html
}

/** Removes the indentation, a quarter of the size. Keeps line ends: a salutation stands alone on its line. */
function compact(html: string): string {
  return html
    .replace(/(?<![ \t])[ \t]*\n\s*/g, '\n')
    .replace(/<!--\[if mso \| IE\]>\n/g, '<!--[if mso | IE]>')
    .trim()
}

function asTemplateError(error: unknown, { name, path }: Source): TemplateError {
  const found = (error as { errors?: ValidationError[] }).errors?.[0]
  if (!found) {
    return new TemplateError(name, 1, error instanceof Error ? error.message : String(error))
  }
  const file = fileNamedIn(found.formattedMessage) ?? path
  return new TemplateError(
    displayName(resolve(path, '..'), file),
    found.line,
    `<${found.tagName}> ${found.message}`,
  )
}

/** The file of "Line 3 of FILE, included at line 5 of FRAME (mj-text) — …". */
function fileNamedIn(message: string): string | null {
  const [start, end] = [message.indexOf(' of ') + ' of '.length, message.indexOf(' (')]
  if (start < ' of '.length || end < start) return null
  return message.slice(start, end).split(', included at ')[0] ?? null
}

async function readChecked(root: string, file: string): Promise<string> {
  const source = await readSource(root, file)
  checkHandlebars(source)
  return source.text
}

async function readSource(root: string, file: string): Promise<Source> {
  const path = join(root, file)
  const name = displayName(root, path)
  try {
    return { name, path, text: await readFile(path, 'utf8') }
  } catch {
    throw new TemplateError(name, 1, 'can’t be read.')
  }
}

function displayName(root: string, path: string): string {
  return join(basename(root), relative(root, path))
}
