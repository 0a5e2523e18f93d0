import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'
import { replyTopic } from '../../../src/parse/returned-mail/topic.js'
import { mail } from './mail.js'

const FOLDER = new URL('../../fixtures/reports/replies/', import.meta.url)

/** File, topic, what its author wrote: people who mention an absence, an illness or a bounce. */
const REPLIES: [string, string, string][] = [
  [
    'fr-absent-friday',
    'other',
    'Bonjour,\n\nJe suis absent vendredi, mais mon cabinet suit le dossier.\n\nBien à vous',
  ],
  [
    'fr-question-away',
    'question',
    "Je serai en congé la semaine prochaine. La prime est-elle cumulable avec l'aide fédérale ?",
  ],
  ['fr-colleague-sick', 'other', "L'échevin est malade jusqu'au 15 avril. Merci pour l'information."],
  [
    'fr-correction-address',
    'correction',
    'Bonjour,\nJe pars en vacances. Notez ma nouvelle adresse : echevin.finances@commune-b.example.',
  ],
  [
    'fr-correction-no-longer',
    'correction',
    "L'échevine n'est plus en fonction depuis le 1er mars ; son successeur est absent cette semaine.",
  ],
  [
    'fr-objection',
    'unsubscribe',
    'Pouvez-vous retirer mon adresse de cette liste ? Je suis de toute façon absente.',
  ],
  ['fr-quotes-a-bounce', 'other', "Votre mail à mon collègue m'est revenu, voir ci-dessous."],
  [
    'fr-mailbox-was-full',
    'other',
    "Ma boîte était pleine, votre message n'a pas pu être remis hier. C'est réglé.",
  ],
  ['fr-subject-absence', 'other', "D'accord, je préviens le collège. Je suis absent lundi aussi."],
  ['fr-gmail-html', 'question', 'Merci. Je suis en congé demain, qui me répond pour la prime ?'],
  [
    'nl-absent-friday',
    'other',
    'Beste,\n\nIk ben vrijdag afwezig. Mijn kabinet volgt dit op.\n\nMet vriendelijke groeten',
  ],
  ['nl-question', 'question', 'Ik ben volgende week met verlof. Wanneer worden de premies uitbetaald?'],
  [
    'nl-correction',
    'correction',
    'De schepen is afwezig en niet langer bevoegd voor economie. Gelieve dit aan te passen.',
  ],
  [
    'nl-objection',
    'objection',
    'Ik wens deze mails niet meer te ontvangen. Ik maak bezwaar tegen deze verwerking.',
  ],
  ['nl-out-of-office-mentioned', 'other', 'Mijn out of office staat aan, maar ik lees dit wel. Bedankt!'],
  ['nl-mobile-no-quote', 'other', 'Ben ziek, bel mijn kabinet.'],
  ['en-away', 'question', "I'm away on Friday and back on Monday. Could you send the form in English?"],
  ['de-abwesend', 'other', 'Ich bin am Freitag abwesend, danke für die Information.'],
  ['fr-signature', 'other', 'Bien reçu. Absent demain.'],
  ['fr-forwards-a-bounce', 'other', 'Pour info, je suis absente et le mail de mon adjoint est revenu.'],
]

describe('A reply from a person', () => {
  it('has a fixture for each line of the table', () => {
    expect(REPLIES.map(([name]) => `${name}.eml`).sort()).toEqual(readdirSync(FOLDER).sort())
    expect(REPLIES).toHaveLength(20)
  })

  it.each(REPLIES)('%s is one, about: %s', (name, topic, text) => {
    const report = classifyReport(readFileSync(new URL(`${name}.eml`, FOLDER)))
    expect(report).toMatchObject({ kind: 'reply', topic, replyText: text, recipients: [] })
    expect(report.until).toBeUndefined()
  })

  it.each([
    ["J'ai reçu votre mail. Quand la prime sera-t-elle versée", 'question'],
    ['Est-ce cumulable ?', 'question'],
    ['Merci, bien reçu. Voir https://region.example/?a=b', 'other'],
    ['Mijn nieuw e-mailadres is schepen@gemeente-d.example', 'correction'],
    ['Je ne suis plus échevin depuis mars.', 'correction'],
    ['Gelieve mij uit te schrijven; ik wens geen mails meer.', 'unsubscribe'],
    ['Conformément au RGPD, supprimez mes données.', 'objection'],
    ['Verwijder mijn adres, en beroep u niet op de AVG: ik maak bezwaar.', 'objection'],
  ])('that says %j is about: %s', (text, topic) => {
    expect(replyTopic(text)).toBe(topic)
  })

  it.each([
    [
      'names a lost mail',
      'Message non remis',
      '',
      "Bonjour, votre message n'a pas pu être remis à l'échevin, qui est absent.",
      'unknown',
    ],
    [
      'names a lost mail in an answer',
      'RE: Message non remis',
      'X-MS-Has-Attach:',
      "L'adresse n'existe plus, la boîte est pleine.",
      'reply',
    ],
    [
      'writes about his absence from Outlook',
      'RE: Absence lundi',
      'X-MS-Has-Attach:\nX-MS-TNEF-Correlator:',
      'Je suis absent lundi.',
      'reply',
    ],
    [
      'has a ticket system that suppresses answers',
      'RE: Afwezig',
      'X-Auto-Response-Suppress: All',
      'Ik ben afwezig.',
      'reply',
    ],
    [
      'answers an automatic reply',
      'RE: Réponse automatique : Mesures',
      'In-Reply-To: <1@x.example>',
      'Bien noté.',
      'reply',
    ],
    [
      'is on a list server',
      'Re: Mesures',
      'In-Reply-To: <1@x.example>\nX-Spam-Flag: YES',
      'Bien noté.',
      'reply',
    ],
  ])('who %s is taken neither for a bounce nor for a machine', (_, subject, header, text, kind) => {
    const headers = `From: "Administrateur général" <ag@commune-a.example>\nSubject: ${subject}${header && `\n${header}`}`
    expect(classifyReport(mail(headers, text)).kind).toBe(kind)
  })

  it('may be a postmaster who answers', () => {
    const headers =
      'From: postmaster@commune-a.example\nSubject: RE: Mesures\nIn-Reply-To: <17@region.example>'
    const text = "La boîte du bourgmestre était pleine, votre message n'a pas pu être remis. C'est réglé."
    expect(classifyReport(mail(headers, text)).kind).toBe('reply')
  })

  it('answers under a subject that says who is away', () => {
    const headers =
      "From: ag@commune-a.example\nSubject: RE: L'echevin est absent(e)\nX-Auto-Response-Suppress: All"
    expect(classifyReport(mail(headers, 'Je sais, merci.')).kind).toBe('reply')
  })

  it('answers between quoted lines', () => {
    const body = '> Une prime est prévue.\nPour qui ?\n> Elle est unique.\nMerci.'
    const report = classifyReport(
      mail('From: a@commune-a.example\nSubject: Re: Mesures\nIn-Reply-To: <17@region.example>', body),
    )
    expect(report.replyText).toBe('Pour qui ?\nMerci.')
  })

  it('answers below the quotation', () => {
    const body = 'Le 2 avril 2020 à 09:00, Estafette a écrit :\n> Mesures\n\nBien reçu.'
    expect(classifyReport(mail('From: a@commune-a.example\nSubject: Re: Mesures', body)).replyText).toBe(
      'Bien reçu.',
    )
  })

  it('is also the order to unsubscribe that a mail program sends', () => {
    const report = classifyReport(
      mail('From: a@commune-a.example\nSubject: unsubscribe\nAuto-Submitted: auto-replied', 'x'),
    )
    expect(report).toMatchObject({ kind: 'reply', topic: 'unsubscribe' })
  })

  it.each([
    [
      'a newsletter',
      'From: news@shop.example\nSubject: Re: offre\nList-Unsubscribe: <mailto:u@shop.example>',
    ],
    ['spam', 'From: x@spam.example\nSubject: Re: your account\nX-Spam-Flag: YES'],
    ['a mail that answers none', 'From: x@y.example\nSubject: Hello'],
  ])('is not %s', (_, headers) => {
    expect(classifyReport(mail(headers, 'Buy now')).kind).toBe('unknown')
  })
})
