import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { localDay } from '../model/calendar/calendar.js'
import { inLanguage } from '../model/language/language.js'
import { phoneLink } from '../model/staff/phone-number.js'
import type { StaffMember } from '../model/staff/staff.js'
import { phoneInWords } from '../present/mail/phone-lines.js'
import { label } from '../present/mail/wording.js'
import { calledPerson, scriptFor } from '../present/pages/called.js'
import { editionName } from '../present/pages/edition-name.js'
import {
  type Call,
  type CallSheet,
  callChoice,
  callSheet,
  chosenCalls,
} from '../steps/follow-ups/call-sheet.js'
import { fileLinks } from './list-files.js'
import { addressWith } from './list-links.js'
import { frameOf, html, languageOf, momentOf, type PageContext, speaker } from './page-frame.js'
import { COMMUNE_LOOKS } from './states.js'

type EditionRequest = FastifyRequest<{ Params: { edition: string } }>

/** Whom to call about an edition and what to say, for paper and for a phone. GET changes nothing. */
export function addCallSheet(server: FastifyInstance, context: PageContext): void {
  server.get('/editions/:edition/call-sheet', (request, reply) =>
    sheetPage(request as EditionRequest, reply, context),
  )
}

async function sheetPage(request: EditionRequest, reply: FastifyReply, context: PageContext) {
  const { app, config, strings } = context
  const { edition } = request.params
  const language = languageOf(request)
  const sheet = await callSheet(app, edition, request.person as StaffMember, language)
  if (!sheet) return reply.callNotFound()
  const { isMine, isUnreached } = callChoice(request.query)
  const search = { whose: isMine ? 'mine' : '', state: isUnreached ? 'open' : '' }
  const path = `/editions/${edition}/call-sheet`
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.calls')
  const name = editionName(edition, localDay(app.clock(), config.timeZone), own, language)
  const filter = (key: string, chosen: typeof search) => ({
    name: text(key, {
      n: chosenCalls(sheet, { isMine: chosen.whose !== '', isUnreached: chosen.state !== '' }).length,
    }),
    href: addressWith(path, chosen, language),
    isChosen: chosen.whose === search.whose && chosen.state === search.state,
  })
  const view = {
    ...frameOf(request, context, language, addressWith(path, search)),
    back: { href: `/editions/${edition}?lang=${language}`, text: name },
    title: text('title'),
    side: text('side', { edition: name, now: momentOf(app.clock(), context, language) }),
    files: fileLinks(path, search, context, language),
    filters: [
      filter('all', { whose: '', state: '' }),
      ...(sheet.mine.length > 0 ? [filter('mine', { whose: 'mine', state: '' })] : []),
      filter('open', { whose: search.whose, state: 'open' }),
    ],
    rows: chosenCalls(sheet, { isMine, isUnreached }).map(call => rowOf(call, sheet, context, language)),
    text: Object.fromEntries(WORDS.map(key => [key, text(key)])),
  }
  return html(reply, await context.fill('call-sheet', language, `${view.title} – ${name}`, view))
}

const WORDS = [
  ...['filters', 'print', 'calls', 'commune', 'phone', 'who', 'result', 'joined', 'again', 'no-phone'],
  ...['none', 'none-what', 'deliveries'],
]

/** A line of the sheet: of who is called in their language, of the rest in the reader's. */
function rowOf(call: Call, sheet: CallSheet, { strings, config }: PageContext, language: string) {
  const own = inLanguage(strings, language)
  const theirs = call.language ?? language
  const words = { strings: inLanguage(strings, theirs), language: theirs, timeZone: config.timeZone }
  const { text } = speaker(strings, language, 'pages.calls')
  const { state, commune, phone, delivery } = call
  const { name, office } = calledPerson(call, words)
  return {
    commune: inLanguage(commune.name, language),
    stateName: label(own, 'pages.communeStates', state),
    ...COMMUNE_LOOKS[state],
    phone: phone && {
      href: phoneLink(phone.number),
      number: phoneInWords(phone.number, own, language),
      of: phone.of === 'own' ? '' : text(`of.${phone.of}`),
    },
    lang: theirs,
    name,
    office,
    script: scriptFor(call, sheet, words),
    delivery: delivery
      ? {
          href: `/deliveries/${encodeURIComponent(`${sheet.row.id}.${delivery.recipient}`)}?lang=${language}`,
        }
      : null,
  }
}
