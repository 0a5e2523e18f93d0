import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.js'
import type { Config } from '../config.js'
import type { Strings } from '../model/edition/edition.js'
import { followsUp } from '../model/follow-up/contacts.js'
import { LANGUAGES, type Language } from '../model/language.js'
import { ownName } from '../model/view/own-name.js'
import { typeset } from '../model/view/typography.js'
import { fill as fillIn, say, sayCount } from '../model/view/wording.js'
import type { FillPage } from './page-templates.js'

/** What the pages of the staff share. */
export type PageContext = {
  app: App
  config: Config
  strings: Record<Language, Strings>
  fill: FillPage
}

export const html = (reply: FastifyReply, page: string) => reply.type('text/html; charset=utf-8').send(page)

/** `?lang=`, else the first language of who is logged in, else the browser's first among ours, else French. */
export function languageOf(request: FastifyRequest): Language {
  const asked = LANGUAGES.find(one => one === (request.query as { lang?: unknown }).lang)
  const accepted = String(request.headers['accept-language'] ?? '').toLowerCase()
  const browser = accepted.split(',').map(part => part.trim().slice(0, 2))
  const first = LANGUAGES.find(one => one === browser.find(part => part === 'fr' || part === 'nl'))
  return asked ?? request.person?.languages[0] ?? first ?? 'fr'
}

/** What the layout shows around a page: the other language, who is logged in. Without a path there is no other language. */
export function frameOf(
  request: FastifyRequest,
  context: PageContext,
  language: Language,
  path: string | null,
) {
  const { app, strings } = context
  const { person, sessionToken } = request
  const words = strings[language].pages as Strings
  const others = path === null ? [] : LANGUAGES.filter(other => other !== language)
  return {
    words,
    others: others.map(other => ({
      code: other,
      href: `${path}${path?.includes('?') ? '&' : '?'}lang=${other}`,
      name: other === 'fr' ? 'Français' : 'Nederlands',
    })),
    session: person && {
      name: ownName(person.name, language),
      form: app.formToken(sessionToken),
      followsUp: followsUp(person),
      language,
      words: words.followUps as Strings,
    },
  }
}

/** The texts of a part of the pages, in one language, typeset; what is filled in stays as it was written. */
export function speaker(strings: Record<Language, Strings>, language: Language, part: string) {
  const own = strings[language]
  return {
    text: (key: string, values: Record<string, string | number> = {}) =>
      fillIn(typeset(say(own, `${part}.${key}`), language), values),
    count: (key: string, n: number) => typeset(sayCount(own, `${part}.${key}`, n, language), language),
  }
}
