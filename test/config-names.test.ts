import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { configWarnings, PROJECT_ROOT, VARIABLES } from '../src/config.js'
import { parseEnvFile } from '../src/config-env.js'
import { nameWarnings } from '../src/config-names.js'
import { inProcess, started } from './support/command-line.js'

const inFile = (text: string) => nameWarnings(parseEnvFile(text), {}, VARIABLES)
const inEnvironment = (environment: Record<string, string>, text = '') =>
  nameWarnings(parseEnvFile(text), environment, VARIABLES)

describe('a name in .env', () => {
  it.each([
    ['SMPT_URL', 'SMTP_URL'],
    ['SMTP-URL', 'SMTP_URL'],
    ['smtp_url', 'SMTP_URL'],
    ['SMTPURL', 'SMTP_URL'],
    ['ALLOWED_RECIPIENT', 'ALLOWED_RECIPIENTS'],
    ['RECIPIENTS_ALLOWED', 'ALLOWED_RECIPIENTS'],
    ['MAIL_FORM', 'MAIL_FROM'],
    ['TIMEZONE', 'TIME_ZONE'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['SCHEDULE_SENDS', 'SCHEDULE_SEND'],
    ['RETAIN_NOTICE_DAY', 'RETAIN_NOTICES_DAYS'],
    ['"PORT"', 'PORT'],
    ['HOTS', 'HOST'],
  ])('%s that nobody reads is said, with what was meant', (name, meant) => {
    expect(inFile(`# mine\nexport ${name}=x`)).toEqual([
      `.env:2 ${name}: Estafette reads no such variable. Did you mean ${meant}?`,
    ])
  })

  it.each(['FOO', 'HOME', 'DB', 'TOKEN', 'PATH', 'NODE_ENV', 'MAILCHIMP_KEY'])(
    '%s that resembles none is said without a guess',
    name => {
      expect(inFile(`${name}=x`)).toEqual([`.env:1 ${name}: Estafette reads no such variable.`])
    },
  )

  it('never brings its value along, and is cut when it is no name', () => {
    expect(inFile(`${'hunter2'.repeat(20)}=secret`)[0]).toMatch(/^\.env:1 (hunter2){5}hunte…: /)
    expect(inFile('FOO=secret\nno sign, but a secret').join()).not.toContain('secret')
  })

  it('that stands there twice, and a line without a name, are said in the order of lines', () => {
    expect(inFile('PORT=1\nHOST: x\nPORT=2\nPORT=3')).toEqual([
      '.env:2 is not NAME=value, and is not read.',
      '.env:3 PORT stands in line 1, too: the last one counts.',
      '.env:4 PORT stands in line 1, too: the last one counts.',
    ])
  })

  it('of ours, or of docker-compose.yml, says nothing', () => {
    const compose = readFileSync(join(PROJECT_ROOT, 'docker-compose.yml'), 'utf8')
    const names = [...compose.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name as string)
    expect(names).toEqual(expect.arrayContaining(['POSTGRES_PASSWORD', 'REDIS_PASSWORD']))
    const all = new Set([...names, ...VARIABLES, 'COMPOSE_PROJECT_NAME', 'COMPOSE_FILE'])
    expect(inFile([...all].map(name => `${name}=1`).join('\n'))).toEqual([])
    const example = readFileSync(join(PROJECT_ROOT, '.env.example'), 'utf8')
    expect(inFile(example.replace(/^#(?=[A-Z_]+=)/gm, ''))).toEqual([])
  })
})

describe('a name in the environment', () => {
  it.each([
    ['SMPT_URL', 'SMTP_URL'],
    ['ALLOWED_RECIPIENT', 'ALLOWED_RECIPIENTS'],
    ['smtp_url', 'SMTP_URL'],
    ['DATABASE_ULR', 'DATABASE_URL'],
  ])('%s is one slip away from %s, and said', (name, meant) => {
    expect(inEnvironment({ [name]: 'x' })).toEqual([`${name}, in the environment: did you mean ${meant}?`])
  })

  it('is left alone where the right one is set, here or in .env, or where it is empty', () => {
    expect(inEnvironment({ SMPT_URL: 'x', SMTP_URL: 'y' })).toEqual([])
    expect(inEnvironment({ SMPT_URL: 'x' }, 'SMTP_URL=y')).toEqual([])
    expect(inEnvironment({ SMPT_URL: '' })).toEqual([])
  })

  it('that others use is left alone', () => {
    const others =
      `HOME HOSTS HOSTNAME PORTS SECRETS LOGLEVEL LOG_LEVELS TIMEZONE TZ BASEURL BASE_URI DATADIR DATA_DIRS chromium
      host port http_proxy npm_config_registry npm_package_name INIT_CWD NODE_ENV NODE_OPTIONS PGHOST PGPASSWORD SMTP_HOST
      SMTP_PASSWORD MAIL MAIL_HOST IMAP_HOST REDIS_HOST DATABASE_NAME MAILCHECK TEMPLATES UPDATES JAVA_HOME WT_SESSION`.split(
        /\s+/,
      )
    expect(inEnvironment(Object.fromEntries(others.map(name => [name, 'x'])))).toEqual([])
    expect(configWarnings(process.env, '/nonexistent')).toEqual([])
  })
})

describe('a command', () => {
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'estafette-names-'))
    writeFileSync(join(dir, '.env'), 'SMPT_URL=smtp://h\nFOO=1\n')
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('says it once, beside its answer', async () => {
    const { ran } = started(['check', '--json'], {
      env: {
        UPDATES_DIR: join(PROJECT_ROOT, 'updates'),
        RECIPIENTS_DIR: join(PROJECT_ROOT, 'recipients'),
        DATABSE_URL: 'x',
      },
      cwd: dir,
    })
    const { status, out, err } = await ran
    expect([status, JSON.parse(out).problems]).toEqual([0, []])
    expect(err).toBe(
      [
        '.env:1 SMPT_URL: Estafette reads no such variable. Did you mean SMTP_URL?',
        '.env:2 FOO: Estafette reads no such variable.',
        'DATABSE_URL, in the environment: did you mean DATABASE_URL?',
        '',
      ].join('\n'),
    )
  })

  it('doctor has them among its findings: a slip is a fault, a stranger is not', async () => {
    const { ran } = started(['doctor', '--json'], { env: {}, cwd: dir })
    const { out, err } = await ran
    expect(err).toBe('')
    const findings: { check: string; ok: boolean; detail: string }[] = JSON.parse(out)
    expect(findings.filter(({ check }) => check === 'configuration-names')).toEqual([
      expect.objectContaining({ ok: false, detail: expect.stringContaining('Did you mean SMTP_URL?') }),
      expect.objectContaining({ ok: true, detail: expect.stringContaining('.env:2 FOO') }),
    ])
    expect(findings.find(({ check }) => check === 'version')?.detail).toMatch(
      /^Estafette \d+\.\d+\.\d+, Node 2/,
    )
  })

  it.each(['--version', '-V'])(
    '%s answers with the version of package.json, and warns of nothing',
    async flag => {
      const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'))
      expect(await inProcess([flag])).toEqual({ status: 0, out: `${version}\n`, err: '' })
    },
  )
})
