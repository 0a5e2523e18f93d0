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

/** The stylesheet of all pages, and the address under which this version of it never changes. */
export type PageStyles = { text: string; href: string }

/** Pages from `templates/pages`, with their partials (`{{> name}}`); values are escaped, an unknown one throws. */
export function openPageTemplates(
  config: Pick<Config, 'templatesDir' | 'agency'>,
  strings: Record<Language, Strings>,
): {
  fill: FillPage
  styles: () => Promise<PageStyles>
} {
  const engine = Handlebars.create()
  engine.registerHelper('icon', (name: string) =>
    name
      ? new Handlebars.SafeString(`<svg class="icon" aria-hidden="true"><use href="#i-${name}"></use></svg>`)
      : '',
  )
  const compiled = new Map<string, HandlebarsTemplateDelegate>()
  const template = async (name: string) => {
    const found = compiled.get(name)
    if (found) return found
    const coloured = await readColoured(`${name}.hbs`, config)
    for (const [, partial = ''] of coloured.matchAll(/\{\{> ([\w-]+)/g))
      engine.registerPartial(partial, await readColoured(`${partial}.hbs`, config))
    const made = engine.compile(coloured, { strict: true })
    compiled.set(name, made)
    return made
  }
  let read: Promise<PageStyles> | null = null
  const styles = () => {
    read ??= readStyles(config)
    return read
  }
  const options = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }
  const fill: FillPage = async (name, language, title, view) => {
    const own = { session: null, pages: [], logIn: null, waits: null, ...view, language }
    const body = (await template(name))(own, options)
    const layout = inLanguage(strings, language).layout
    const around = { ...own, layout, title, body, styles: (await styles()).href }
    return (await template('layout'))(around, options)
  }
  return { fill, styles }
}

async function readColoured(file: string, { templatesDir, agency }: Pick<Config, 'templatesDir' | 'agency'>) {
  const path = join(templatesDir, 'pages', file)
  const source = { name: `pages/${file}`, path, text: await readFile(path, 'utf8') }
  return inBrandingColours(source, await readBranding(templatesDir, agency.languages))
}

async function readStyles(config: Pick<Config, 'templatesDir' | 'agency'>): Promise<PageStyles> {
  const text = await readColoured('desk.css', config)
  const version = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return { text, href: `/desk.css?v=${version}` }
}
