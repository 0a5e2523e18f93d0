import type { StaffRole } from '../../test/support/desk-week.js'

/** How far the week is: being written, waiting for its sign-off, or sent in part. */
export type WeekState = 'writing' | 'asked' | 'sending'

/**
 * One page of the desk as somebody sees it. `says`: what it is for, in a few words; `path`: with what stands for the parameters of its route;
 * `press`: the button before one looks.
 */
export type Look = {
  says: string
  route: string
  name: string
  who: StaffRole | 'nobody'
  path: string
  state: WeekState
  language?: 'nl'
  press?: string
}

export const [SENT, NEXT] = ['2020-W18', '2020-W19']

const HOME = { route: '/', path: '/' }
const ONE = '/editions/:edition'
const WRITING = { state: 'writing' } as const

/** Each page of staff with the person for whom it is, in the order of the week. A test compares the routes with the program's. */
export const LOOKS: readonly Look[] = [
  { ...HOME, ...WRITING, name: 'desk-editor', who: 'editor', says: 'my desk, of an editor' },
  { ...HOME, ...WRITING, name: 'desk-spoc', who: 'spoc', says: 'my desk, of a SPOC' },
  {
    ...HOME,
    ...WRITING,
    name: 'desk-head',
    who: 'head',
    language: 'nl',
    says: 'my desk, of a head, in Dutch',
  },
  { ...HOME, state: 'asked', name: 'desk-approver', who: 'approver', says: 'my desk, of an approver' },
  ...[
    { name: 'updates', path: '/updates', says: 'the updates' },
    {
      name: 'update',
      route: '/updates/:id',
      path: '/updates/prime-unique',
      says: 'one update, its revisions',
    },
    {
      ...{ name: 'update-new', path: '/updates/new', press: 'button[value="save"]' },
      says: 'an update is written, with mistakes',
    },
    {
      ...{ name: 'update-edit', route: '/updates/:id/edit', path: '/updates/prime-unique/edit' },
      says: 'an update is changed',
    },
    { name: 'gone', path: '/updates/gone', says: 'files that are gone' },
    { name: 'next', path: '/editions/next', says: 'the next edition, if it were frozen now' },
    { name: 'flash', path: '/editions/flash', says: 'an urgent edition' },
    { name: 'erratum', route: `${ONE}/erratum`, path: `/editions/${SENT}/erratum`, says: 'a correction' },
  ].map(look => ({ route: look.path, ...look, ...WRITING, who: 'editor' as const })),
  ...[
    { name: 'editions', path: '/editions', says: 'the editions' },
    {
      ...{ name: 'deliveries', route: `${ONE}/deliveries`, path: `/editions/${SENT}/deliveries` },
      says: 'the deliveries of an edition',
    },
    {
      ...{ name: 'delivery', route: '/deliveries/:id', path: `/deliveries/${SENT}.anderlecht-mayor` },
      says: 'one delivery',
    },
    { name: 'follow-ups', path: '/follow-ups', says: 'the follow-ups' },
    { name: 'follow-up', route: '/follow-ups/:id', path: '/follow-ups/2', says: 'one follow-up' },
    {
      ...{ name: 'call-sheet', route: `${ONE}/call-sheet`, path: `/editions/${SENT}/call-sheet` },
      says: 'whom to call, to print',
    },
  ].map(look => ({ route: look.path, ...look, ...WRITING, who: 'spoc' as const })),
  {
    ...{ route: '/follow-ups/:id/share', name: 'share', who: 'spoc', path: '/follow-ups/3/share' },
    ...{ state: 'asked', says: 'an answer for all' },
  },
  {
    ...{ route: ONE, name: 'edition-to-sign', who: 'approver', path: `/editions/${NEXT}`, state: 'asked' },
    says: 'an edition to sign',
  },
  {
    ...{ route: `${ONE}/audience`, name: 'audience', who: 'approver', path: `/editions/${NEXT}/audience` },
    ...{ state: 'asked', says: 'who gets it, who does not' },
  },
  {
    ...{ route: `${ONE}/mail`, name: 'mail-as', who: 'approver', path: `/editions/${NEXT}/mail?view=phone` },
    ...{ state: 'asked', says: 'the mail, as somebody reads it' },
  },
  {
    ...{ route: ONE, name: 'edition-under-way', who: 'head', path: `/editions/${NEXT}`, state: 'sending' },
    says: 'an edition while it is sent',
  },
  { ...WRITING, route: '/log-in', name: 'log-in', who: 'nobody', path: '/log-in', says: 'log in' },
]
