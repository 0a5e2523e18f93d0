import type { FollowUp } from '../model/follow-ups/follow-up.js'
import { inLanguage } from '../model/language/language.js'
import { label } from '../present/mail/wording.js'
import { mayDecide } from '../steps/delivery/suppressions.js'
import { writtenAddress } from '../steps/follow-ups/written-address.js'
import { addressOfOne, type Telling } from './follow-up-telling.js'
import { type PageContext, speaker } from './page-frame.js'

/** The refused and the new address; once written, what that did and how to undo it. All of it is text. */
export async function writtenAddressView(
  followUp: FollowUp,
  { strings, language, roster, person, search }: Telling,
  { app }: PageContext,
) {
  const { change, others, isTakenBack, isLast, refused } = await writtenAddress(app, followUp)
  const { text } = speaker(strings, language, 'pages.followUps')
  const isRefused = followUp.reason === 'bounced' && refused !== null
  const { before = '', after = '', recipient = '' } = change ?? {}
  const nameOf = ({ reason, edition }: FollowUp) =>
    [label(inLanguage(strings, language), 'followUps.reasons', reason), edition].filter(Boolean).join(', ')
  const values = {
    before: before || text('address-none'),
    after,
    recipient,
  }
  return {
    lines: [
      ...(isRefused ? [text('refused-address', { email: refused })] : []),
      ...(change ? [text('new-address', { email: after })] : []),
    ],
    done: change && text(isTakenBack ? 'written-back' : 'written', values),
    others: isTakenBack
      ? []
      : others.map(one => ({
          href: addressOfOne(one.id, search, language),
          text: text('written-other', { name: nameOf(one) }),
        })),
    after: change && !isTakenBack ? [text('written-copy')] : [],
    undo:
      isLast && mayDecide(roster.staff, person.email)
        ? {
            title: text('written-undo'),
            what: text('written-undo-what', values),
            button: text('written-undo-button', values),
          }
        : null,
  }
}
