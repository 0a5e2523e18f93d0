import { describeProblem } from '../present/problem/texts.js'
import type { ChangeRefusal, ChangeRefused } from '../steps/follow-ups/judge-address.js'
import { type Answer, refused } from './answer.js'

/** Why an address was not written, and what to do. */
export function notChanged({ why, detail = '', problem }: ChangeRefused): Answer {
  const hint = problem ? ` ${describeProblem(problem, 'en').hint}` : ''
  return refused(
    { changed: false, why, ...(detail ? { detail } : {}) },
    `${REFUSALS[why]?.(detail) ?? `Refused: ${why}.`}${hint}`,
  )
}

const REFUSALS: Partial<Record<ChangeRefusal, (detail: string) => string>> = {
  'no-address': () => 'Nobody gave a new address there. Name it: --address ADDRESS.',
  'not-an-address': address => `"${address}" is not an address.`,
  'same-address': address => `The roster has ${address} already.`,
  'refused-address': address => `${address} is where the mail was refused for good.`,
  'not-allowed': address =>
    `${address} is not in ALLOWED_RECIPIENTS: nothing would be sent there. Whoever runs Estafette adds it first.`,
  suppressed: address =>
    `Nothing is sent to ${address}: see estafette suppressions. If it is to be written to: estafette unsuppress ${address} --by EMAIL --cause TEXT`,
  'not-in-roster': recipient =>
    `mandate-holders.csv has no line that is surely that of ${recipient}. Change it there by hand.`,
  'roster-problem': code => `With that address the roster would have a problem more (${code}).`,
  'not-writable': reason =>
    `mandate-holders.csv can't be changed: ${reason}. Nothing was recorded. Make the folder of the roster writable, or change the list where it comes from.`,
  'nothing-to-undo': () => 'No change of that address was confirmed here.',
  'changed-since': address => `The roster says ${address || 'nothing'} by now: nothing was taken back.`,
  'on-its-way': address => `A mail to ${address} is leaving right now. Ask again in a minute.`,
  unknown: () => 'There is no such follow-up.',
  'unknown-person': () => 'Nobody in staff.yaml who may do so has that address.',
  'not-theirs': () => "It is another commune's follow-up.",
  'done-already': () => 'That follow-up is done.',
}
