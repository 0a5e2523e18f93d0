import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { started } from '../support/command-line.js'
import { passableFolder } from '../support/folders.js'

/** A folder in which nobody can make anything, root neither. */
const READ_ONLY = '/sys/kernel'

let dir: string
beforeAll(() => {
  dir = passableFolder('estafette-data-')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const ended = (args: string[], cwd: string, env: Record<string, string> = {}) =>
  started(args, { cwd, env: { HOME: dir, ...env } }).ran

describe('a command in a checkout that is read-only', () => {
  it.each([[['demo']], [['start']], [['draft']], [['status']]])(
    'asks for both folders elsewhere in one sentence: %s',
    async args => {
      expect(await ended(args, READ_ONLY)).toMatchObject({
        status: 2,
        out: '',
        err: expect.stringMatching(
          /^(Estafette .* starts .*\n)?DATA_DIR, UPDATES_DIR: \/sys\/kernel\/data: [^\n]*elsewhere in both\.\n$/,
        ),
      })
    },
  )

  it('works with both elsewhere, in a path with blanks, accents and all that a shell would read', async () => {
    const home = join(dir, `é "d'été" $HOME \`id\``)
    mkdirSync(home)
    for (const folder of ['updates', 'recipients'])
      cpSync(join(PROJECT_ROOT, folder), join(home, folder), { recursive: true })
    const env = {
      DATA_DIR: join(home, 'data'),
      UPDATES_DIR: join(home, 'updates'),
      RECIPIENTS_DIR: join(home, 'recipients'),
    }
    expect(await ended(['check'], READ_ONLY, env)).toMatchObject({ status: 0, err: '' })
    expect(await ended(['draft', '--json'], READ_ONLY, env)).toMatchObject({ status: 0, err: '' })
    expect(statSync(env.DATA_DIR).mode & 0o066).toBe(0)
    expect(readdirSync(env.DATA_DIR)).toContain('postgres')
  })
})

describe('a DATA_DIR that can’t be one', () => {
  it.each([
    ['where nothing can be made', '/sys/kernel/estafette', 2],
    ['below a file', '/etc/hostname/estafette', 2],
  ])('%s is named in one sentence', async (_, DATA_DIR, status) => {
    for (const command of ['demo', 'start', 'status']) {
      const ran = await ended([command], PROJECT_ROOT, { DATA_DIR })
      expect([command, ran]).toEqual([command, { status, signal: null, out: '', err: expect.any(String) }])
      expect(ran.err).toMatch(new RegExp(`^(Estafette .* starts .*\n)?DATA_DIR: ${DATA_DIR}[^\n]*\\.\n$`))
    }
    expect(existsSync(DATA_DIR)).toBe(false)
  })
})
