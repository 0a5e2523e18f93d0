import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { clusterDir } from '../../src/postgres/server/cluster-place.js'
import { started } from '../support/command-line.js'
import { passableOnDisk } from '../support/folders.js'

/** A folder in which nobody can make anything, root neither. */
const READ_ONLY = '/sys/kernel'

let dir: string
beforeAll(() => {
  dir = passableOnDisk('estafette-data-')
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

const isRoot = process.getuid?.() === 0
if (!isRoot) console.log('Skipped: a ledger outside of DATA_DIR, for only root lends an account.')
const forRoot = isRoot ? describe : describe.skip

forRoot('rm -rf data, where the ledger lies outside', () => {
  it('takes the ledger along with the next command, which says so; those of others say nothing', async () => {
    const closed = mkdtempSync(join(dir, 'closed-'))
    const env = { DATA_DIR: join(closed, 'data') }
    await ended(['status'], PROJECT_ROOT, env)
    const place = dirname(clusterDir(env.DATA_DIR))
    expect(place.startsWith(closed)).toBe(false)
    rmSync(env.DATA_DIR, { recursive: true })
    const other = await ended(['status'], PROJECT_ROOT, { DATA_DIR: join(dir, 'other') })
    expect([other.status, other.err, existsSync(place)]).toEqual([1, '', false])
    rmSync(closed, { recursive: true })
  })

  it('says what to do where a disk may only be away', async () => {
    const closed = mkdtempSync(join(dir, 'closed-'))
    const env = { DATA_DIR: join(closed, 'data') }
    await ended(['status'], PROJECT_ROOT, env)
    const place = dirname(clusterDir(env.DATA_DIR))
    // As on another file system, where the two can't share a file.
    rmSync(join(place, 'cluster.json'))
    rmSync(env.DATA_DIR, { recursive: true })
    const ran = await ended(['status'], PROJECT_ROOT, env)
    expect(ran.err).toBe(
      `The ledger at ${place} belongs to ${env.DATA_DIR}, which does not name it or is not there. Bring that folder back (a disk that is not mounted?); rm -rf ${place} removes the ledger.\n`,
    )
    for (const path of [place, closed]) rmSync(path, { recursive: true })
  })
})
