import type { DkimKey } from '../smtp/dkim.js'
import type { Relay } from '../smtp/transport.js'
import type { Context } from '../steps/context.js'
import { type NoticesSent, sendNotices } from '../steps/staff/staff-mails.js'
import type { RelayState } from './relay-state.js'
import { afterRound, type StaffMails } from './staff-back-off.js'

type Parts = { transmit: Relay['transmit']; keys: readonly DkimKey[]; ending: AbortSignal }

/** Sends the due staff mails, one round at a time. */
export function openStaffMails(context: Context, state: RelayState, { transmit, keys, ending }: Parts) {
  const { clock, instance } = context
  let last: Promise<unknown> = Promise.resolve()
  const round = async (): Promise<NoticesSent> => {
    if (!mayWriteToStaff(state.staff, clock().getTime()) || !(await instance.maySend())) return NO_NOTICES
    const sent = await sendNotices(context, { transmit }, keys, () => ending.aborted)
    state.staff = afterRound(state.staff, sent, clock().getTime())
    return sent
  }
  return {
    sendRound: (): Promise<NoticesSent> => {
      const next = last.then(round)
      last = next.catch(() => {})
      return next
    },
    /** Resolves when the last round is over. */
    ended: () => last,
  }
}

const NO_NOTICES: NoticesSent = { sent: 0, failed: 0, waiting: 0, needless: 0, isRefused: false }

export const mayWriteToStaff = ({ fromMs }: StaffMails, clockMs: number): boolean => clockMs >= fromMs
