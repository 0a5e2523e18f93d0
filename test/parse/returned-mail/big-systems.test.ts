import { describe, expect, it } from '@jest/globals'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'
import { mail } from './mail.js'

const DAEMON =
  'From: MAILER-DAEMON@mx.example\nTo: edition@bounces.region.example\nReturn-Path: <>\nSubject: '
const ADDRESS = 'bourgmestre@commune-a.example'

/** What the systems write, after their own source or documentation: header, text, status, outcome. */
const BOUNCES: [string, string, string, string, string][] = [
  [
    'qmail',
    `${DAEMON}failure notice`,
    `Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<${ADDRESS}>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 unknown
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

Return-Path: <edition@bounces.region.example>
To: someone-else@commune-b.example
Message-ID: <17@region.example>
`,
    '5.1.1',
    'bounced',
  ],
  [
    'qmail without a code',
    `${DAEMON}failure notice`,
    `Hi. This is the qmail-send program at mx.example.\n\n<${ADDRESS}>:\nSorry, no mailbox here by that name. (#5.1.1)\n`,
    '5.1.1',
    'bounced',
  ],
  [
    'Exim',
    `${DAEMON}Mail delivery failed: returning message to sender\nX-Failed-Recipients: ${ADDRESS}`,
    `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ${ADDRESS}
    SMTP error from remote mail server after RCPT TO:<${ADDRESS}>:
    host mx.commune-a.example [192.0.2.1]: 550 Unknown user

------ This is a copy of the message, including all the headers. ------
Message-ID: <17@region.example>
`,
    '5.1.1',
    'bounced',
  ],
  [
    'Exim, a warning',
    `${DAEMON}Warning: message 1Abc-000 delayed 24 hours`,
    `A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue.

  ${ADDRESS}
    Delay reason: Connection timed out

No action is required on your part. Delivery attempts will continue.`,
    '4.4.1',
    'deferred',
  ],
  [
    'Exim, given up',
    `${DAEMON}Mail delivery failed: returning message to sender`,
    `This is a permanent error. The following address(es) failed:\n\n  ${ADDRESS}\n    retry timeout exceeded\n`,
    '4.4.7',
    'deferred',
  ],
  [
    'Postfix without its report part',
    `${DAEMON}Undelivered Mail Returned to Sender`,
    `This is the mail system at host mx.example.

For further assistance, please send mail to postmaster@mx.example.

<${ADDRESS}>: host mx.commune-a.example[192.0.2.1] said: 552 5.2.2 Mailbox full
    (in reply to RCPT TO command)
`,
    '5.2.2',
    'bounced',
  ],
  [
    'Postfix, unknown host',
    `${DAEMON}Undelivered Mail Returned to Sender`,
    `This is the mail system at host mx.example.\n\n<${ADDRESS}>: Host or domain name not found. Name service\n    error for name=commune-a.example type=A: Host not found\n`,
    '5.4.4',
    'bounced',
  ],
  [
    'sendmail',
    `${DAEMON}Returned mail: see transcript for details`,
    `   ----- The following addresses had permanent fatal errors -----
<${ADDRESS}>
    (reason: 550 5.1.1 <${ADDRESS}>... User unknown)

   ----- Transcript of session follows -----
... while talking to mx.commune-a.example.:
>>> DATA
<<< 550 5.1.1 <${ADDRESS}>... User unknown
<<< 503 5.0.0 Need RCPT (recipient)
`,
    '5.1.1',
    'bounced',
  ],
  [
    'Google',
    `From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Failure)\nX-Failed-Recipients: ${ADDRESS}`,
    `Delivery to the following recipient failed permanently:

     ${ADDRESS}

Technical details of permanent failure:
The error that the other server returned was:
550 5.7.1 Message rejected due to content

----- Original message -----
Message-ID: <17@region.example>
`,
    '5.7.1',
    'bounced',
  ],
  [
    'Google in HTML',
    `From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Failure)\nX-Failed-Recipients: ${ADDRESS}\nContent-Type: text/html; charset=utf-8`,
    `<html><head><style>p {color: red}</style></head><body><h2>Adresse introuvable</h2><p>Votre message n'a pas été remis à <b>${ADDRESS}</b>, car l'adresse est introuvable.</p><p>550 5.1.1 The email account does not exist.</p></body></html>`,
    '5.1.1',
    'bounced',
  ],
  [
    'Yahoo',
    `${DAEMON}Delivery failure`,
    `Message from yahoo.example.
Unable to deliver message to the following address(es).

<${ADDRESS}>:
This user doesn't have a yahoo.example account (${ADDRESS}) [0]

--- Original message follows.
`,
    '5.1.1',
    'bounced',
  ],
  [
    'Notes',
    'From: Postmaster@commune-a.example\nSubject: DELIVERY FAILURE: User bourgmestre not listed in Domino Directory',
    `Your message\n\n  Subject: Mesures\n\nwas not delivered to:\n\n  ${ADDRESS}\n\nbecause:\n\n  User bourgmestre (${ADDRESS}) not listed in Domino Directory\n`,
    '5.1.1',
    'bounced',
  ],
  [
    'Exchange 2003',
    'From: System Administrator <postmaster@commune-a.example>\nSubject: Undeliverable: Mesures',
    `Your message

  To:      ${ADDRESS}
  Subject: Mesures

did not reach the following recipient(s):

${ADDRESS} on Thu, 2 Apr 2020 09:00:00 +0200
    The e-mail account does not exist at the organization this message was sent to.
`,
    '5.1.1',
    'bounced',
  ],
  [
    'Microsoft 365 in French',
    'From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@commune-a.example>\nSubject: Non remis : Mesures de la semaine 14',
    `Échec de la remise à ces destinataires ou groupes :

${ADDRESS}<mailto:${ADDRESS}>
L'adresse de messagerie que vous avez entrée est introuvable. Vérifiez l'adresse de messagerie du destinataire.

Informations de diagnostic pour les administrateurs :
Serveur de génération : AM0.prod.example
${ADDRESS}
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'
`,
    '5.1.10',
    'bounced',
  ],
  [
    'Exchange in French, without codes',
    'From: "Administrateur système" <postmaster@commune-a.example>\nSubject: Non remis : Mesures',
    `Échec de la remise à ces destinataires ou groupes :\n\n${ADDRESS}\nLa boîte aux lettres du destinataire est pleine et ne peut plus accepter de messages.\n`,
    '4.2.2',
    'deferred',
  ],
  [
    'Exchange in Dutch',
    'From: Systeembeheerder <postmaster@gemeente-c.example>\nSubject: Onbestelbaar: Maatregelen',
    `Bezorging mislukt bij deze geadresseerden of groepen:\n\n${ADDRESS}<mailto:${ADDRESS}>\nHet ingevoerde e-mailadres is niet gevonden. Controleer het e-mailadres van de geadresseerde.\n`,
    '5.1.1',
    'bounced',
  ],
  [
    'Exchange in Dutch, delayed',
    'From: Microsoft Outlook <postmaster@gemeente-c.example>\nSubject: Bezorging vertraagd: Maatregelen',
    `De bezorging bij deze geadresseerden of groepen is vertraagd:\n\n${ADDRESS}\nHet bericht is nog niet bezorgd. Er wordt opnieuw geprobeerd.\n`,
    '4.0.0',
    'deferred',
  ],
  [
    'Exchange in German',
    'From: Systemadministrator <postmaster@gemeinde-e.example>\nSubject: Unzustellbar: Massnahmen',
    `Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\n${ADDRESS}\nDas Postfach des Empfängers ist voll. #SMTP#\n552 5.2.2 STOREDRV.Deliver; mailbox full\n`,
    '5.2.2',
    'bounced',
  ],
  [
    'a provider in German',
    'From: Mail Delivery System <mailer-daemon@provider.example>\nSubject: Mail konnte nicht zugestellt werden',
    `Eine Nachricht, die Sie verschickt haben, konnte nicht zugestellt werden.\n\n<${ADDRESS}>:\nUnbekannter Empfänger\n`,
    '5.1.1',
    'bounced',
  ],
  [
    'a provider in French, 8 bit',
    `${DAEMON}Message non distribué`,
    `Votre message n'a pas pu être délivré à l'adresse suivante :\n\n<${ADDRESS}>: 550 message trop volumineux\n`,
    '5.3.4',
    'bounced',
  ],
  [
    'one that names the address in a sentence',
    'From: postmaster@commune-a.example\nReturn-Path: <>\nSubject: Mail Delivery Failure',
    `Delivery of email to ${ADDRESS} has failed: unrouteable mail domain. Please contact help@commune-a.example.`,
    '5.1.2',
    'bounced',
  ],
]

describe('A bounce without machine-readable part', () => {
  it.each(BOUNCES)('from %s is understood', (_, headers, text, status, outcome) => {
    const report = classifyReport(mail(headers, text))
    expect(report.kind).toBe('dsn')
    expect(report.recipients.map(({ address }) => address)).toEqual([ADDRESS])
    expect(report.recipients[0]).toMatchObject({ status, outcome })
  })

  it('names several recipients, each with its own reason', () => {
    const text = `Hi. This is the qmail-send program at mx.example.

<a@commune-a.example>:
No such user

<b@commune-b.example>:
452 mailbox is full
`
    const { recipients } = classifyReport(mail(`${DAEMON}failure notice`, text))
    expect(recipients.map(({ address, status, outcome }) => [address, status, outcome])).toEqual([
      ['a@commune-a.example', '5.1.1', 'bounced'],
      ['b@commune-b.example', '4.2.2', 'deferred'],
    ])
  })

  it('gives the Message-ID of the copy in the text', () => {
    const [, headers, text] = BOUNCES[0] ?? []
    expect(classifyReport(mail(headers ?? '', text ?? '')).references).toEqual(['<17@region.example>'])
  })

  it.each([
    [
      'a person who quotes one',
      'From: Echevin <echevin@commune-a.example>\nSubject: Re: Undelivered Mail Returned to Sender',
    ],
    [
      'a postmaster who answers',
      'From: postmaster@commune-a.example\nSubject: Re: Mesures\nIn-Reply-To: <17@region.example>',
    ],
  ])('is not what %s wrote', (_, headers) => {
    const text =
      'Voyez ci-dessous.\n\n> <a@b.example>: 550 5.1.1 User unknown\n> Your message could not be delivered.\n'
    expect(classifyReport(mail(headers, text)).kind).toBe('reply')
  })
})
