import { type FollowUp, isAboutCommune } from '../model/follow-ups/follow-up.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { label } from '../present/mail/wording.js'
import type { SendAgainOffer } from '../steps/delivery/send-again.js'
import { sendAgainOffers } from '../steps/delivery/send-again.js'
import { nameOfEdition } from './edition-line.js'
import { momentOf, type PageContext, speaker } from './page-frame.js'

/** The state of running editions for a follow-up's official, and whether one can go again now. All of it is text. */
export async function editionsView(followUp: FollowUp, context: PageContext, language: Language) {
  if (isAboutCommune(followUp.reason) || followUp.edition === null) return []
  const offers = await sendAgainOffers(context.app, followUp.recipient)
  return offers.map(offer => editionView(offer, context, language))
}

/** Refusals already told by the state. */
const SAID = ['under-way', 'accepted']

function editionView(offer: SendAgainOffer, context: PageContext, language: Language) {
  const { strings } = context
  const { text } = speaker(strings, language, 'pages.followUps')
  const { delivery, edition, state, before, address, until, refused } = offer
  const problem = speaker(strings, language, 'pages.followUps.problem')
  const values = {
    address: refused === 'same-address' ? before : address,
    until: momentOf(until, context, language),
  }
  return {
    delivery,
    ...(state === 'accepted' && refused !== null
      ? { tone: 'good', icon: 'ok' }
      : { tone: 'soon', icon: 'risk' }),
    title: nameOfEdition(edition, context, language),
    line: text('edition-line', {
      address: before,
      state: label(inLanguage(strings, language), 'report.deliveryStates', state),
    }),
    why: refused && !SAID.includes(refused) ? problem.text(refused, values) : null,
    canSend: refused === null,
    button: text('send-again-button', { address }),
  }
}
