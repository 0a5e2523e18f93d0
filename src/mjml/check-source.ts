import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { checkHandlebars, type Source, withoutComments } from './source.js'
import { TemplateError } from './template-error.js'

const MJ_TAG = /<(\/?)(mj(?:ml|-[a-z-]+))(?![a-z-])((?:"[^"]*"|'[^']*'|[^'"<>])*?)(\/?)>/g

/**
 * Throws a TemplateError for faults that MJML ignores. It closes an open tag somewhere. It renders a comment for an include that is missing or
 * outside. It accepts a Handlebars block that isn't balanced within its file.
 */
export function checkSource(source: Source): void {
  checkTags(source)
  checkHandlebars(source)
}

function checkTags(source: Source): void {
  const text = withoutComments(source.text)
  let [line, counted] = [1, 0]
  const open: { tag: string; line: number }[] = []
  for (const match of text.matchAll(MJ_TAG)) {
    const [, closing, tag, attributes, selfClosing] = match as unknown as [
      string,
      string,
      string,
      string,
      string,
    ]
    line += text.slice(counted, match.index).split('\n').length - 1
    counted = match.index
    if (tag === 'mj-include') checkInclude(source, attributes, line)
    if (selfClosing) continue
    if (!closing) {
      open.push({ tag, line })
      continue
    }
    const last = open.pop()
    if (last?.tag !== tag)
      throw new TemplateError(
        source.name,
        line,
        last ? `</${tag}> closes <${last.tag}> of line ${last.line}.` : `</${tag}> closes nothing.`,
      )
  }
  const left = open.pop()
  if (left) throw new TemplateError(source.name, left.line, `<${left.tag}> is never closed.`)
}

function checkInclude(source: Source, attributes: string, line: number): void {
  const path = /\bpath\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1]
  if (!path) throw new TemplateError(source.name, line, 'mj-include has no path.')
  const folder = dirname(source.path)
  const target = resolve(folder, path)
  if (!target.startsWith(`${folder}/`) && !target.startsWith(`${folder}\\`))
    throw new TemplateError(source.name, line, `mj-include leads out of its folder: ${path}`)
  if (!existsSync(target))
    throw new TemplateError(source.name, line, `mj-include names a file that is not there: ${path}`)
}
