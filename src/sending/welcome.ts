import { nextTry } from '../steps/staff/staff-mails.js'

/**
 * Whether mails to staff may be tried at a relay that has refused ourselves, say our password. New ones come each minute, and each would
 * knock anew: providers lock an account for less.
 */
export function openWelcome() {
  let refusals = 0
  let from = new Date(0)
  return {
    mayTry: (now: Date): boolean => now >= from,
    refuse: (now: Date) => {
      from = nextTry(++refusals, now)
    },
    /** The relay has taken a mail of ours. */
    letIn: () => {
      refusals = 0
      from = new Date(0)
    },
  }
}
