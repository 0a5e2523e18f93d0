import type { ChangeRefusal, Confirmed } from '../app/address-changes.js'
import type { App } from '../app.js'
import { type Answer, done, refused, UsageError } from './answer.js'

export type ConfirmOptions = { by: string; address?: string; undo?: string }

/** Writes the new address of an official into the list of mandates, or takes the last such change back. */
export async function confirmAddressCommand(
  app: App,
  followUp: string | undefined,
  { by, address, undo }: ConfirmOptions,
): Promise<Answer> {
  if (undo !== undefined) return answerTo(await app.undoAddress(undo, by))
  if (followUp === undefined || !/^\d{1,18}$/.test(followUp))
    throw new UsageError('Name a follow-up by its number (estafette follow-up), or a recipient with --undo.')
  return answerTo(await app.confirmAddress(followUp, by, address ?? null))
}

function answerTo(confirmed: Confirmed): Answer {
  if (confirmed.kind === 'refused') {
    const { why, detail = '' } = confirmed
    return refused(
      { changed: false, why, ...(detail ? { detail } : {}) },
      REFUSALS[why]?.(detail) ?? `Refused: ${why}.`,
    )
  }
  const { kind: _, ...json } = confirmed
  const { recipient, before, after, file, backup } = confirmed
  const text = [
    `${recipient}: ${before || 'no address'} → ${after || 'no address'}, in ${file}. What was there before: ${backup}`,
    `Take it back: estafette confirm-address --undo ${recipient} --by EMAIL`,
  ]
  return done({ changed: true, ...json }, text.join('\n'))
}

const REFUSALS: Partial<Record<ChangeRefusal, (detail: string) => string>> = {
  'no-address': () => 'Nobody gave a new address there. Name it: --address ADDRESS.',
  'not-an-address': address => `"${address}" is not an address.`,
  'same-address': address => `The roster has ${address} already.`,
  'not-in-roster': recipient =>
    `mandate-holders.csv has no line that is surely that of ${recipient}. Change it there by hand.`,
  'roster-problem': code =>
    `With that address the roster would have a problem more (${code}). See: estafette check`,
  'not-writable': reason => `mandate-holders.csv can't be changed: ${reason}. Change it where it comes from.`,
  'nothing-to-undo': () => 'No change of that address was confirmed here.',
  'changed-since': address => `The roster says ${address || 'nothing'} by now: nothing was taken back.`,
  'on-its-way': address => `A mail to ${address} is leaving right now. Ask again in a minute.`,
  unknown: () => 'There is no such follow-up.',
  'unknown-person': () => 'Nobody in staff.yaml who may do so has that address.',
  'not-theirs': () => "It is another commune's follow-up.",
  'done-already': () => 'That follow-up is done.',
}
