import Handlebars from 'handlebars'
import { TemplateError } from './template-error.js'

/** A template file: `name` is for messages, `path` locates it. */
export type Source = { name: string; path: string; text: string }

/** Blanks each comment and keeps its lines; an unclosed one is no comment. */
export function withoutComments(text: string): string {
  const parts: string[] = []
  let from = 0
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', start + 4)
    if (end < 0) break
    parts.push(text.slice(from, start), text.slice(start, end + 3).replace(/[^\n]/g, ' '))
    from = end + 3
  }
  return parts.join('') + text.slice(from)
}

/** Checks the Handlebars of one file; the parser says "Parse error on line 12". */
export function checkHandlebars(source: Source): void {
  try {
    Handlebars.parse(source.text)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const line = Number(/line (\d+)/.exec(message)?.[1] ?? / - (\d+):/.exec(message)?.[1] ?? 1)
    throw new TemplateError(source.name, line, message.split('\n').slice(0, 2).join(' '))
  }
}

/** The line, from 1, of an offset in a text. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
