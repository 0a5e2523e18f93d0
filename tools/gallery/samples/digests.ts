import type { CommuneState } from '../../../src/model/follow-ups/commune-state.js'
import type { Localized } from '../../../src/model/language/language.js'
import type { DigestValues } from '../../../src/present/staff-mail/notices/digest.js'
import type { SummaryValues } from '../../../src/present/staff-mail/notices/summary-values.js'

const LINK = 'https://estafette.example/follow-ups'
const name = (fr: string, nl = fr): Localized => ({ fr, nl })

/** A SPOC's morning digest, with people's words that need escaping. */
export const SPOC_DIGEST: DigestValues = {
  occasion: 'edition',
  edition: '2020-W19',
  sentAt: '2020-05-07T09:00:00+02:00',
  isSettled: false,
  standingInFor: [{ name: 'Point de contact Ouest / Contactpunt West', until: '2020-05-15' }],
  communes: [
    {
      name: name('Saint-Gilles', 'Sint-Gillis'),
      state: 'partly-reached',
      addressees: 4,
      accepted: 3,
      notSent: 1,
      unreached: [
        {
          who: 'Bourgmestre / Burgemeester',
          role: 'mayor',
          state: 'bounced',
          address: 'bourgmestre@saint-gilles.example',
          next: 'new-address',
          nextAddress: 'cabinet.bourgmestre@saint-gilles.example',
          informedOn: '2020-05-07',
        },
      ],
      tasks: [
        {
          who: 'Bourgmestre / Burgemeester',
          role: 'mayor',
          email: 'bourgmestre@saint-gilles.example',
          edition: '2020-W19',
          reason: 'bounced',
          action: 'ask-new-address',
          due: '2020-05-06',
          isOverdue: true,
          isInHand: true,
          daysLate: 1,
          phones: [
            { of: 'own', number: '+32400000001' },
            { of: 'secretariat', number: '+3220002113;ext=12' },
          ],
          standIn: { email: 'cabinet@saint-gilles.example', until: '2020-05-15' },
          detail: '550 5.1.1 <bourgmestre@saint-gilles.example>: Recipient address rejected: User unknown',
        },
        {
          who: '',
          role: null,
          email: '',
          edition: '2020-W19',
          reason: 'not-reached',
          action: 'phone',
          due: '2020-05-08',
          isOverdue: false,
          isInHand: false,
          phones: [{ of: 'commune', number: '+3220002113' }],
          standIn: null,
          detail: '',
        },
      ],
      more: 3,
    },
    {
      name: name('Berchem-Sainte-Agathe', 'Sint-Agatha-Berchem'),
      state: 'reached',
      addressees: 3,
      accepted: 3,
      notSent: 0,
      tasks: [],
      more: 0,
    },
  ],
  open: 5,
  link: LINK,
}

const COMMUNES: Localized[] = [
  name('Anderlecht'),
  name('Auderghem', 'Oudergem'),
  name('Berchem-Sainte-Agathe', 'Sint-Agatha-Berchem'),
  name('Bruxelles', 'Brussel'),
  name('Etterbeek'),
  name('Evere'),
  name('Forest', 'Vorst'),
  name('Ganshoren'),
  name('Ixelles', 'Elsene'),
  name('Jette'),
  name('Koekelberg'),
  name('Molenbeek-Saint-Jean', 'Sint-Jans-Molenbeek'),
  name('Saint-Gilles', 'Sint-Gillis'),
  name('Saint-Josse-ten-Noode', 'Sint-Joost-ten-Node'),
  name('Schaerbeek', 'Schaarbeek'),
  name('Uccle', 'Ukkel'),
  name('Watermael-Boitsfort', 'Watermaal-Bosvoorde'),
  name('Woluwe-Saint-Lambert', 'Sint-Lambrechts-Woluwe'),
  name('Woluwe-Saint-Pierre', 'Sint-Pieters-Woluwe'),
]

/** A commune's states in six editions, the last one this week's; most are always reached. */
const FARED: Record<number, (CommuneState | null)[]> = {
  2: ['reached', 'at-risk', 'reached', 'reached', null, 'at-risk'],
  6: ['not-reached', 'not-reached', 'partly-reached', 'partly-reached', null, 'reached'],
  12: ['reached', 'reached', 'reached', 'reached', 'reached', 'partly-reached'],
  13: ['reached', 'reached', 'reached', 'not-reached', null, 'not-reached'],
  18: ['reached', 'reached', 'reached', 'reached', null, 'unknown'],
}
const ALWAYS: CommuneState[] = ['reached', 'reached', 'reached', 'reached', 'reached', 'reached']

/** A summary of a week in which not all were reached. */
export const HEADS_SUMMARY: SummaryValues = {
  edition: '2020-W19',
  sentAt: '2020-05-07T09:00:00+02:00',
  isSettled: true,
  editions: ['2020-W15', '2020-W16', '2020-W17', '2020-W18', '2020-W18-flash-1', '2020-W19'],
  communes: COMMUNES.map((commune, index) => ({
    name: commune,
    states: FARED[index] ?? ALWAYS,
    open: index in FARED ? 1 + (index % 3) : 0,
  })),
  candidates: 62,
  addressees: 57,
  exclusions: 5,
  accepted: 53,
  accountedFor: 19,
  times: { median: 41, p90: 780 },
  answers: { received: 7, answered: 5 },
  followUps: {
    open: 6,
    inHand: 3,
    overdue: 2,
    byAge: [
      { from: 0, to: 1, count: 4 },
      { from: 2, to: 3, count: 2 },
      { from: 4, to: 7, count: 0 },
      { from: 8, to: 14, count: 1 },
      { from: 15, to: null, count: 2 },
    ],
  },
  spocs: [
    {
      name: 'Point de contact Nord / Contactpunt Noord',
      phone: '+32 2 000 00 01',
      email: 'spoc-nord@agence.example',
      open: 4,
      overdue: 0,
    },
    {
      name: 'Point de contact Sud / Contactpunt Zuid',
      phone: '+32 2 000 00 02',
      email: 'spoc-sud@agence.example',
      open: 5,
      overdue: 2,
    },
  ],
  link: LINK,
}
