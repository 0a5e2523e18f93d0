import type { StaffRole } from '../../test/support/desk-week.js'

/** How far the week is: being written, waiting for its sign-off, or sent in part. */
export type WeekState = 'writing' | 'asked' | 'sending'

/** One page of the desk as somebody sees it. `path`: with what stands for the parameters of its route. */
export type Look = {
  route: string
  name: string
  who: StaffRole | 'nobody'
  path: string
  state: WeekState
  language?: 'nl'
  /** A button that is pressed before one looks. */
  press?: string
}

const [SENT, NEXT] = ['2020-W18', '2020-W19']

/** Each page of the desk, with the person for whom it is; the test compares the routes with the program's. */
export const LOOKS: readonly Look[] = [
  { route: '/', name: 'desk-spoc', who: 'spoc', path: '/', state: 'writing' },
  { route: '/', name: 'desk-editor', who: 'editor', path: '/', state: 'writing' },
  { route: '/', name: 'desk-approver', who: 'approver', path: '/', state: 'asked' },
  { route: '/', name: 'desk-head-nl', who: 'head', path: '/', state: 'writing', language: 'nl' },
  { route: '/updates', name: 'updates', who: 'editor', path: '/updates', state: 'writing' },
  { route: '/updates/:id', name: 'update', who: 'editor', path: '/updates/prime-unique', state: 'writing' },
  {
    ...{ route: '/updates/new', name: 'update-new', who: 'editor', path: '/updates/new', state: 'writing' },
    press: 'button[value="save"]',
  },
  {
    route: '/updates/:id/edit',
    name: 'update-edit',
    who: 'editor',
    path: '/updates/prime-unique/edit',
    state: 'writing',
  },
  { route: '/editions', name: 'editions', who: 'head', path: '/editions', state: 'writing' },
  { route: '/editions/next', name: 'next', who: 'editor', path: '/editions/next', state: 'writing' },
  {
    route: '/editions/:edition',
    name: 'edition-to-sign',
    who: 'approver',
    path: `/editions/${NEXT}`,
    state: 'asked',
  },
  {
    route: '/editions/:edition',
    name: 'edition-under-way',
    who: 'head',
    path: `/editions/${NEXT}`,
    state: 'sending',
  },
]

export { NEXT, SENT }
