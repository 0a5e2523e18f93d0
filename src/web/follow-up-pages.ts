import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { localDay } from '../model/calendar/calendar.js'
import { mayFollowUp } from '../model/follow-ups/contacts.js'
import type { FollowUp } from '../model/follow-ups/follow-up.js'
import { communesOf } from '../model/follow-ups/next-edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { officesOf } from '../model/roster/offices.js'
import type { StaffMember } from '../model/staff/staff.js'
import { lastSent } from '../postgres/follow-ups/coverage.js'
import { unreachedInWords } from '../present/mail/unreached-words.js'
import { lastUnreached } from '../steps/follow-ups/unreached.js'
import { followUpChoice, visibleFollowUps } from '../steps/follow-ups/visible-follow-ups.js'
import { nameOfEdition } from './edition-line.js'

import { addFollowUpActs } from './follow-up-acts.js'
import { endedView, filtersView } from './follow-up-beside.js'
import { type FollowUpRequest, onePage, wordsFor } from './follow-up-page.js'
import { addSharing } from './follow-up-sharing.js'
import { type Telling, tellingOf } from './follow-up-telling.js'
import { itemView } from './follow-up-view.js'
import { fileLinks } from './list-files.js'
import { addressWith } from './list-links.js'
import { onError, type ServerError } from './login-pages.js'
import { frameOf, html, type PageContext, speaker } from './page-frame.js'

/** The pages for following communes up: a SPOC and deputy see theirs, admins all. Actions are POSTs in the name of who is logged in. */
export async function addFollowUps(server: FastifyInstance, context: PageContext): Promise<void> {
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 64 * 1024 })
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('x-robots-tag', 'noindex')
    })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.get('/follow-ups', (request, reply) => listPage(request, reply, context))
    scope.get('/follow-ups/:id', (request, reply) => onePage(request as FollowUpRequest, reply, context))
    addFollowUpActs(scope, context)
    addSharing(scope, context)
  })
}

async function listPage(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const telling = await tellingOf(request, context)
  const { person, language, strings } = telling
  const { text, count } = speaker(strings, language, 'pages.followUps')
  const { isMine, withDone } = followUpChoice(request.query)
  const followUps = await visibleFollowUps(context.app, person, { isMine, withDone })
  const groups = groupsOf(followUps, telling)
  const missed = await unreachedView(person, telling, context)
  const whose = isMine ? 'mine' : 'all'
  const done = withDone ? 'yes' : 'no'
  const frame = frameOf(request, context, language, addressWith('/follow-ups', { whose, done }))
  const view = {
    ...frame,
    groups,
    ended: await endedView(request, telling, context),
    callSheet: await callSheetLink(context, language),
    form: frame.session?.form,
    summary: count('count', followUps.filter(({ state }) => state !== 'done').length),
    files: fileLinks('/follow-ups', { whose, done }, context, language),
    none: text(isMine ? 'none-mine' : missed ? 'unreached-none' : 'none'),
    missed,
    filters: filtersView(telling),
    text: wordsFor(text),
  }
  return html(reply, await context.fill('follow-ups', language, text('title'), view))
}

/** To the sheet of the edition sent last, when it must go fast; null before the first. */
async function callSheetLink({ app, strings }: PageContext, language: Language) {
  const [edition] = await lastSent(app.engine.db, app.clock(), 1)
  const { text } = speaker(strings, language, 'pages.calls')
  return edition ? { href: `/editions/${edition}/call-sheet?lang=${language}`, text: text('title') } : null
}

/** By due date: late, today, later, and done. */
function groupsOf(followUps: FollowUp[], telling: Telling) {
  const { strings, language, now, timeZone } = telling
  const today = localDay(now, timeZone)
  const groupOf = ({ state, due }: FollowUp) => {
    if (state === 'done') return 'done'
    return due < today ? 'late' : due === today ? 'today' : 'later'
  }
  const { text } = speaker(strings, language, 'followUps.groups')
  return ['late', 'today', 'later', 'done']
    .map(id => ({
      id,
      name: text(id),
      items: followUps.filter(one => groupOf(one) === id).map(one => itemView(one, telling)),
    }))
    .filter(({ items }) => items.length > 0)
}

/** So many are named on the page; the list of deliveries, the worst first, has all. */
const MISSED_SHOWN = 40

/** Whom the last edition did not reach in a person's communes, and whether the next one will; also without open follow-ups. */
async function unreachedView(
  person: StaffMember,
  { roster, strings, language }: Telling,
  context: PageContext,
) {
  const last = await lastUnreached(context.app)
  const mine = (last?.unreached ?? []).filter(missed =>
    communesOf(missed).some(commune =>
      mayFollowUp(
        person,
        roster.communes.find(({ nis }) => nis === commune),
        '',
      ),
    ),
  )
  if (!last || mine.length === 0) return null
  const { text, count } = speaker(strings, language, 'pages.followUps')
  const left = mine.length - MISSED_SHOWN
  return {
    title: text('unreached', { edition: nameOfEdition(last.edition, context, language) }),
    more:
      left > 0
        ? {
            href: `/editions/${last.edition}/deliveries?lang=${language}`,
            text: count('unreached-more', left),
          }
        : null,
    lines: mine.slice(0, MISSED_SHOWN).map(one => {
      const ids = [one.recipient, ...(one.also ?? []).map(({ recipient }) => recipient)]
      return unreachedInWords(
        { ...one, offices: officesOf(ids, roster) },
        inLanguage(strings, language),
        language,
      )
    }),
  }
}
