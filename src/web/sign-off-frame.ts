import type { App } from '../app.js'
import type { Strings } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { SignOffRefusal } from '../model/sign-off/sign-off.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import type { SignLink } from '../steps/sign-off/sign-link.js'
import type { FillPage } from './page-templates.js'

/** What the pages behind mails' links need. */
export type SignOffContext = {
  app: App
  strings: Record<Language, Strings>
  fill: FillPage
}

/** The layout's other values; without a path there is no other language: a POST can't be repeated. */
export function frame(view: object, { strings }: SignOffContext, language: Language, path: string | null) {
  const others = path === null ? [] : Object.keys(strings).filter(other => other !== language)
  return {
    ...view,
    words: inLanguage(strings, language).pages as Strings,
    others: others.map(other => ({
      code: other,
      href: `${path}?lang=${other}`,
      name: (inLanguage(strings, other).language as Strings).name,
    })),
  }
}

export type Problem =
  | { kind: 'refused'; reason: SignOffRefusal; row: EditionRow; link: SignLink }
  | { kind: 'changed-rows'; row: { id: string } }
  | { kind: 'invalid' | 'too-many' | 'trouble' }
