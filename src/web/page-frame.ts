import { basename, isAbsolute, join, relative } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.js'
import type { Config } from '../config.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { Strings } from '../model/editions/edition.js'
import { followsUp } from '../model/follow-ups/contacts.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { readsUpdates } from '../model/staff/editors.js'
import { ownName } from '../present/mail/own-name.js'
import { momentInText } from '../present/mail/spans.js'
import { typeset } from '../present/mail/typography.js'
import { fill as fillIn, say, sayCount } from '../present/mail/wording.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import type { FillPage } from './page-templates.js'
import { seesCatcher } from './this-machine.js'

/** What the staff's pages share. */
export type PageContext = {
  app: App
  config: Config
  strings: Record<Language, Strings>
  fill: FillPage
}

export const html = (reply: FastifyReply, page: string) => reply.type('text/html; charset=utf-8').send(page)

/**
 * `?lang=`, else the first language of the person, else the browser's first among the agency's, else its first. The person is who
 * is logged in, or whom the link of a mail names.
 */
export function languageOf(
  request: FastifyRequest,
  person: { languages: readonly Language[] } | null = request.person,
): Language {
  const languages = request.server.languages
  const asked = languages.find(one => one === (request.query as { lang?: unknown }).lang)
  const accepted = String(request.headers['accept-language'] ?? '').toLowerCase()
  const browser = accepted.split(',').map(part => part.trim().slice(0, 2))
  const first = browser.find(one => languages.includes(one))
  return asked ?? person?.languages[0] ?? first ?? (languages[0] as Language)
}

/** What the layout shows around a page: the other language, and who is logged in. Without a path there is no other language. */
export function frameOf(
  request: FastifyRequest,
  context: PageContext,
  language: Language,
  path: string | null,
) {
  const { app, strings } = context
  const { person, sessionToken } = request
  const words = inLanguage(strings, language).pages as Strings
  const { pages, logIn } = waysOf(request, context, language)
  const others = path === null ? [] : Object.keys(strings).filter(other => other !== language)
  return {
    words,
    others: others.map(other => ({
      code: other,
      href: `${path}${path?.includes('?') ? '&' : '?'}lang=${other}`,
      name: say(inLanguage(strings, other), 'language.name'),
    })),
    pages,
    logIn,
    waits: waitsLine(context, language),
    session: person && {
      name: ownName(person.name, language),
      form: formTokenOf(app, sessionToken),
      language,
      words: words.followUps as Strings,
    },
  }
}

/**
 * That nothing leaves from here, and who decides; null while mail may leave. There is no button: the service that sends now may run elsewhere, and
 * two would send everything twice. Only somebody at the machines can tell.
 */
function waitsLine({ app, strings }: PageContext, language: Language): string | null {
  const standing = app.instance.lastStanding()
  if (standing?.kind !== 'awaits') return null
  const hasSuccessor = standing.reason === 'moved' || standing.reason === 'left'
  return speaker(strings, language, 'pages.waits').text(hasSuccessor ? 'successor' : 'copy')
}

/** A link of the navigation; `current` marks the present page. */
export type Way = { href: string; text: string; current: boolean }

/** The navigation; before the log-in it lists all pages, since those not for everybody ask for it. */
export function waysOf(
  request: FastifyRequest,
  { config, strings }: Pick<PageContext, 'config' | 'strings'>,
  language: Language,
): { pages: Way[]; logIn: Way | null } {
  const { person, url } = request
  const { text } = speaker(strings, language, 'pages')
  const published = speaker(strings, language, 'web').text('published')
  const way = (path: string, name: string): Way => ({
    href: `${path}?lang=${language}`,
    text: name,
    current: url.split('?')[0] === path,
  })
  const followUps = !person || followsUp(person) ? [way('/follow-ups', text('followUps.title'))] : []
  const updates = !person || readsUpdates(person) ? [way('/updates', text('updates.title'))] : []
  const mails = seesCatcher(request, config) ? [way('/catcher', text('catcher.title'))] : []
  return {
    pages: [
      way('/', text('my-desk.title')),
      way('/editions', text('editions')),
      ...updates,
      ...followUps,
      way('/published/', published),
      ...mails,
    ],
    logIn: person ? null : way('/log-in', text('logIn.title')),
  }
}

/** The same for a newcomer, with the purpose of each page. */
export function aroundView(request: FastifyRequest, context: PageContext, language: Language) {
  const { pages, logIn } = waysOf(request, context, language)
  if (!logIn) return null
  const { text } = speaker(context.strings, language, 'pages.around')
  const what: Record<string, string> = {
    '/editions': text('editions'),
    '/updates': text('updates'),
    '/follow-ups': text('follow-ups'),
    '/published/': text('published'),
    '/log-in': text('log-in'),
    '/catcher': text('catcher'),
  }
  const ways = [...pages, logIn].map(way => ({ ...way, what: what[way.href.split('?')[0] ?? ''] }))
  return {
    title: text('title'),
    ways: ways.filter(way => !way.current),
    caught: caughtLine(context, language),
  }
}

/** Where the mails are without a relay, and who may log in: nobody would look there. Null with a relay. */
export function caughtLine({ config, strings }: PageContext, language: Language): string | null {
  if (config.smtp !== null) return null
  const values = {
    mails: join(shortPath(config.dataDir), 'mail'),
    staff: staffFile(config),
  }
  return speaker(strings, language, 'pages.around').text('caught', values)
}

/** The file that lists who may log in. */
export const staffFile = ({ recipientsDir }: Config) => join(shortPath(recipientsDir), 'staff.yaml')

/** A folder as seen by who started the service; elsewhere its name suffices. */
function shortPath(folder: string): string {
  const path = relative(process.cwd(), folder)
  return path === '' || path.startsWith('..') || isAbsolute(path) ? basename(folder) : path
}

/** The typeset texts of a part of the pages, in one language; filled-in values stay unchanged. */
export function speaker(strings: Record<Language, Strings>, language: Language, part: string) {
  const own = inLanguage(strings, language)
  return {
    text: (key: string, values: Record<string, string | number> = {}) =>
      fillIn(typeset(say(own, `${part}.${key}`), language), values),
    count: (key: string, n: number) => typeset(sayCount(own, `${part}.${key}`, n, language), language),
  }
}

/** When, in words within a sentence: "jeudi 3 décembre à 9 h"; empty for no instant. */
export function momentOf(
  at: Date | null | undefined,
  { strings, config }: { strings: PageContext['strings']; config: Pick<Config, 'timeZone'> },
  language: Language,
): string {
  return at ? momentInText(withOffset(at, config.timeZone), inLanguage(strings, language), language) : ''
}
