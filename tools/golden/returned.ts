import { awayMail, dsnMail, feedbackMail, replyMail } from '../../test/support/reports.js'
import type { ScriptedServer } from '../../test/support/scripted-smtp.js'

type Sent = { recipient: string; messageId: string }

const DATE = 'Thu, 30 Apr 2020 10:00:00 +0200'
const OWN = 'estafette@agence.example'

/** Returned mails for some deliveries, by name: one of each kind. `journal`: what the relay accepted. */
export function returned(
  journal: ScriptedServer['journal'],
  sent: Sent[],
): [name: string, mail: Uint8Array][] {
  const of = (recipient: string) => {
    const { messageId = '' } = sent.find(one => one.recipient === recipient) ?? {}
    const mail = journal.find(one => one.messageId === messageId)
    return { messageId, from: mail?.from ?? '', to: mail?.to ?? '' }
  }
  const bounce = (recipient: string, action: 'failed' | 'delayed', words: string) => {
    const { from, to } = of(recipient)
    const status = action === 'failed' ? '5.1.1' : '4.2.2'
    return dsnMail({ to: from, date: DATE, recipient: to, action, status, words })
  }
  const reply = (recipient: string, text: string) =>
    replyMail({ to: OWN, date: DATE, inReplyTo: of(recipient).messageId, text })
  const away = 'Je suis absente jusqu’au 11 mai 2020. En cas d’urgence : accueil@ixelles.example'
  return [
    ['01-bounce', bounce('bruxelles-mayor', 'failed', '550 5.1.1 User unknown')],
    ['02-delay', bounce('evere-alderman-economy', 'delayed', '452 4.2.2 Mailbox full')],
    [
      '03-away',
      awayMail({
        to: of('ixelles-mayor').from,
        date: DATE,
        inReplyTo: of('ixelles-mayor').messageId,
        text: away,
      }),
    ],
    [
      '04-question',
      reply(
        'ixelles-alderman-economy',
        'Bonjour,\n\nLes brocantes sont-elles des marchés ?\n\nCamille Untel',
      ),
    ],
    ['05-address', reply('jette-mayor', 'Bonjour,\nMa nouvelle adresse est nouvelle@jette.example.')],
    ['06-objection', reply('forest-mayor', 'Je ne veux plus recevoir ces courriels.')],
    ['07-complaint', feedbackMail({ to: OWN, type: 'abuse', messageId: of('auderghem-mayor').messageId })],
    ['08-stranger', replyMail({ to: OWN, date: DATE, text: 'Achetez maintenant' })],
    ['09-broken', Buffer.from('no mail at all')],
  ]
}
