import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { keepSaved } from '../../../src/postgres/updates/saved.js'
import { staffOf } from '../../../src/steps/staff/staff.js'
import { authorsIn } from '../../../src/steps/updates/author-of.js'
import { openWorld, type World } from '../../support/world.js'

const [OWNER, SAVER] = ['redaction-economie@agence.example', 'informatique@agence.example']

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-29T12:00:00+02:00' })
})
afterAll(() => world.close())

describe('the author of a file', () => {
  it('is who saved this version of it, else its one owner, else nobody known', async () => {
    const saved = { file: 'updates/economie/prime.md', version: 'v2', by: SAVER, at: new Date() }
    await keepSaved(world.app.engine.db, saved)
    const staff = (await staffOf(world.app)).map(one =>
      one.email === OWNER ? { ...one, folder: 'economie' } : one,
    )
    const authorsOf = async (version: string) => {
      const versions = new Map([saved.file, 'updates/autre.md'].map(file => [file, version]))
      const author = await authorsIn(world.app, { versions }, staff)
      return [author(saved.file), author('updates/autre.md')]
    }
    expect(await authorsOf('v1')).toEqual([OWNER, null])
    expect(await authorsOf('v2')).toEqual([SAVER, SAVER])
  })
})
