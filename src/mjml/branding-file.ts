import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { type Branding, parseBranding } from '../model/agency/branding.js'
import type { Language } from '../model/language/language.js'
import { TemplateError } from './template-error.js'

/** Reads house.yaml of a templates folder. Throws a TemplateError with the line of the first fault. */
export async function readBranding(dir: string, languages: readonly Language[]): Promise<Branding> {
  const root = resolve(dir)
  const name = join(basename(root), 'house.yaml')
  const source = await readFile(join(root, 'house.yaml'), 'utf8').catch(() => {
    throw new TemplateError(name, 1, 'can’t be read.')
  })
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true })
  const [error] = document.errors
  if (error)
    throw new TemplateError(name, error.linePos?.[0].line ?? 1, error.message.split('\n')[0] as string)
  const parsed = parseBranding(document.toJS({ maxAliasCount: 0 }), languages)
  if ('house' in parsed) return parsed.house
  const [issue] = parsed.issues
  throw new TemplateError(name, lineOf(issue?.path ?? []), issue?.message ?? 'is not a house.')

  /** The line of the deepest existing node on the path. */
  function lineOf(path: (string | number)[]): number {
    for (let depth = path.length; depth > 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as
        | { range?: [number, number, number] }
        | undefined
      if (node?.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
}
