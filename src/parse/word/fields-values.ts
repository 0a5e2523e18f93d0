import type { NameList } from '../../model/language/names.js'
import { fieldAt } from '../../model/updates/vocabulary.js'
import type { Known } from '../update/checks.js'
import { plainText, type WordParagraph } from './document.js'

export function namesAt(path: readonly string[], { names }: Pick<Known, 'names'>): NameList {
  const values = fieldAt(path)?.values
  return (typeof values === 'string' ? names?.[values] : values) ?? {}
}

export function textOf(cell: readonly WordParagraph[]): string {
  return cell.map(plainText).join('\n').trim()
}
