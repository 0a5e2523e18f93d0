import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { putCommand } from '../../src/cli/put-command.js'
import { openWorld, type World } from '../support/world.js'

const BY = 'redaction-economie@agence.example'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-29T12:00:00+02:00' })
  rmSync(world.config.updatesDir, { recursive: true, force: true })
  mkdirSync(world.config.updatesDir, { recursive: true })
})
afterAll(() => world.close())

const source = (id: string, title = 'Prime') =>
  `---\nid: ${id}\nkind: notice\ntopic: economy\nlevel: region\n---\n# fr: ${title}\nRésumé.\n\n# nl: ${title}\nSamenvatting.\n`
const written = (name: string, text: string) => {
  const path = join(world.dir, name)
  writeFileSync(path, text)
  return path
}
const put = (path: string, options: { by?: string; as?: string; replace?: boolean } = {}) =>
  putCommand(world.app, path, { by: BY, ...options })
const stands = (name: string) => readFileSync(join(world.config.updatesDir, name), 'utf8')

describe('update put', () => {
  it('saves a file under its own name, or another, in a person’s name', async () => {
    const path = written('prime.md', source('prime'))
    expect(await put(path)).toMatchObject({
      status: 0,
      json: { id: 'prime', state: 'saved', file: 'updates/prime.md', by: BY },
    })
    expect(await put(written('x.md', source('autre')), { as: 'economie/autre.md' })).toMatchObject({
      status: 0,
    })
    expect(stands('economie/autre.md')).toContain('id: autre')
  })

  it('replaces a file only when that is asked', async () => {
    const path = written('prime.md', source('prime', 'Autre'))
    expect(await put(path)).toMatchObject({ status: 1, json: { state: 'refused', reason: 'changed' } })
    expect(stands('prime.md')).toContain('# fr: Prime')
    expect(await put(path, { replace: true })).toMatchObject({ status: 0 })
    expect(stands('prime.md')).toContain('# fr: Autre')
  })

  it('names the problems, and saves nothing', async () => {
    const path = written('faux.md', source('faux').replace('kind: notice', 'kind: none'))
    const answer = await put(path)
    expect(answer).toMatchObject({ status: 1, json: { reason: 'problems', problems: [{ line: 3 }] } })
    expect(existsSync(join(world.config.updatesDir, 'faux.md'))).toBe(false)
  })

  it.each([
    [{ by: 'nobody@agence.example' }, 'unknown-person'],
    [{ by: 'spoc-nord@agence.example' }, 'not-editor'],
    [{ as: '../dehors.md' }, 'name'],
    [{ as: '../dehors.md', replace: true }, 'name'],
    [{ as: 'README.md' }, 'name'],
  ])('is refused with %j: %s', async (options, reason) => {
    const path = written('neuf.md', source('neuf'))
    expect(await put(path, options)).toMatchObject({ status: 1, json: { state: 'refused', reason } })
    expect(existsSync(join(world.dir, 'dehors.md'))).toBe(false)
  })

  it('is wrong usage for a file that can’t be read', async () => {
    await expect(put(join(world.dir, 'none.md'))).rejects.toThrow("can't be read")
    await expect(put(world.dir)).rejects.toThrow("can't be read")
    symlinkSync(written('vrai.md', source('vrai')), join(world.dir, 'lien.md'))
    expect(await put(join(world.dir, 'lien.md'))).toMatchObject({ status: 0 })
  })
})
