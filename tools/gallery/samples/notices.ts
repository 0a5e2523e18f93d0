import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { parseUpdateFile } from '../../../src/parse/update/update-file.js'
import { describeProblem } from '../../../src/present/problem/texts.js'
import type { NoticeReader, NoticeValues } from '../../../src/present/staff-mail/notice.js'
import type { NoticeKind } from '../../../src/present/staff-mail/notice-kinds.js'
import { HEADS_SUMMARY, SPOC_DIGEST } from './digests.js'

const about = {
  edition: '2020-W19',
  version: 2,
  hash: 'c0ffee12'.repeat(8),
  sendAt: '2020-05-07T09:00:00+02:00',
  closesAt: '2020-05-08T09:00:00+02:00',
  atOnce: false,
}
const APPROVER = 'Direction du cabinet / Kabinetsdirectie'
const PRIME = { fr: 'Prime unique de 4.000 €', nl: 'Eenmalige premie van 4.000 euro' }

/** A staff mail of each kind, as in a real week. A kind without a sample doesn't compile. */
export const NOTICE_SAMPLES: { [K in NoticeKind]: NoticeValues[K] } = {
  'sign-off-request': about,
  'spoc-digest': SPOC_DIGEST,
  'heads-summary': HEADS_SUMMARY,
  'sign-off-reminder': { ...about, hours: 4, deputyFor: APPROVER },
  'sign-off-alarm': { ...about, given: 0, required: 1, maySign: [APPROVER] },
  'sign-off-done': {
    ...about,
    decision: 'reject',
    by: APPROVER,
    at: '2020-05-06T16:30:00+02:00',
    comment: 'Le montant de la prime unique ne correspond pas à l’arrêté. À vérifier avec le service.',
    given: 0,
    required: 1,
  },
  'approval-withdrawn': {
    ...about,
    by: APPROVER,
    at: '2020-05-06T17:05:00+02:00',
    reason: 'Le Conseil des ministres a revu le montant de la prime unique cet après-midi.',
    given: 0,
    required: 1,
  },
  'remarks-made': {
    remarks: [
      {
        update: 'prime-unique',
        title: PRIME,
        by: APPROVER,
        text: 'L’arrêté dit 5.000 € : lequel des deux montants est juste ?',
        isClosed: false,
        answers: [],
      },
    ],
    page: 'https://estafette.example/updates/prime-unique',
  },
  'remarks-answered': {
    remarks: [
      {
        update: 'prime-unique',
        title: PRIME,
        by: APPROVER,
        text: 'L’arrêté dit 5.000 € : lequel des deux montants est juste ?',
        isClosed: true,
        answers: [
          { by: 'Rédaction Économie / Redactie Economie', text: '4.000 € : l’arrêté a été corrigé hier.' },
        ],
      },
    ],
    page: 'https://estafette.example/updates/prime-unique',
  },
  'nothing-new': { edition: '2020-W19', sendAt: about.sendAt, standing: 7 },
  'update-problems': { file: 'updates/prime-unique.md', problems: problemsOfSample() },
  'update-warnings': {
    file: 'updates/prime-unique.md',
    warnings: problemsOfSample(),
    page: 'https://estafette.example/updates',
  },
  'update-gone': { id: 'prime-unique', file: 'updates/prime-unique.md', title: PRIME },
  'updates-away': {
    folder: 'updates',
    why: 'empty',
    count: 3,
    updates: [{ title: PRIME, file: 'updates/prime-unique.md' }],
    link: 'https://estafette.example/updates/gone',
  },
  'daily-contents': {
    edition: '2020-W19',
    sendAt: about.sendAt,
    items: [
      {
        section: 'new',
        title: { fr: 'Réouverture des commerces', nl: 'Heropening van de winkels' },
        file: 'updates/reouverture-commerces.md',
      },
      { section: 'changed', title: PRIME, file: 'updates/prime-unique.md' },
      {
        section: 'standing',
        title: { fr: 'Droit passerelle de crise', nl: 'Crisis-overbruggingsrecht' },
        file: 'updates/droit-passerelle.md',
      },
    ],
    refused: [{ file: 'updates/masques-transports.md', problems: 2 }],
  },
  'changed-after-freeze': {
    edition: '2020-W19',
    hash: about.hash,
    stage: 'before-sign-off',
    differences: [
      {
        what: {
          fr: `Information modifiée : ${PRIME.fr} – Date limite`,
          nl: `Gewijzigd bericht: ${PRIME.nl} – Uiterste datum`,
        },
        before: { fr: '18 mai 2020', nl: '18 mei 2020' },
        after: { fr: '1er juin 2020', nl: '1 juni 2020' },
      },
      {
        what: { fr: 'Échevinat de l’Économie, Ixelles', nl: 'Schepenambt Economie, Elsene' },
        before: null,
        after: { fr: 'reçoit l’édition', nl: 'ontvangt de editie' },
      },
    ],
  },
  'let-through-request': {
    edition: '2020-W19',
    id: 'reouverture-commerces',
    file: 'updates/reouverture-commerces.md',
    hash: about.hash,
    missing: 'nl',
    title: 'Réouverture des commerces',
  },
  'translation-awaited': {
    edition: '2020-W19-flash-1',
    id: 'reouverture-commerces',
    file: 'updates/reouverture-commerces.md',
    missing: 'nl',
    title: 'Réouverture des commerces',
    erratum: null,
  },
  'edition-cancelled': {
    edition: '2020-W19',
    by: 'Direction du cabinet / Kabinetsdirectie',
    at: '2020-05-06T16:30:00+02:00',
    reason: 'Le Conseil national de sécurité se réunit jeudi : tout change.',
  },
  'window-missed': {
    edition: '2020-W19-flash-1',
    hash: about.hash,
    closedAt: '2020-05-06T16:30:00+02:00',
    command: 'estafette send 2020-W19-flash-1',
  },
  'mail-refused': {
    edition: '2020-W19',
    answer: '550 5.7.1 Service unavailable; client host blocked',
    command: 'estafette resume 2020-W19',
  },
  'mail-unread': {
    mailbox: 'INBOX',
    count: 3,
    since: '2020-05-07T09:04:00+02:00',
    answer: 'NO [UNAVAILABLE] Server Unavailable. 15',
    command: 'estafette reports',
  },
  'reports-unread': {
    folder: '/srv/estafette/reports',
    count: 2,
    files: [{ name: 'TR_ Prime.msg', remedy: 'outlook' }],
    command: 'estafette reports',
  },
  'edition-held': {
    edition: '2020-W19',
    last: '2020-05-07T09:04:00+02:00',
    command: 'estafette resume 2020-W19',
  },
  'clock-jumped': {
    from: '2020-05-07T09:04:00+02:00',
    to: '2020-05-10T09:04:00+02:00',
    command: 'estafette resume EDITION',
  },
  'notice-failed': {
    edition: '2020-W19',
    kind: 'sign-off-request',
    name: 'Direction du cabinet / Kabinetsdirectie',
    address: 'direction@cabinet.example',
    error: '550 5.1.1 User unknown',
  },
  'log-in-link': { askedAt: '2020-05-06T16:30:00+02:00', minutes: 15 },
  'follow-ups-reassigned': {
    to: 'you',
    other: 'Point de contact Nord / Contactpunt Noord',
    items: [
      {
        commune: { fr: 'Ixelles', nl: 'Elsene' },
        recipient: 'Bourgmestre d’Ixelles / Burgemeester van Elsene',
        reason: 'bounced',
        due: '2020-05-11',
      },
      { commune: { fr: 'Jette', nl: 'Jette' }, recipient: null, reason: 'not-reached', due: '2020-05-07' },
    ],
    link: 'https://estafette.example/follow-ups',
  },
  'question-shared': {
    file: 'updates/_question-7.md',
    id: 'question-7',
    by: 'Point de contact Nord / Contactpunt Noord',
  },
}

/** The parser's problems for a file with a few faults. */
function problemsOfSample() {
  const source = `---
id: prime-unique
kind: suport
topic: economy
level: region
from: 2020-04-08
deadline: 2020-02-30
links:
  - fr: http://economie-emploi.brussels
    nl: https://economie-werk.brussels
    label: {fr: Demander la prime, nl: De premie aanvragen}
---
# fr: Prime unique de 4.000 €
La Région verse une prime unique.
`
  const known = {
    file: 'updates/prime-unique.md',
    agency: BRUSSELS,
    topics: [],
    competences: [],
    communes: [],
  }
  const parsed = parseUpdateFile(new TextEncoder().encode(source), known)
  const problems = 'problems' in parsed ? parsed.problems : []
  return {
    fr: problems.map(problem => describeProblem(problem, 'fr')),
    nl: problems.map(problem => describeProblem(problem, 'nl')),
  }
}

/** The reader of the samples. */
export const sampleStaff = (languages: NoticeReader['languages']): NoticeReader => ({
  email: 'redaction@agence.example',
  name: 'Rédaction / Redactie',
  languages,
})
