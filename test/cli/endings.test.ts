import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { endingOf } from '../../src/cli/endings.js'
import { PROJECT_ROOT } from '../../src/config.js'
import { openDatabase } from '../../src/postgres/server/database.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../src/postgres/server/embedded.js'
import { hiding } from '../../src/steps/delivery/hiding.js'
import { everyCommand, inProcess, type Ran, started } from '../support/command-line.js'
import { passableFolder } from '../support/folders.js'
import { type RefusingPostgres, refusingPostgres } from '../support/refusing-postgres.js'

const PASSWORD = 'hunter2-not-to-be-seen'

let dir: string
const before = { ...process.env }
beforeAll(() => {
  dir = passableFolder('estafette-endings-')
  writeFileSync(join(dir, 'a-file'), 'a file, where a folder should be\n')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Runs a command in this process with these settings alone. */
async function ended(args: string[], settings: Record<string, string>) {
  process.env = {
    ...before,
    DATA_DIR: join(dir, 'data'),
    UPDATES_DIR: join(PROJECT_ROOT, 'updates'),
    RECIPIENTS_DIR: join(PROJECT_ROOT, 'recipients'),
    ...settings,
  }
  try {
    return await inProcess(args)
  } finally {
    process.env = before
  }
}

/** A sentence and no more; what stands on stderr never holds a stack or a password. */
function expectSentence({ status, out, err }: Pick<Ran, 'status' | 'out' | 'err'>) {
  expect(err).not.toMatch(/^\s+at |node:internal|bug of Estafette/m)
  expect(out + err).not.toContain(PASSWORD)
  expect([0, 1, 2, 3, 4]).toContain(status)
  // An answer, or what doctor found, stands on stdout.
  if (out !== '') return
  expect(err).toMatch(/^(error: .+\n(.*\n)?See: |(\S.{10,}\.\n){1,2}$)/)
}

describe('every command', () => {
  const commands = everyCommand('/nonexistent/estafette/file')

  it('is known to this test', () => {
    const names = commands.map(({ name }) => name)
    expect(names.length).toBeGreaterThan(35)
    expect(names).toEqual(expect.arrayContaining(['check', 'follow-up', 'follow-up share', 'worker']))
  })

  const hindrances: [what: string, settings: () => Record<string, string>, but: string[]][] = [
    ['DATA_DIR below a file', () => ({ DATA_DIR: join(dir, 'a-file', 'data') }), ['templates']],
    ['DATA_DIR that is a file', () => ({ DATA_DIR: join(dir, 'a-file') }), []],
    ['DATA_DIR that can’t be made', () => ({ DATA_DIR: '/proc/estafette' }), ['templates']],
    ['TEMPLATES_DIR that is missing', () => ({ TEMPLATES_DIR: join(dir, 'none') }), []],
    ['RECIPIENTS_DIR that is a file', () => ({ RECIPIENTS_DIR: join(dir, 'a-file') }), []],
    ['UPDATES_DIR that is a file', () => ({ UPDATES_DIR: join(dir, 'a-file') }), []],
    ['a number that is none', () => ({ SMTP_URL: `smtp://u:${PASSWORD}@`, PORT: '70000' }), []],
  ]
  it.each(hindrances)('ends with a sentence for a %s', async (_what, settings, but) => {
    for (const { name, args } of commands) {
      if (but.includes(name)) continue
      const ran = await ended(args, settings())
      try {
        expectSentence(ran)
      } catch (error) {
        throw new Error(`${name}: ${JSON.stringify(ran)}`, { cause: error })
      }
    }
  })
})

describe('every command whose PostgreSQL refuses', () => {
  const commands = everyCommand('/nonexistent/estafette/file').filter(
    ({ name }) => !['demo', 'templates'].includes(name),
  )
  const refusals: [code: string, message: string, advice: RegExp][] = [
    [
      '28P01',
      'password authentication failed for user "estafette"',
      /Check user and password in DATABASE_URL\.$/,
    ],
    ['28000', 'no pg_hba.conf entry for host "10.0.0.1"', /pg_hba\.conf of the server\.$/],
    ['3D000', 'database "estafette" does not exist', /Create that database, or name another/],
    ['53300', 'sorry, too many clients already', /raise max_connections/],
    ['57P03', 'the database system is starting up', /run the command again in a moment\.$/],
  ]
  it.each(refusals)('says what to do for %s', async (code, message, advice) => {
    const server = await refusingPostgres({ code, message })
    const DATABASE_URL = `postgres://estafette:${PASSWORD}@127.0.0.1:${server.port}/estafette`
    let reached = 0
    for (const { name, args } of commands) {
      const ran = await ended(args, { DATABASE_URL })
      expectSentence(ran)
      if (!ran.err.includes(message)) continue
      reached++
      expect([name, ran.status, ran.err.trim()]).toEqual([name, 3, expect.stringMatching(advice)])
      expect(ran.err).toContain(code)
    }
    expect(reached).toBeGreaterThan(30)
    await server.close()
  })

  it('says that what answers is no PostgreSQL', async () => {
    const server = await refusingPostgres('garbage')
    const ran = await ended(['status'], {
      DATABASE_URL: `postgres://estafette:${PASSWORD}@127.0.0.1:${server.port}/estafette`,
    })
    expectSentence(ran)
    expect([ran.status, ran.err]).toEqual([
      3,
      expect.stringMatching(/^PostgreSQL: .*Check DATABASE_URL\.\n$/),
    ])
    await server.close()
  })
})

describe('a database that is not as it should be', () => {
  let server: EmbeddedServer
  let owner: pg.Client
  const urlOf = (database: string, role = 'limited') => {
    const url = new URL(server.url)
    url.pathname = `/${database}`
    if (role !== 'owner') url.username = role
    if (role !== 'owner') url.password = PASSWORD
    return url.href
  }
  beforeAll(async () => {
    server = await openEmbeddedServer(join(dir, 'data'))
    owner = new pg.Client({ connectionString: server.url })
    await owner.connect()
    for (const name of ['newer', 'readable', 'bare']) await owner.query(`create database ${name}`)
    await owner.query(`create role limited login password '${PASSWORD}'`)
    await owner.query(`create role reader superuser login password '${PASSWORD}'`)
    for (const name of ['newer', 'readable']) await (await openDatabase(urlOf(name, 'owner'))).close()
    await owner.query('alter role reader set default_transaction_read_only = on')
    await owner.query('revoke create on schema public from public')
  })
  afterAll(async () => {
    await owner.end()
    await server.close()
  })

  it('made by a newer version: says which, and that it is the other version’s', async () => {
    const newer = new pg.Client({ connectionString: urlOf('newer', 'owner') })
    await newer.connect()
    await newer.query(
      "insert into estafette.kysely_migration (name, timestamp) values ('0999-of-tomorrow', '2030-01-01')",
    )
    await newer.end()
    const ran = await ended(['status'], { DATABASE_URL: urlOf('newer', 'owner') })
    expectSentence(ran)
    expect([ran.status, ran.err]).toEqual([
      3,
      'PostgreSQL: the tables were made by a newer Estafette (0999-of-tomorrow). Run that version, or restore a backup of before.\n',
    ])
  })

  it('that can only be read: names the way out', async () => {
    const ran = await ended(['draft'], { DATABASE_URL: urlOf('readable', 'reader') })
    expectSentence(ran)
    expect([ran.status, ran.err]).toEqual([
      3,
      expect.stringMatching(/^PostgreSQL: 25006 .*read-only.*name the primary server/),
    ])
  })

  it('whose role may make no tables: says how to let it', async () => {
    const ran = await ended(['status'], { DATABASE_URL: urlOf('bare') })
    expectSentence(ran)
    expect([ran.status, ran.err]).toEqual([
      3,
      expect.stringMatching(/^PostgreSQL: 42501 .*DATABASE_OWNER_URL/),
    ])
  })
})

const fault = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: said`), { code, ...more })
const refusal = (code: string) => fault(code, { severity: 'ERROR' })

describe('what ends a command', () => {
  it.each([
    [
      fault('ENOSPC', { syscall: 'write', path: '/x/a' }),
      3,
      '/x/a: there is no room left on the disk (ENOSPC)',
    ],
    [fault('EDQUOT', { syscall: 'write', path: '/x/a' }), 3, 'quota'],
    [fault('EMFILE', { syscall: 'open', path: '/x/a' }), 3, 'ulimit -n'],
    [fault('EIO', { syscall: 'read' }), 3, 'The system refuses to read: the disk'],
    [fault('EROFS', { syscall: 'open', path: '/x/a' }), 2, '/x/a: it lies on a disk that can only be read'],
    [fault('EACCES', { syscall: 'open', path: '/x/a' }), 2, '/x/a: access is denied (EACCES). Give'],
    [fault('EISDIR', { syscall: 'read', path: '/x/a' }), 2, '/x/a: it is a folder (EISDIR). Name a file.'],
    [fault('ENOTDIR', { syscall: 'mkdir', path: '/x/a' }), 2, 'a part of its path is a file'],
    [fault('ENOENT', { syscall: 'spawn /x/initdb', path: '/x/initdb' }), 2, '/x/initdb: there is no such'],
    [refusal('40P01'), 3, 'Two processes wanted the same rows at once; what was committed stands. Run'],
    [refusal('40001'), 3, 'Two processes wanted the same rows at once'],
    [refusal('57014'), 3, 'It waited too long for what another process holds'],
    [refusal('55P03'), 3, 'Another process holds what is asked for'],
    [refusal('53100'), 3, 'Make room on the disk of PostgreSQL; what was committed stands.'],
    [refusal('53200'), 3, 'Give PostgreSQL more memory'],
    [refusal('53300'), 3, 'raise max_connections'],
    [refusal('25006'), 3, 'name the primary server'],
    [refusal('42501'), 3, 'DATABASE_OWNER_URL'],
    [refusal('57P01'), 3, 'It went away; what was committed stands. Run the command again'],
    [fault('ECONNRESET'), 3, 'PostgreSQL: ECONNRESET: said. It went away'],
    [new Error('Connection terminated unexpectedly'), 3, 'PostgreSQL: Connection terminated unexpectedly.'],
  ])('%j is said in a sentence', (error, status, words) => {
    expect(endingOf(error)).toMatchObject({ status, isBug: false, said: expect.stringContaining(words) })
  })

  it('holds no password, and keeps the form that one is to have', () => {
    const hide = hiding(null)
    expect(
      hide('redis://:abc@h:1 and postgres://u:p%40w@h/x, imaps://USER:PASSWORD@HOST:993, at 9:30 a@b'),
    ).toBe('redis://:[secret]@h:1 and postgres://u:[secret]@h/x, imaps://USER:PASSWORD@HOST:993, at 9:30 a@b')
  })

  it.each([
    [new TypeError('x is not a function\nof y')],
    [refusal('42601')],
    [refusal('23505')],
    ['a word that was thrown'],
    [undefined],
  ])('%j is a bug, in one line', error => {
    const { status, said, isBug } = endingOf(error)
    expect([status, isBug]).toEqual([1, true])
    expect(said).toMatch(/^This is a bug of Estafette: .+\.$/)
  })
})

describe('a program that is started', () => {
  const env = () => ({
    DATA_DIR: join(dir, 'data'),
    UPDATES_DIR: join(PROJECT_ROOT, 'updates'),
    RECIPIENTS_DIR: join(PROJECT_ROOT, 'recipients'),
  })

  it('by a Node that is too old says which one it needs', async () => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } })`
    const { ran } = started(['check'], {
      env: env(),
      cwd: dir,
      node: ['--import', `data:text/javascript,${encodeURIComponent(older)}`],
    })
    const { engines } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'))
    const needed = engines.node.replace('>=', '')
    expect(await ran).toMatchObject({
      status: 2,
      out: '',
      err: `Estafette needs Node ${needed} or later, and this is Node 18.20.8: install a newer one from https://nodejs.org, and run the command again.\n`,
    })
  })

  it('with an answer that finds no room says so', async () => {
    const command = `exec "${process.execPath}" "${PROJECT_ROOT}src/launch.js" check --json > /dev/full`
    const { status, stderr } = spawnSync('sh', ['-c', command], {
      env: { PATH: '/usr/bin:/bin', ...env() },
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([
      3,
      "The answer can't be written: there is no room left on the disk (ENOSPC). Make room, and run the command again.\n",
    ])
  })

  it.each([
    ['none', 'no key at all', 'holds no PEM private key'],
    ['one that is not whole', '-----BEGIN PRIVATE KEY-----\nabc\n', 'holds a key that is not whole'],
    [
      'one of another kind',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
      "holds a key that DKIM doesn't know (ec)",
    ],
  ])('with a DKIM key that is %s says so, and ends', async (what, pem, why) => {
    const file = join(dir, `${what}.pem`)
    writeFileSync(file, pem)
    const { ran } = started(['start'], {
      env: {
        ...env(),
        PORT: '0',
        LOG_LEVEL: 'silent',
        DKIM_DOMAIN: 'a.example',
        DKIM_SELECTOR: 's',
        DKIM_KEY_FILE: file,
      },
      cwd: dir,
    })
    const { status, err } = await ran
    expect([status, err.trim().split('\n').at(-1)]).toEqual([
      2,
      `DKIM_KEY_FILE: ${file} ${why}. Name a PEM private key, RSA or Ed25519, without a passphrase.`,
    ])
  })

  let silent: RefusingPostgres
  it('and broken off in the middle of a command says so, and ends as the signal does', async () => {
    silent = await refusingPostgres('silent')
    const { child, ran } = started(['status'], {
      env: { ...env(), DATABASE_URL: `postgres://estafette:${PASSWORD}@127.0.0.1:${silent.port}/x` },
      cwd: dir,
    })
    await silent.asked
    child.kill('SIGINT')
    const ended = await ran
    await silent.close()
    expect(ended).toEqual({
      status: null,
      signal: 'SIGINT',
      out: '',
      err: 'Ended before it was done. What was committed stands: run the command again.\n',
    })
  })

  /** Throws, or rejects, when it gets SIGUSR2. */
  const broken = (how: string) => {
    const file = join(dir, 'broken.mjs')
    writeFileSync(file, `process.on('SIGUSR2', () => { ${how} })`)
    return ['--import', pathToFileURL(file).href]
  }
  it.each([
    ['an exception that nobody catches', 'throw new Error("lost postgres://u:hunter2-secret@h/x")'],
    ['a promise that nobody awaits', 'Promise.reject(new Error("lost postgres://u:hunter2-secret@h/x"))'],
  ])('and stays says %s in a sentence, and keeps the details', async (_what, how) => {
    const data = mkdtempSync(join(dir, 'service-'))
    const { child, ran, said } = started(['start'], {
      env: { ...env(), DATA_DIR: data, PORT: '0', LOG_LEVEL: 'silent' },
      cwd: dir,
      node: broken(how),
    })
    await said('Estafette runs')
    child.kill('SIGUSR2')
    const { status, err } = await ran
    const log = join(data, 'errors.log')
    expect(status).toBe(1)
    expect(err.trim().split('\n').at(-1)).toMatch(
      /^This is a bug of Estafette: Error: lost postgres:\/\/u:\[secret\]@h\/x\. Please report it with .*errors\.log\.$/,
    )
    expect(err).not.toMatch(/^\s+at /m)
    const kept = readFileSync(log, 'utf8')
    expect(kept).toMatch(/^\s+at /m)
    expect(kept).not.toContain('hunter2-secret')
    // The server that it left running is adopted and stopped by the next to leave.
    await (await openEmbeddedServer(data)).close()
  })
})

describe('an installation that is not whole', () => {
  /** A clone with nothing installed but a note of npm's, if any. */
  function clone(note: string | null) {
    const root = mkdtempSync(join(dir, 'clone-'))
    for (const file of ['src/launch.js', 'src/run.js', 'src/build.js', 'package.json'])
      cpSync(join(PROJECT_ROOT, file), join(root, file))
    writeFileSync(join(root, 'package-lock.json'), '{"packages": {"node_modules/x": {"version": "1.0.0"}}}')
    mkdirSync(join(root, 'node_modules'))
    if (note !== null) writeFileSync(join(root, 'node_modules/.package-lock.json'), note)
    return root
  }
  const launched = (root: string) => {
    const env = { PATH: join(root, 'no-such-folder') }
    return spawnSync(process.execPath, [join(root, 'src/launch.js'), 'check'], { env, encoding: 'utf8' })
  }

  it('says that npm is missing', () => {
    expect(launched(clone(null))).toMatchObject({
      status: 3,
      stderr:
        "Installing the dependencies (npm ci), once …\nnpm can't be run (ENOENT): install it, and run the command again.\n",
    })
  })

  it('is made anew where the note of npm was left half written', () => {
    const root = clone('{"packages": {')
    const past = new Date(Date.now() - 60_000)
    utimesSync(join(root, 'node_modules/.package-lock.json'), past, past)
    expect(launched(root).stderr).toMatch(/^Installing the dependencies/)
  })

  it('says what is missing, and how to get it', () => {
    const { status, stderr } = launched(clone('{"packages": {}}'))
    expect([status, stderr]).toEqual([
      3,
      expect.stringMatching(
        /^The dependencies are not whole \(Cannot find package 'esbuild'.*\)\. Run: npm ci\n$/,
      ),
    ])
  })
})

describe('a file given as an argument', () => {
  const files: [what: string, make: (path: string) => void][] = [
    ['missing', () => {}],
    ['a folder', path => mkdirSync(path)],
    ['binary', path => writeFileSync(path, Buffer.from([0, 1, 2, 0xff, 0xfe, 0]))],
  ]
  const uses: [string, (path: string) => string[]][] = [
    ['import', path => ['import', path]],
    ['follow-up answer', path => ['follow-up', 'answer', '1', '--by', 'a@b.example', '--text-file', path]],
  ]
  it.each(uses.flatMap(([use, args]) => files.map(([what, make]) => ({ use, what, args, make }))))(
    '$use says in a sentence that it is $what',
    async ({ use, what, args, make }) => {
      const path = join(dir, `${use} ${what}`)
      make(path)
      const ran = await ended(args(path), {})
      expectSentence(ran)
      expect([ran.status, ran.err]).toEqual([2, expect.stringContaining(path)])
    },
  )

  it('in Latin-1 is no answer', async () => {
    const path = join(dir, 'latin-1.txt')
    writeFileSync(path, Buffer.from('déjà envoyé', 'latin1'))
    const ran = await ended(['follow-up', 'answer', '1', '--by', 'a@b.example', '--text-file', path], {})
    expect([ran.status, ran.err]).toEqual([2, `${path} is no text in UTF-8: save it as one.\n`])
  })

  it.each(['template --docx', 'preview 2026-W48 --to'])('%s names what can’t be written', async usage => {
    const path = join(dir, 'a-file', 'x.docx')
    const ran = await ended([...usage.split(' '), path], {})
    expectSentence(ran)
    if (usage.startsWith('template'))
      expect(ran.err).toContain(`${path} can't be written: a part of its path`)
  })
})
