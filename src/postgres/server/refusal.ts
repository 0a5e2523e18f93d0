/** What to do about PostgreSQL's errors, by SQLSTATE (PostgreSQL, appendix A); two letters stand for a class. */
const REMEDIES: Record<string, string> = {
  '28P01': 'Check user and password in DATABASE_URL.',
  '28000': 'Check user and host in DATABASE_URL, and pg_hba.conf of the server.',
  '3D000': 'Create that database, or name another one in DATABASE_URL.',
  '42501':
    'The role may not make or change the tables: give DATABASE_OWNER_URL, whose role may, or once: grant create on database NAME to ROLE.',
  '25006': 'It can only be read: name the primary server in DATABASE_URL, or end its read-only mode.',
  '53100': 'Make room on the disk of PostgreSQL; what was committed stands. Then run the command again.',
  '53200': 'Give PostgreSQL more memory; what was committed stands. Then run the command again.',
  '53300':
    'All its connections are taken. Who holds them: select usename, application_name, count(*) from pg_stat_activity group by 1, 2. Stop what needs none, or raise max_connections (a service takes 30); then run the command again.',
  '53': 'Give PostgreSQL what it lacks; what was committed stands. Then run the command again.',
  '57014':
    'It waited too long for what another process holds; what was committed stands. Run the command again.',
  '55P03': 'Another process holds what is asked for; what was committed stands. Run the command again.',
  '40': 'Two processes wanted the same rows at once; what was committed stands. Run the command again.',
  '57P03': 'It is starting or stopping: run the command again in a moment.',
  '57P': 'It went away; what was committed stands. Run the command again when it is back.',
  '58': 'Its disk or its files are damaged: look at the log of PostgreSQL.',
  XX: 'It is damaged: look at the log of PostgreSQL.',
  '08': 'It went away; what was committed stands. Run the command again when it is back.',
}

/** How to recognise a specific limit and raise it; pgBouncer has one code for everything. */
const LIMITS: [words: RegExp, remedy: string][] = [
  [
    /^too many connections for role/,
    'The role has a limit of its own. Who holds its connections: select application_name, count(*) from pg_stat_activity where usename = current_user group by 1. To raise it: alter role NAME connection limit 60. Then run the command again.',
  ],
  [
    /^too many connections for database/,
    'The database has a limit of its own. Who holds its connections: select usename, application_name, count(*) from pg_stat_activity where datname = current_database() group by 1, 2. To raise it: alter database NAME connection limit 60. Then run the command again.',
  ],
  [
    /^no more connections allowed/,
    'All connections of the pooler (pgBouncer) are taken. Who holds them: show clients, in its console. Stop what needs none, or raise max_client_conn in it; then run the command again.',
  ],
  [
    /^query_wait_timeout/,
    'The pooler (pgBouncer) has no session left: in session mode each connection takes one, and a service takes 30. Raise default_pool_size in it; then run the command again.',
  ],
  [
    /^client_login_timeout/,
    'The pooler (pgBouncer) answers, and PostgreSQL behind it does not: see that it runs, and where the pooler looks for it.',
  ],
  [
    /^unsupported startup parameter: options/,
    'The pooler (pgBouncer) takes no options: leave them out of DATABASE_URL, and set them for the role: alter role NAME set ….',
  ],
]

/** Errors of sockets and the driver for a lost server. */
const GONE = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/
const GONE_WORDS = /Connection terminated|timeout exceeded when trying to connect|has said nothing for/

type Refusing = { code?: string; message?: string; severity?: string }

/** One sentence on why PostgreSQL refuses, and what to do; null for any other error. */
export function refusalOf(error: unknown): string | null {
  const { code = '', message = '', severity } = (error ?? {}) as Refusing
  if (!severity && !GONE.test(code) && !GONE_WORDS.test(message)) return null
  const remedy = severity ? remedyOf(code, message) : REMEDIES['08']
  return remedy ? `PostgreSQL: ${wordsOf(error)} ${remedy}` : null
}

/** The remedy for a SQLSTATE, or for its words where they say more; null for our own faults (a syntax error, a broken constraint). */
export function remedyOf(code: string, message = ''): string | null {
  const limit = LIMITS.find(([words]) => words.test(message))
  if (limit) return limit[1]
  return REMEDIES[code] ?? REMEDIES[code.slice(0, 3)] ?? REMEDIES[code.slice(0, 2)] ?? null
}

/** The server's words, with code and full stop. */
export function wordsOf(error: unknown): string {
  const { code, message } = error as Refusing
  const said = (message || 'no answer').split('\n')[0]?.replace(/\.$/, '') ?? ''
  return `${code && !said.includes(code) ? `${code} ` : ''}${said}.`
}
