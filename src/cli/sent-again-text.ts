import { withOffset } from '../model/calendar/calendar.js'
import type { SendAgainRefusal } from '../model/delivery/send-again.js'
import type { SendAgainAnswer, SendAgainOffer } from '../steps/delivery/send-again.js'

type About = { delivery: string; by: string; timeZone: string }

export function sentAgainText(answer: SendAgainAnswer, { delivery, by, timeZone }: About): string {
  if (answer.kind === 'refused') return whyNot(answer.why, { delivery, by, timeZone, about: answer.about })
  const { before, address, attempt, edition } = answer
  const where = before === address ? `to ${address}` : `to ${address} instead of ${before}`
  return `${delivery} goes again ${where}, as attempt ${attempt}: the same mail as frozen, counted once. See: estafette deliveries ${edition}`
}

function whyNot(
  why: SendAgainRefusal,
  { delivery, by, timeZone, about }: About & { about: SendAgainOffer | null },
) {
  const { edition = '', recipient = '', address = '', before = '', state = '' } = about ?? {}
  const until = about?.until ? withOffset(about.until, timeZone) : ''
  const sentences: Record<SendAgainRefusal, string> = {
    'unknown-delivery': `There is no delivery ${delivery}. See: estafette deliveries EDITION`,
    'unknown-person': `Nobody in staff.yaml has the address ${by}.`,
    'not-theirs': `${by} is neither the SPOC of that commune, nor its deputy, nor an admin.`,
    copied:
      'This ledger is a copy of one that lives elsewhere: nothing is sent from here. See: estafette take-over',
    'under-way': `${delivery} is ${state}: it is on its way, and is tried by itself until ${until}. See: estafette deliveries ${edition}`,
    'in-doubt': `${delivery} is in doubt: it may have arrived. Ask, then: estafette settle ${delivery} --as accepted|again --by ${by}`,
    accepted: `${delivery} was accepted for ${before}, and the roster has no other address: there is nothing to send again. Correct the address first: estafette confirm-address FOLLOW-UP --by ${by}`,
    expired: `${edition} was sent until ${until}, and is no news any more. ${address === '' ? `The roster has no address for ${recipient}.` : `The next edition goes to ${address}.`}`,
    stopped: `${edition} is stopped. When it may go on: estafette resume ${edition}, then send again.`,
    'holder-changed': `${recipient} is somebody else now than when ${edition} was signed: it was signed for that person. The next edition goes to ${address}.`,
    'no-address': `The roster has no address for ${recipient}: nobody holds the mandate today. Complete mandate-holders.csv.`,
    'same-address': `${before} refused it for good, and the roster has no other address. Correct it: estafette confirm-address FOLLOW-UP --by ${by} --address ADDRESS. If the address is right after all: estafette follow-up done FOLLOW-UP --result address-right --by ${by}`,
    'not-allowed': `${address} is not in ALLOWED_RECIPIENTS. Whoever runs Estafette adds it there; then send again.`,
    suppressed: `Nothing is sent to ${address}: see estafette suppressions. If it is to be written to: estafette unsuppress ${address} --by ${by} --cause TEXT, then send again.`,
  }
  return sentences[why]
}
