import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { LINK_MINUTES, LINKS_AT_ONCE } from '../../../src/model/staff/link-token.js'
import {
  askLogIn,
  formTokenOf,
  isFormOf,
  logIn,
  logInLinkFor,
  logOut,
  readLogIn,
  sessionOf,
} from '../../../src/steps/staff/log-in.js'
import { openWorld, type World } from '../../support/world.js'

const NOW = '2026-11-25T12:00:00+01:00'
const DIRECTOR = { email: 'direction@cabinet.example', name: 'Direction', languages: ['fr' as const] }

let world: World
beforeAll(async () => {
  world = await openWorld({ now: NOW })
})
afterAll(() => world.close())

/** The token of a link that was asked for then. */
async function tokenFor(to = DIRECTOR, askedAt = NOW): Promise<string> {
  const values = { askedAt, minutes: LINK_MINUTES }
  const made = await logInLinkFor(world.app, { key: 'one', kind: 'log-in-link', to, values })
  return 'link' in made ? (made.link.split('/').at(-1) ?? '') : made.stale
}

describe('logging in', () => {
  it('mails a link to the staff alone, and not more than some at once', async () => {
    const email = 'spoc-nord@agence.example'
    expect(await askLogIn(world.app, 'somebody@elsewhere.example')).toBe('not-on-staff')
    for (let times = 0; times < LINKS_AT_ONCE; times++)
      expect(await askLogIn(world.app, email)).toBe('mailed')
    expect(await askLogIn(world.app, email.toUpperCase())).toBe('too-many')
  })

  it('opens one session by a link, which ends when its holder leaves', async () => {
    const token = await tokenFor()
    expect(await readLogIn(world.app, token)).toMatchObject({
      kind: 'open',
      person: { email: DIRECTOR.email },
    })
    const { session = '' } = (await logIn(world.app, token)) ?? {}
    expect(await readLogIn(world.app, token)).toEqual({ kind: 'used' })
    expect(await logIn(world.app, token)).toBeNull()
    expect(await sessionOf(world.app, session)).toMatchObject({ email: DIRECTOR.email })
    expect(await sessionOf(world.app, token)).toBeNull()
    await logOut(world.app, session)
    expect(await sessionOf(world.app, session)).toBeNull()
  })

  it('is not possible by a link that has run out, that was made up, or of somebody who has left', async () => {
    const token = await tokenFor()
    world.setClock('2026-11-25T12:15:01+01:00')
    expect(await readLogIn(world.app, token)).toEqual({ kind: 'expired' })
    expect(await logIn(world.app, token)).toBeNull()
    expect(await tokenFor()).toContain('have expired before it arrived')
    world.setClock(NOW)
    expect(await readLogIn(world.app, `${token.slice(0, -1)}x`)).toEqual({ kind: 'invalid' })
    expect(await tokenFor({ ...DIRECTOR, email: 'gone@cabinet.example' })).toContain('have expired before')
  })

  it('lets a form through that was made for the session, and no other', () => {
    const form = formTokenOf(world.app, 'one')
    expect([isFormOf(world.app, form, 'one'), isFormOf(world.app, form, 'other')]).toEqual([true, false])
    expect(isFormOf(world.app, undefined, 'one')).toBe(false)
  })
})
