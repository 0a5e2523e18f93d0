import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { NAMES_ADDRESS } from '../model/follow-ups/effect.js'
import { resultsOf } from '../model/follow-ups/follow-up-rules.js'
import { findFollowUp } from '../postgres/follow-ups/follow-up-histories.js'
import type { SendAgainAnswer } from '../steps/delivery/send-again.js'
import { sendAgain, sendAgainOffers } from '../steps/delivery/send-again.js'
import {
  type Confirmed,
  confirmAddress,
  proposeAddress,
  undoAddress,
} from '../steps/follow-ups/confirm-address.js'
import { notChanged } from './address-refusals.js'
import { type Answer, done, refused } from './answer.js'
import { sentAgainJson } from './send-again-command.js'
import { sentAgainText } from './sent-again-text.js'
import { UsageError } from './usage.js'

export type ConfirmOptions = { by: string; address?: string; undo?: string; sendAgain?: boolean }

/** Writes an official's new address into the list of mandates, or takes the last such change back. */
export async function confirmAddressCommand(
  app: App,
  followUp: string | undefined,
  { by, address, undo, sendAgain = false }: ConfirmOptions,
): Promise<Answer> {
  if (undo !== undefined) return answerTo(app, await undoAddress(app, { recipient: undo, by }))
  if (followUp === undefined || !/^\d{1,18}$/.test(followUp))
    throw new UsageError('Name a follow-up by its number (estafette follow-up), or a recipient with --undo.')
  return answerTo(app, await confirmAddress(app, { id: followUp, by, address: address ?? null }), {
    by,
    sendAgain,
  })
}

export type CorrectedOptions = {
  by: string
  result: string
  address: string
  note?: string
  yes?: boolean
  sendAgain?: boolean
}

/** Ends a follow-up by a new address: shows the change first, and writes it with `yes`. */
export async function correctedCommand(app: App, id: string, options: CorrectedOptions): Promise<Answer> {
  const { by, result, address, note, yes, sendAgain = false } = options
  const followUp = await findFollowUp(app.engine.db, id)
  const takesAddress = NAMES_ADDRESS.filter(
    one => followUp && resultsOf(followUp.reason).includes(one as never),
  )
  if (followUp && !takesAddress.includes(result))
    throw new UsageError(
      takesAddress.length > 0
        ? `--address goes with --result ${takesAddress.join(' or ')}.`
        : `No address is corrected by a follow-up about ${followUp.reason}.`,
    )
  if (yes)
    return answerTo(app, await confirmAddress(app, { id, by, address, text: note ?? null }), {
      by,
      sendAgain,
    })
  const proposed = await proposeAddress(app, { id, by, address })
  if (proposed.kind === 'refused') return notChanged(proposed)
  const { kind: _, ...change } = proposed
  const offers = (await sendAgainOffers(app, proposed.recipient)).filter(one => isOffered(one.refused))
  const json = {
    ...{ id, changed: false, confirmed: false, ...change },
    editions: offers.map(({ edition, until }) => ({
      edition,
      until: until && withOffset(until, app.config.timeZone),
    })),
  }
  const again = [`estafette follow-up done ${id} --result ${result} --address ${address} --by ${by} --yes`]
  const text = [
    `${[proposed.recipient, ...(proposed.also ?? [])].join(', ')}: ${proposed.before || 'no address'} → ${proposed.after}, in mandate-holders.csv; the next editions go there.`,
    ...(proposed.others.length > 0
      ? [`Beware: it is also the address of ${proposed.others.join(', ')}.`]
      : []),
    ...offers.map(({ edition }) => `With --send-again, ${edition} goes there now, too.`),
    `Nothing is written yet. To confirm: ${again}`,
  ]
  return refused(json, text.join('\n'))
}

/** Before the change the roster may have no other address; the change adds it. */
const isOffered = (why: string | null) => why === null || why === 'same-address' || why === 'accepted'

type Then = { by: string; sendAgain: boolean }

async function answerTo(app: App, confirmed: Confirmed, then: Then | null = null): Promise<Answer> {
  if (confirmed.kind === 'refused') return notChanged(confirmed)
  const { kind: _, ...json } = confirmed
  const { recipient, also = [], before, after, file, backup } = confirmed
  const [offer] = then ? await sendAgainOffers(app, recipient) : []
  const sent = then?.sendAgain ? await sendAll(app, recipient, then.by) : []
  const next =
    then && !then.sendAgain && offer && offer.refused === null
      ? [`To send ${offer.edition} there now: estafette send-again ${offer.delivery} --by ${then.by}`]
      : []
  const text = [
    `${[recipient, ...also].join(', ')}: ${before || 'no address'} → ${after || 'no address'}, in ${file}. What was there before: ${backup}`,
    ...sent.map(({ text: said }) => said),
    ...(then?.sendAgain && sent.length === 0
      ? ['No edition that still runs went to them: the next one goes there.']
      : []),
    ...next,
    `Take it back: estafette confirm-address --undo ${recipient} --by EMAIL`,
  ]
  const answers = then?.sendAgain ? { sentAgain: sent.map(one => one.json) } : {}
  const isNo = sent.some(({ answer }) => answer.kind === 'refused')
  return { ...done({ changed: true, ...json, ...answers }, text.join('\n')), status: isNo ? 1 : 0 }
}

async function sendAll(app: App, recipient: string, by: string) {
  const { timeZone } = app.config
  const sent: { answer: SendAgainAnswer; json: object; text: string }[] = []
  for (const { delivery } of await sendAgainOffers(app, recipient)) {
    const answer = await sendAgain(app, delivery, by)
    sent.push({
      answer,
      json: sentAgainJson(answer, timeZone),
      text: sentAgainText(answer, { delivery, by, timeZone }),
    })
  }
  return sent
}
