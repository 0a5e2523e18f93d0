import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { readEnvFile } from './config-file.js'
import { folderProblems } from './config-folders.js'
import { nameWarnings } from './config-names.js'
import { allowed, cron, mailbox, text, timeZone, urlOf, wholeNumber } from './config-values.js'
import { type Agency, BRUSSELS } from './model/agency/agency.js'
import { isLoopback } from './model/operations/loopback.js'

/** A value that is never printed: not in a log, an error, JSON or the console. */
export type Secret = { reveal: () => string }

export const PROJECT_ROOT = fileURLToPath(new URL('..', import.meta.url))

const secret = (value: string): Secret => {
  const hidden = { reveal: () => value, toString: () => '[secret]', toJSON: () => '[secret]' }
  return Object.defineProperty(hidden, Symbol.for('nodejs.util.inspect.custom'), { value: () => '[secret]' })
}

const DEFAULT_DATA_DIR = './data'

const Environment = z.object({
  DATA_DIR: text.default(DEFAULT_DATA_DIR),
  STATE_DIR: text.optional(),
  UPDATES_DIR: text.default('./updates'),
  UPDATES_POLLING: z.enum(['yes', 'no']).default('no'),
  RECIPIENTS_DIR: text.default('./recipients'),
  TEMPLATES_DIR: text.optional(),
  DATABASE_URL: urlOf('postgres:', 'postgresql:').optional(),
  DATABASE_OWNER_URL: urlOf('postgres:', 'postgresql:').optional(),
  REDIS_URL: urlOf('redis:', 'rediss:').optional(),
  SMTP_URL: urlOf('smtp:', 'smtps:').optional(),
  IMAP_URL: urlOf('imap:', 'imaps:').optional(),
  REPORTS_DIR: text.optional(),
  ALLOWED_RECIPIENTS: allowed.optional(),
  MAIL_FROM: mailbox.default({ name: 'Estafette', address: 'estafette@estafette.example' }),
  BOUNCE_DOMAIN: text.regex(/^[A-Za-z0-9.-]+$/, 'is not a domain').optional(),
  BASE_URL: urlOf('http:', 'https:').optional(),
  HOST: text.default('127.0.0.1'),
  BEHIND_PROXY: z.enum(['yes', 'no']).default('no'),
  PORT: wholeNumber(0, 65535).default(3000),
  CHROMIUM: text.optional(),
  SECRET: text.min(32, 'is too short: 32 characters at least').optional(),
  TIME_ZONE: timeZone.default('Europe/Brussels'),
  SCHEDULE_DRAFT: cron.prefault('0 12 * * 3'),
  SCHEDULE_SEND: cron.prefault('0 9 * * 4'),
  SCHEDULE_DIGEST: cron.prefault('0 8 * * 1-5'),
  DIGEST_AFTER_HOURS: wholeNumber(1, 72).default(4),
  HOLIDAY_SEND: z.enum(['before', 'after'], 'is "before" or "after"').default('before'),
  SEND_WINDOW_HOURS: wholeNumber(1, 168).default(24),
  APPROVALS_REQUIRED: wholeNumber(1, 9).default(1),
  RETAIN_NOTICES_DAYS: wholeNumber(7, 3650).default(90),
  RETAIN_REPORTS_DAYS: wholeNumber(1, 3650).default(30),
  EDITION_EXPIRES_HOURS: wholeNumber(1, 720).default(72),
  DELIVERIES_AT_ONCE: wholeNumber(1, 100).default(10),
  MAILS_PER_MINUTE: wholeNumber(1, 1_000_000).optional(),
  SMTP_TIMEOUT_SECONDS: wholeNumber(1, 600).default(60),
  DKIM_DOMAIN: text.optional(),
  DKIM_SELECTOR: text.optional(),
  DKIM_KEY_FILE: text.optional(),
  npm_lifecycle_event: text.optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Config = ReturnType<typeof toConfig>

/** Everything wrong with the environment, one line per variable. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('\n'))
  }
}

/**
 * Reads the configuration from the environment, then from `.env` in `folder`. An empty variable counts as unset; relative paths are below `folder`.
 * Throws ConfigError with every problem at once.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env, folder = process.cwd()): Config {
  const file = readEnvFile(join(folder, '.env'))
  if (typeof file === 'string') throw new ConfigError([file])
  const merged = Object.entries({ ...file.values, ...environment }).filter(([, value]) => value?.trim())
  const parsed = Environment.safeParse(Object.fromEntries(merged))
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(sentence))
  const problems = contradictions(parsed.data, folder)
  if (problems.length > 0) throw new ConfigError(problems)
  return toConfig(parsed.data, folder)
}

/** The names that a configuration may set. */
export const VARIABLES = Object.keys(Environment.shape).filter(name => name !== 'npm_lifecycle_event')

/** Sentences about suspicious names in `.env` and the environment. They are warnings: some names belong to other programs. */
export function configWarnings(
  environment: NodeJS.ProcessEnv = process.env,
  folder = process.cwd(),
): string[] {
  const file = readEnvFile(join(folder, '.env'))
  // An unreadable file is no warning: readConfig refuses it.
  return typeof file === 'string' ? [] : nameWarnings(file, environment, VARIABLES)
}

/** Never quotes the value: it may be a secret. */
function sentence(issue: z.core.$ZodIssue): string {
  const message = issue.message
    .replace(/^Too small: .*>=(\d+)$/, 'is too small: $1 at least')
    .replace(/^Too big: .*<=(\d+)$/, 'is too large: $1 at most')
    .replace(
      /^Invalid option: expected one of (.*)$/,
      (_, list: string) => `is one of ${list.replaceAll('|', ', ')}`,
    )
  return `${issue.path.join('.')}: ${message.replace(/\.?$/, '.')} See .env.example.`
}

function contradictions(env: z.output<typeof Environment>, folder: string): string[] {
  const dkim = [env.DKIM_DOMAIN, env.DKIM_SELECTOR, env.DKIM_KEY_FILE].filter(Boolean).length
  const { DATA_DIR, UPDATES_DIR, RECIPIENTS_DIR, TEMPLATES_DIR } = env
  const problems = folderProblems({ DATA_DIR, UPDATES_DIR, RECIPIENTS_DIR, TEMPLATES_DIR }, folder)
  if (dkim !== 0 && dkim !== 3)
    problems.push('DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY_FILE: give all three or none.')
  const [selectors, keyFiles] = [listOf(env.DKIM_SELECTOR), listOf(env.DKIM_KEY_FILE)]
  if (dkim === 3 && selectors.length !== keyFiles.length)
    problems.push('DKIM_SELECTOR, DKIM_KEY_FILE: as many selectors as files, in the same order.')
  if (dkim === 3 && keyFiles.some(file => !existsSync(resolve(folder, file))))
    problems.push('DKIM_KEY_FILE: there is no such file.')
  if (env.SMTP_URL && !mayBePlain(new URL(env.SMTP_URL)))
    problems.push(
      'SMTP_URL: tls=none is for a host of the same container network (a name without dots) and without a password.',
    )
  if (env.IMAP_URL && !new URL(env.IMAP_URL).username)
    problems.push('IMAP_URL: give a user and a password: imaps://USER:PASSWORD@HOST:993.')
  if (!isLoopback(env.HOST) && env.BEHIND_PROXY !== 'yes')
    problems.push(
      `HOST: ${env.HOST} is open to others, and the pages speak plain HTTP. Use 127.0.0.1, or BEHIND_PROXY=yes where a proxy in front of them speaks TLS.`,
    )
  if (!isLoopback(env.HOST) && !env.BASE_URL)
    problems.push('BASE_URL: say how people reach the pages from outside; the links in mails begin with it.')
  return problems
}

/** Unencrypted mail is for a local catcher; a name without dots belongs to nobody outside. */
function mayBePlain(url: URL): boolean {
  if (url.searchParams.get('tls') !== 'none') return true
  return (
    url.protocol === 'smtp:' &&
    !url.hostname.includes('.') &&
    !url.hostname.includes(':') &&
    url.username === ''
  )
}

function toConfig(env: z.output<typeof Environment>, folder: string) {
  const path = (value: string) => resolve(folder, value)
  const dataDir = path(env.DATA_DIR)
  return {
    dataDir,
    isDataDirGiven: env.DATA_DIR !== DEFAULT_DATA_DIR,
    /** Where this machine keeps its ledgers' high-water marks, outside DATA_DIR; null: the default folder. */
    stateDir: env.STATE_DIR ? path(env.STATE_DIR) : null,
    updatesDir: path(env.UPDATES_DIR),
    updatesPolling: env.UPDATES_POLLING === 'yes',
    recipientsDir: path(env.RECIPIENTS_DIR),
    /** As recipients/agency.yaml describes it, once that has been read: `withAgency`. */
    agency: BRUSSELS as Agency,
    templatesDir: env.TEMPLATES_DIR ? path(env.TEMPLATES_DIR) : join(PROJECT_ROOT, 'templates'),
    databaseUrl: env.DATABASE_URL ? secret(env.DATABASE_URL) : null,
    databaseOwnerUrl: env.DATABASE_OWNER_URL ? secret(env.DATABASE_OWNER_URL) : null,
    redisUrl: env.REDIS_URL ? secret(env.REDIS_URL) : null,
    smtp: env.SMTP_URL ? smtpOf(env.SMTP_URL) : null,
    smtpTimeout: env.SMTP_TIMEOUT_SECONDS * 1000,
    imap: env.IMAP_URL ? imapOf(env.IMAP_URL) : null,
    /** The folder of returned mails; null when they come by IMAP alone. */
    reportsDir: env.REPORTS_DIR ? path(env.REPORTS_DIR) : env.IMAP_URL ? null : join(dataDir, 'reports'),
    allowedRecipients: env.ALLOWED_RECIPIENTS ?? null,
    ...namesOf(env),
    /** A mail that leaves this machine names the web version only if others can reach it. */
    hasWebVersions: env.BASE_URL !== undefined || env.SMTP_URL === undefined,
    /** Chromium for the PDF of a web version; null: there is none. */
    chromium: env.CHROMIUM ? path(env.CHROMIUM) : null,
    host: env.HOST,
    port: env.PORT,
    behindProxy: env.BEHIND_PROXY === 'yes',
    dkim: env.DKIM_DOMAIN
      ? { domain: env.DKIM_DOMAIN, keys: dkimKeys(env.DKIM_SELECTOR, env.DKIM_KEY_FILE, path) }
      : null,
    secret: secret(env.SECRET ?? ''),
    timeZone: env.TIME_ZONE,
    /** Without the days off of calendar.yaml: `calendarNow` has both. */
    week: {
      timeZone: env.TIME_ZONE,
      draft: env.SCHEDULE_DRAFT,
      send: env.SCHEDULE_SEND,
      holidaySend: env.HOLIDAY_SEND,
    },
    /** When SPOCs get the digest of what is open. */
    morning: env.SCHEDULE_DIGEST,
    digestAfterHours: env.DIGEST_AFTER_HOURS,
    sendWindowHours: env.SEND_WINDOW_HOURS,
    approvalsRequired: env.APPROVALS_REQUIRED,
    retainNoticesDays: env.RETAIN_NOTICES_DAYS,
    /** For returned mails and for what people wrote in them. */
    retainReportsDays: env.RETAIN_REPORTS_DAYS,
    editionExpiresHours: env.EDITION_EXPIRES_HOURS,
    deliveriesAtOnce: env.DELIVERIES_AT_ONCE,
    /** The limit for all workers together; null: no limit. */
    mailsPerMinute: env.MAILS_PER_MINUTE ?? null,
    logLevel: env.LOG_LEVEL,
    startedByNpm: env.npm_lifecycle_event !== undefined,
    worker: `${hostname()}.${process.pid}`,
  }
}

/** The names under which mails and pages go out. */
function namesOf(env: z.output<typeof Environment>) {
  return {
    mailFrom: env.MAIL_FROM,
    /** The domain of Message-IDs. */
    mailDomain: env.MAIL_FROM.address.split('@')[1] ?? '',
    bounceDomain: env.BOUNCE_DOMAIN ?? env.MAIL_FROM.address.split('@')[1] ?? '',
    /** Without a trailing slash. */
    baseUrl: (
      env.BASE_URL ?? `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${env.PORT}`
    ).replace(/(?<!\/)\/+$/, ''),
  }
}

const listOf = (value = '') => value.split(',').map(entry => entry.trim())

/** One selector per key: RSA for all receivers, Ed25519 also for those that know it (RFC 8463). */
function dkimKeys(selectors: string | undefined, files: string | undefined, path: (file: string) => string) {
  return listOf(selectors).map((selector, index) => ({ selector, keyFile: path(listOf(files)[index] ?? '') }))
}

/** The relay's address; the password stays hidden. */
function smtpOf(value: string) {
  const url = new URL(value)
  const secure = url.protocol === 'smtps:'
  const user = decodeURIComponent(url.username)
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    plain: url.searchParams.get('tls') === 'none',
    auth: user ? { user, pass: secret(decodeURIComponent(url.password)) } : null,
  }
}

/** The mailbox for returned mail; a path names another one than INBOX. The password stays hidden. */
function imapOf(value: string) {
  const url = new URL(value)
  const secure = url.protocol === 'imaps:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    host,
    port: url.port ? Number(url.port) : secure ? 993 : 143,
    secure,
    requireTls: !isLoopback(host),
    auth: { user: decodeURIComponent(url.username), pass: secret(decodeURIComponent(url.password)) },
    mailbox: decodeURIComponent(url.pathname.replace(/^\//, '')) || 'INBOX',
  }
}

/** The existing secret for tokens, without creating one; null when there is none yet. */
export function existingSecret(config: Config): string | null {
  const file = join(config.dataDir, 'secret')
  return config.secret.reveal() || (existsSync(file) ? readFileSync(file, 'utf8').trim() : null)
}

/**
 * The secret for tokens: SECRET, else one generated once into DATA_DIR, mode 0600. Processes that start together agree: the file appears whole or not
 * at all, and the first one stays.
 */
export function tokenSecret(config: Config): string {
  const given = config.secret.reveal()
  if (given) return given
  const file = join(config.dataDir, 'secret')
  if (!existsSync(file)) {
    // Parent folders must exist: a recursive mkdir never ends under /proc.
    if (!existsSync(config.dataDir)) mkdirSync(config.dataDir, { mode: 0o700 })
    const own = `${file}.${randomBytes(6).toString('hex')}`
    try {
      writeFileSync(own, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
      linkSync(own, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(own, { force: true })
    }
  }
  return readFileSync(file, 'utf8').trim()
}
