import { sameAddress } from '../../model/staff/email-address.js'
import type { Context } from '../context.js'

/**
 * The context in which things follow from a mail that came in. What is sent because of it never goes to those in `never`: the
 * authors of a mail that no machine may answer (`neverAnswered`), so that no two machines answer each other.
 */
export function becauseOfMail<C extends Context>(context: C, never: readonly string[]): C {
  const { notify, log } = context
  return {
    ...context,
    notify: async notice => {
      // decision 38
      const isForbidden = never.some(address => sameAddress(address, notice.to.email))
      if (!isForbidden) return notify(notice)
      log.warn('notice.not-sent', { kind: notice.kind, reason: 'it would answer an automatic mail' })
      return false
    },
  }
}
