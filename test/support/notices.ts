import type { Notice, NoticeValues } from '../../src/present/staff-mail/notice.js'
import type { NoticeKind } from '../../src/present/staff-mail/notice-kinds.js'
import { HEADS_SUMMARY, SPOC_DIGEST } from '../../tools/gallery/samples/digests.js'

/** What is said of a file, in both languages. */
const SAID = {
  fr: [
    {
      file: 'updates/a.md',
      line: 7,
      column: 9,
      message: 'La date est fausse.',
      hint: 'Écrivez 2026-06-01.',
    },
  ],
  nl: [
    {
      file: 'updates/a.md',
      line: 7,
      column: 9,
      message: 'De datum is fout.',
      hint: 'Schrijf 2026-06-01.',
    },
  ],
}

const about = {
  edition: '2026-W48',
  version: 1,
  hash: `${'c0ffee'.repeat(10)}c0ff`,
  sendAt: '2026-11-26T09:00:00+01:00',
  closesAt: '2026-11-27T09:00:00+01:00',
  atOnce: false,
}

/** Values for each kind of notice, with text that wants escaping. */
export const SAMPLE_VALUES: { [K in NoticeKind]: NoticeValues[K] } = {
  'sign-off-request': about,
  'spoc-digest': SPOC_DIGEST,
  'heads-summary': HEADS_SUMMARY,
  'sign-off-reminder': { ...about, hours: 4, deputyFor: 'Direction du cabinet / Kabinetsdirectie' },
  'sign-off-alarm': { ...about, given: 0, required: 2, maySign: ['Direction du cabinet / Kabinetsdirectie'] },
  'sign-off-done': {
    ...about,
    decision: 'reject',
    by: 'Direction du cabinet / Kabinetsdirectie',
    at: '2026-11-25T16:30:00+01:00',
    comment: 'Le montant <b>est faux</b> {{evil}} : "5 000 €" ?',
    given: 0,
    required: 1,
  },
  'approval-withdrawn': {
    ...about,
    by: 'Direction du cabinet / Kabinetsdirectie',
    at: '2026-11-25T17:05:00+01:00',
    reason: 'Le montant a changé ce matin <b>{{evil}}</b>',
    given: 0,
    required: 1,
  },
  'remarks-made': {
    remarks: [
      {
        update: 'prime-unique',
        title: { fr: 'Prime <unique>', nl: 'Eenmalige "premie"' },
        by: 'Direction du cabinet / Kabinetsdirectie',
        text: 'Le montant <b>{{evil}}</b> ?',
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
        title: { fr: 'Prime <unique>', nl: 'Eenmalige "premie"' },
        by: 'Direction du cabinet / Kabinetsdirectie',
        text: 'Le montant <b>{{evil}}</b> ?',
        isClosed: true,
        answers: [{ by: 'Rédaction Économie / Redactie Economie', text: 'Corrigé <i>{{x}}</i>' }],
      },
    ],
    page: 'https://estafette.example/',
  },
  'nothing-new': { edition: '2026-W48', sendAt: about.sendAt, standing: 1 },
  'update-problems': {
    file: "updates/l'aide <x>.md",
    problems: SAID,
  },
  'update-warnings': {
    file: "updates/l'aide <x>.md",
    page: 'https://estafette.example/updates',
    warnings: SAID,
  },
  'update-gone': {
    id: 'prime-unique',
    file: 'updates/prime-unique.md',
    title: { fr: 'Prime unique', nl: 'Eenmalige premie' },
  },
  'updates-away': {
    folder: 'updates',
    why: 'empty',
    count: 3,
    updates: [{ title: { fr: 'Prime unique', nl: 'Eenmalige premie' }, file: 'updates/prime-unique.md' }],
    link: 'https://estafette.example/updates/gone',
  },
  'daily-contents': {
    edition: '2026-W48',
    sendAt: about.sendAt,
    items: [
      {
        section: 'new',
        title: { fr: 'Prime unique', nl: 'Eenmalige premie' },
        file: 'updates/prime-unique.md',
      },
    ],
    refused: [{ file: 'updates/masques.md', problems: 2 }],
  },
  'changed-after-freeze': {
    edition: '2026-W48',
    hash: about.hash,
    stage: 'before-sign-off',
    differences: [
      {
        what: { fr: 'Prime unique', nl: 'Eenmalige premie' },
        before: null,
        after: { fr: 'modifiée', nl: 'gewijzigd' },
      },
    ],
  },
  'let-through-request': {
    edition: '2026-W48',
    id: 'couvre-feu',
    file: 'updates/couvre-feu.md',
    hash: about.hash,
    missing: 'nl',
    title: 'Couvre-feu à partir de 22 heures',
  },
  'translation-awaited': {
    edition: '2026-W48-flash-1',
    id: 'couvre-feu',
    file: 'updates/couvre-feu.md',
    missing: 'nl',
    title: 'Couvre-feu à partir de 22 heures',
    erratum: null,
  },
  'edition-cancelled': {
    edition: '2026-W48',
    by: 'Direction du cabinet / Kabinetsdirectie',
    at: '2026-11-25T16:30:00+01:00',
    reason: 'Le Conseil national de sécurité se réunit jeudi : tout change.',
  },
  'window-missed': {
    edition: '2026-W48-flash-1',
    hash: about.hash,
    closedAt: '2026-11-25T16:30:00+01:00',
    command: 'estafette send 2026-W48-flash-1',
  },
  'mail-refused': {
    edition: '2026-W48',
    answer: '550 5.7.1 Service unavailable; client host blocked',
    command: 'estafette resume 2026-W48',
  },
  'mail-unread': {
    mailbox: 'INBOX',
    count: 3,
    since: '2026-11-26T09:04:00+01:00',
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
    edition: '2026-W48',
    last: '2026-11-26T09:04:00+01:00',
    command: 'estafette resume 2026-W48',
  },
  'clock-jumped': {
    from: '2026-11-26T09:04:00+01:00',
    to: '2026-11-29T09:04:00+01:00',
    command: 'estafette resume EDITION',
  },
  'notice-failed': {
    edition: '2026-W48',
    kind: 'sign-off-request',
    name: 'Direction du cabinet / Kabinetsdirectie',
    address: 'direction@cabinet.example',
    error: '550 5.1.1 User unknown',
  },
  'log-in-link': { askedAt: '2026-11-25T16:30:00+01:00', minutes: 15 },
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

/** A notice of a kind with sample values. */
export function sampleNotice(kind: NoticeKind, change: Partial<Pick<Notice, 'key' | 'to'>> = {}): Notice {
  const to = { email: 'redaction@agence.example', name: 'Rédaction / Redactie', languages: ['fr', 'nl'] }
  return { key: `${kind} 1`, kind, to, values: SAMPLE_VALUES[kind], ...change } as Notice
}
