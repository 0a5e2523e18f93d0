import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import type { Config } from '../config.js'
import { readBranding } from '../mjml/branding-file.js'
import { inBrandingColours } from '../mjml/compile.js'
import type { Strings } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'

/** Fills a page: the layout around the page's own part. */
export type FillPage = (name: string, language: string, title: string, view: object) => Promise<string>

/** Fills a part of a page, without the layout. */
export type FillPart = (name: string, view: object) => Promise<string>

/** A file of all pages, stylesheet or script, and the address under which this version of it never changes. */
export type PageFile = { text: string; href: string }

/** Pages from `templates/pages`, with their partials (`{{> name}}`); values are escaped, an unknown one throws. */
export function openPageTemplates(
  config: Pick<Config, 'templatesDir' | 'agency'>,
  strings: Record<Language, Strings>,
): {
  fill: FillPage
  part: FillPart
  styles: () => Promise<PageFile>
  script: () => Promise<PageFile>
} {
  const engine = Handlebars.create()
  engine.registerHelper('icon', (name: string) =>
    name
      ? new Handlebars.SafeString(`<svg class="icon" aria-hidden="true"><use href="#i-${name}"></use></svg>`)
      : '',
  )
  const compiled = new Map<string, HandlebarsTemplateDelegate>()
  const registerPartials = async (source: string) => {
    for (const [, partial = ''] of source.matchAll(/\{\{> ([\w-]+)/g)) {
      const text = await readColoured(`${partial}.hbs`, config)
      await registerPartials(text)
      engine.registerPartial(partial, text)
    }
  }
  const template = async (name: string) => {
    const found = compiled.get(name)
    if (found) return found
    const coloured = await readColoured(`${name}.hbs`, config)
    await registerPartials(coloured)
    const made = engine.compile(coloured, { strict: true })
    compiled.set(name, made)
    return made
  }
  const styles = once(() => readFileOf('desk.css', config))
  const script = once(() => readFileOf('desk.js', config))
  const options = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }
  const fill: FillPage = async (name, language, title, view) => {
    const own = { session: null, pages: [], logIn: null, waits: null, script: false, ...view, language }
    const body = (await template(name))(own, options)
    const layout = inLanguage(strings, language).layout
    const files = { styles: (await styles()).href, script: own.script ? (await script()).href : null }
    const around = { ...own, layout, title, body, ...files }
    return (await template('layout'))(around, options)
  }
  const part: FillPart = async (name, view) => (await template(name))(view, options)
  return { fill, part, styles, script }
}

async function readColoured(file: string, { templatesDir, agency }: Pick<Config, 'templatesDir' | 'agency'>) {
  const path = join(templatesDir, 'pages', file)
  const source = { name: `pages/${file}`, path, text: await readFile(path, 'utf8') }
  return inBrandingColours(source, await readBranding(templatesDir, agency.languages))
}

async function readFileOf(name: string, config: Pick<Config, 'templatesDir' | 'agency'>): Promise<PageFile> {
  const text = await readColoured(name, config)
  const version = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return { text, href: `/${name}?v=${version}` }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make()
    return made
  }
}
