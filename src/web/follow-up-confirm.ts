import type { FastifyReply } from 'fastify'
import type { FollowUp } from '../model/follow-ups/follow-up.js'
import type { Language } from '../model/language/language.js'
import { ownName } from '../present/mail/own-name.js'
import { rosterToday } from '../steps/context.js'
import { type SendAgainOffer, sendAgainOffers } from '../steps/delivery/send-again.js'
import type { ProposedChange } from '../steps/follow-ups/confirm-address.js'
import { nameOfEdition } from './edition-line.js'
import type { FollowUpRequest } from './follow-up-page.js'
import { followUpSearch } from './follow-up-telling.js'
import { addressWith } from './list-links.js'
import { frameOf, html, languageOf, momentOf, type PageContext, speaker } from './page-frame.js'

/** What confirming would do: whose address, the old and the new one, and what goes there. */
export async function confirmPage(
  request: FollowUpRequest,
  reply: FastifyReply,
  context: PageContext,
  { followUp, proposed, note }: { followUp: FollowUp; proposed: ProposedChange; note: string },
) {
  const { app, strings } = context
  const language = languageOf(request)
  const { text } = speaker(strings, language, 'pages.followUps')
  const { roster } = await rosterToday(app)
  const nameOf = (id: string) =>
    ownName(roster.mandateHolders.find(one => one.id === id)?.name || id, language)
  const [offer] = await sendAgainOffers(app, followUp.recipient)
  const path = `/follow-ups/${encodeURIComponent(followUp.id)}`
  const search = followUpSearch(request.query)
  const frame = frameOf(request, context, language, null)
  const commune = roster.communes.find(({ nis }) => nis === followUp.commune)
  const view = {
    ...frame,
    form: frame.session?.form,
    action: `${addressWith(`${path}/address`, search, language)}#open`,
    back: { href: addressWith(path, search, language), text: text('address-back') },
    who: nameOf(proposed.recipient),
    commune: commune?.name[language] ?? followUp.commune,
    before: proposed.before || text('address-none'),
    after: proposed.after,
    others: proposed.others.length
      ? text('address-others', { names: proposed.others.map(nameOf).join(', ') })
      : null,
    note,
    again: offer && willBePossible(offer) ? againLine(offer, context, language) : null,
    over: !offer && followUp.edition ? text('confirm-over') : null,
    text: Object.fromEntries(
      ['title', 'what', 'before', 'after', 'next', 'button'].map(key => [key, text(`confirm-${key}`)]),
    ),
  }
  return html(reply, await context.fill('follow-up-address', language, text('confirm-title'), view))
}

/** Once the list has the new address, an equal address or a mail accepted at the old one hinders nothing. */
const willBePossible = ({ refused }: SendAgainOffer) =>
  refused === null || refused === 'same-address' || refused === 'accepted'

function againLine({ edition, until }: SendAgainOffer, context: PageContext, language: Language) {
  const { text } = speaker(context.strings, language, 'pages.followUps')
  return text('confirm-again', {
    edition: nameOfEdition(edition, context, language),
    until: momentOf(until, context, language),
  })
}
