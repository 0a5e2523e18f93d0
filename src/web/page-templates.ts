import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import type { Config } from '../config.js'
import { readBranding } from '../mjml/branding-file.js'
import { inBrandingColours } from '../mjml/compile.js'

/** Fills a page: the layout around the page's own part. */
export type FillPage = (name: string, language: string, title: string, view: object) => Promise<string>

/** Pages from `templates/pages`, with their partials (`{{> name}}`); values are escaped, an unknown one throws. */
export function openPageTemplates({
  templatesDir,
  agency,
}: Pick<Config, 'templatesDir' | 'agency'>): FillPage {
  const engine = Handlebars.create()
  const compiled = new Map<string, HandlebarsTemplateDelegate>()
  const sourceOf = async (name: string) => {
    const path = join(templatesDir, 'pages', `${name}.hbs`)
    const source = { name: `pages/${name}.hbs`, path, text: await readFile(path, 'utf8') }
    return inBrandingColours(source, await readBranding(templatesDir, agency.languages))
  }
  const template = async (name: string) => {
    const found = compiled.get(name)
    if (found) return found
    const coloured = await sourceOf(name)
    for (const [, partial = ''] of coloured.matchAll(/\{\{> ([\w-]+)/g))
      engine.registerPartial(partial, await sourceOf(partial))
    const made = engine.compile(coloured, { strict: true })
    compiled.set(name, made)
    return made
  }
  const options = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }
  return async (name, language, title, view) => {
    const own = { session: null, pages: [], logIn: null, waits: null, ...view }
    const body = (await template(name))(own, options)
    return (await template('layout'))({ ...own, language, title, body }, options)
  }
}
