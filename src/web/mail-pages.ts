import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { renderEdition } from '../mjml/render.js'
import { MANDATE_ROLES } from '../model/agency/role-names.js'
import { isEditionName, localDay } from '../model/calendar/calendar.js'
import type { Addressee } from '../model/editions/audience.js'
import { type EditionContent, languagesOf } from '../model/editions/edition.js'
import { testReaders } from '../model/editions/test-readers.js'
import { inLanguage, type Language, readingsIn } from '../model/language/language.js'
import { label, say } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import { nextDraft } from '../steps/editions/next-edition.js'
import { readEdition, readFrozen } from '../steps/editions/read-edition.js'
import { FRAMED, FRAMING } from './framing.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'

/** How a mail is looked at: in a window as wide as a desktop's or a phone's, or its text part. */
const VIEWS = ['desktop', 'phone', 'text'] as const

/** As whom a mail is read; a missing or impossible wish is as most addressees have it. */
const Wishes = z.object({
  commune: z.string().min(1).max(20).optional().catch(undefined),
  role: z.enum(MANDATE_ROLES).optional().catch(undefined),
  languages: z.string().min(1).max(40).optional().catch(undefined),
  view: z.enum(VIEWS).catch('desktop'),
})
type Wishes = z.infer<typeof Wishes>

type MailRequest = FastifyRequest<{ Params: { edition: string } }>
type Shown = { content: EditionContent; addressees: readonly Addressee[] }

/** The mail of an edition, or of the next one, as anybody of its audience reads it. GET changes nothing. */
export function addMailPages(server: FastifyInstance, context: PageContext): void {
  server.get('/editions/:edition/mail', { helmet: FRAMING }, (request, reply) =>
    mailPage(request as MailRequest, reply, context),
  )
  server.get('/editions/:edition/mail/shown', { helmet: FRAMED }, (request, reply) =>
    shownMail(request as MailRequest, reply, context),
  )
}

/** What is frozen of an edition; of `next`, what would be. Null: nothing. */
async function shownOf({ params }: MailRequest, { app }: PageContext): Promise<Shown | null> {
  if (params.edition === 'next') {
    const next = await nextDraft(app)
    return next && { content: next.content, addressees: next.audience.addressees }
  }
  const row = isEditionName(params.edition) ? await readEdition(app, params.edition) : null
  return row && row.version > 0 ? readFrozen(app, row) : null
}

const wishesOf = ({ query }: MailRequest): Wishes => Wishes.parse(query)

/** The reading of the edition that is wished for, if it has such a one. */
const wishedReading = ({ content }: Shown, { languages }: Wishes) =>
  readingsIn(languagesOf(content)).find(one => one === languages)

function readerFor(shown: Shown, wishes: Wishes): Addressee | null {
  const languages = wishedReading(shown, wishes)
  const [reader] = testReaders(shown.addressees, {
    ...(wishes.commune ? { commune: wishes.commune } : {}),
    ...(wishes.role ? { role: wishes.role } : {}),
    ...(languages ? { languages } : {}),
  })
  return reader ?? null
}

async function shownMail(request: MailRequest, reply: FastifyReply, context: PageContext) {
  const shown = await shownOf(request, context)
  const wishes = wishesOf(request)
  const reader = shown && readerFor(shown, wishes)
  if (!shown || !reader) return reply.code(404).type('text/plain').send('404')
  const mail = renderEdition(shown.content, reader)
  return wishes.view === 'text'
    ? reply.type('text/plain; charset=utf-8').send(mail.text)
    : html(reply, mail.html)
}

async function mailPage(request: MailRequest, reply: FastifyReply, context: PageContext) {
  const shown = await shownOf(request, context)
  if (!shown) return reply.callNotFound()
  const { app, config, strings } = context
  const language = languageOf(request)
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.mail-as')
  const wishes = wishesOf(request)
  const reader = readerFor(shown, wishes)
  const { content } = shown
  const path = `/editions/${request.params.edition}`
  const { commune = '', role = '' } = wishes
  const chosen = { commune, role, languages: wishedReading(shown, wishes) ?? '', view: wishes.view }
  const query = new URLSearchParams(chosen)
  const options = {
    commune: communesIn(shown, language),
    role: MANDATE_ROLES.map((role): Option => [role, label(own, 'roles', role)]),
    languages: readingsIn(languagesOf(content)).map(
      (one): Option => [one, readingInWords(one, context, language)],
    ),
    view: VIEWS.map((one): Option => [one, text(`views.${one}`)]),
  }
  const today = localDay(app.clock(), config.timeZone)
  const view = {
    ...frameOf(request, context, language, `${path}/mail?${query}`),
    language,
    back: { href: `${path}?lang=${language}`, text: editionName(content.edition, today, own, language) },
    subject: reader && renderEdition(content, reader).subject,
    none: reader ? null : text('nobody'),
    view: wishes.view,
    shown: `${path}/mail/shown?${query}`,
    selects: NAMES.map(name => select(name, chosen[name], options[name], text)),
    text: { title: text('title'), show: text('show'), frame: text('frame') },
  }
  return html(reply, await context.fill('mail', language, view.text.title, view))
}

/** Communes that have somebody in the audience, by name. */
function communesIn({ content, addressees }: Shown, language: Language): Option[] {
  const reached = new Set(addressees.map(({ commune }) => commune))
  return content.communes
    .filter(({ nis }) => reached.has(nis))
    .map(({ nis, name }): Option => [nis, inLanguage(name, language)])
    .sort(([, one], [, other]) => one.localeCompare(other, language))
}

/** "Français, puis Nederlands": each language by its own name. */
const readingInWords = (reading: string, { strings }: PageContext, language: Language) =>
  reading
    .split('+')
    .map(one => say(inLanguage(strings, one), 'language.name'))
    .join(speaker(strings, language, 'pages.mail-as').text('then'))

const NAMES = ['commune', 'role', 'languages', 'view'] as const
type Option = [code: string, name: string]

function select(
  name: (typeof NAMES)[number],
  chosen: string,
  options: Option[],
  text: (key: string) => string,
) {
  const any = name === 'view' ? [] : [{ code: '', name: text('any'), isChosen: chosen === '' }]
  return {
    name,
    label: text(name),
    options: [...any, ...options.map(([code, own]) => ({ code, name: own, isChosen: code === chosen }))],
  }
}
