import { STALLED_SECONDS } from '../../model/delivery/delivery.js'
import { type Finding, fine, wrong } from '../../model/delivery/sender-finding.js'
import { openEmbeddedServer } from '../../postgres/server/embedded.js'
import { type Inspected, inspectDatabase } from '../../postgres/server/inspect.js'
import { NoServer } from '../../postgres/server/no-server.js'
import { POOLING_FIX, poolingAt } from '../../postgres/server/pooler.js'
import { remedyOf } from '../../postgres/server/refusal.js'
import { ledgerChecks } from './doctor-ledger.js'
import { hasLedger } from './engines.js'
import type { Practice } from './practice.js'

const OLDEST_VERSION = 140_000
const CLOCKS_APART_SECONDS = 60

/** PostgreSQL: reachable, new enough and ours; its clock and the backlog. */
export async function databaseChecks(practice: Practice): Promise<Finding[]> {
  const { config, patience } = practice
  if (!hasLedger(config)) return [fine('database', 'embedded; made at the first start')]
  try {
    if (config.databaseUrl) {
      const shared = await poolingFinding(config.databaseUrl.reveal(), patience)
      if (shared) return [shared]
      const inspected = await inspectDatabase(config.databaseUrl.reveal(), patience)
      const url = config.databaseUrl.reveal()
      return [...findingsOf(inspected, practice, url), ...(await ledgerChecks(config, inspected, url))]
    }
    const server = await openEmbeddedServer(config.dataDir, patience * 2)
    try {
      const inspected = await inspectDatabase(server.appUrl, patience)
      return [
        ...findingsOf(inspected, practice, null),
        ...(await ledgerChecks(config, inspected, server.appUrl)),
      ]
    } finally {
      await server.close()
    }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (error instanceof NoServer)
      return [wrong('database', message, 'Do what it says, and run estafette doctor again.')]
    const fix = config.databaseUrl
      ? (remedyOf(code ?? '', message) ??
        'Start PostgreSQL, and check host, user and password in DATABASE_URL.')
      : `Look at ${config.dataDir}/postgres.log, or set DATABASE_URL to another PostgreSQL.`
    return [wrong('database', `it does not answer: ${message || code || 'refused'}`, fix)]
  }
}

/** Null where each connection keeps its session. */
async function poolingFinding(url: string, patience: number): Promise<Finding | null> {
  const pooling = await poolingAt(url, patience)
  if (pooling === 'none' || pooling === 'session') return null
  const detail = `a pooler in between (pgBouncer) gives each ${pooling} another session, and nothing of ours starts with it`
  return wrong('database', detail, POOLING_FIX)
}

function findingsOf(inspected: Inspected, practice: Practice, url: string | null): Finding[] {
  const { version, applied } = inspected
  const words = `PostgreSQL ${Math.floor(version / 10_000)}, role ${inspected.role}${url ? '' : ', embedded'}`
  const database =
    version >= OLDEST_VERSION
      ? fine('database', words)
      : wrong('database', `${words} is too old`, 'Use PostgreSQL 14 or later.')
  const rights = rightsFinding(inspected, practice)
  const server = [
    database,
    powerFinding(inspected),
    durabilityFinding(inspected),
    connectionsFinding(inspected),
  ]
  if (!applied || !inspected.mayWork) return [...server, rights]
  return [
    ...server,
    rights,
    migrationsFinding(inspected),
    clockFinding(inspected, practice),
    ...backlog(inspected),
  ]
}

/** An attacker who takes over the service gets its role's rights: a superuser reads the server's files and runs programs there. */
function powerFinding({ role, isSuperuser }: Inspected): Finding {
  const check = 'database-role'
  if (!isSuperuser) return fine(check, `${role} is no superuser of the server`)
  return wrong(
    check,
    `${role} is a superuser of the server: it may do everything there, in every database`,
    "Make a role for the service (create role estafette_service login password '…'), name it in DATABASE_URL and the present one in DATABASE_OWNER_URL, and start Estafette once: it grants the role what it needs.",
  )
}

/** Our sessions set synchronous_commit themselves; only the server can ensure the rest. decision 43 */
function durabilityFinding({ durability }: Inspected): Finding {
  const check = 'durability'
  const { fsync, fullPageWrites, own, others } = durability
  const off = [...(fsync === 'on' ? [] : ['fsync']), ...(fullPageWrites === 'on' ? [] : ['full_page_writes'])]
  if (off.length > 0)
    return wrong(
      check,
      `${off.join(' and ')} off: a crash of the machine can damage the ledger, or lose what was committed`,
      `On the server: ${off.map(name => `alter system set ${name} = on`).join('; ')}; select pg_reload_conf().`,
    )
  if (own !== 'on' && own !== 'remote_apply')
    return wrong(
      check,
      `a commit does not wait for the disk (synchronous_commit ${own}), although our sessions ask for it`,
      'See what stands between (a pooler, an extension) and changes it back.',
    )
  const whatever = others === own ? '' : `, although the server says ${others}`
  return fine(check, `a commit is on the disk before it counts (synchronous_commit ${own}${whatever})`)
}

/** The most connections of a service with its worker; a command beside it needs some too. */
const CONNECTIONS_OF_A_SERVICE = 30

function connectionsFinding({ connections: { taken, most, holders } }: Inspected): Finding {
  const detail = `${taken} of ${most} connections are taken${holders.length > 0 ? `: ${holders.join(', ')}` : ''}`
  if (most - taken >= CONNECTIONS_OF_A_SERVICE) return fine('connections', detail)
  return wrong(
    'connections',
    detail,
    `Stop what needs none, or raise max_connections, or the limit of the role or the database: a service takes ${CONNECTIONS_OF_A_SERVICE} at most.`,
  )
}

function rightsFinding({ role, mayWork, applied }: Inspected, { config }: Practice): Finding {
  if (mayWork)
    return fine(
      'database-rights',
      applied ? `${role} may work with the tables` : `${role} may make the tables`,
    )
  // A separate owner creates the tables and grants the rights.
  if (!applied && config.databaseOwnerUrl) return fine('database-rights', 'the tables are made by the owner')
  return wrong(
    'database-rights',
    applied ? `${role} may not read and write the tables` : `${role} may not make tables here`,
    'Give the role its rights, or set DATABASE_OWNER_URL to the owner of the tables and start Estafette once.',
  )
}

function migrationsFinding({ applied, known }: Inspected): Finding {
  const check = 'migrations'
  const missing = known.filter(name => !applied?.includes(name))
  const unknown = (applied ?? []).filter(name => !known.includes(name))
  if (unknown.length > 0)
    return wrong(
      check,
      `the tables were made by a newer version (${unknown.join(', ')})`,
      'Run the newer version of Estafette, or restore a backup of before.',
    )
  if (missing.length > 0)
    return wrong(
      check,
      `not applied yet: ${missing.join(', ')}`,
      'Start Estafette once: it brings the tables up to date.',
    )
  return fine(check, `all ${known.length} applied`)
}

function clockFinding({ now, heldForClock }: Inspected, { realTime }: Practice): Finding {
  if (heldForClock.length > 0)
    return wrong(
      'clock',
      `it jumped by days, and ${heldForClock.join(', ')} would have expired: held for a person`,
      'Set it right, and all goes on by itself; if it is right, restart the service, then: estafette resume EDITION',
    )
  const apart = Math.round(Math.abs(now.getTime() - realTime().getTime()) / 1000)
  const detail = `this machine and PostgreSQL are ${apart} s apart`
  if (apart <= CLOCKS_APART_SECONDS) return fine('clock', detail)
  return wrong('clock', detail, 'Set both clocks by NTP: claims and slots go by them.')
}

function backlog({ oldestDueSeconds, failedNotices, unread }: Inspected): Finding[] {
  const waiting = `the longest waiting delivery has been due for ${oldestDueSeconds} s`
  return [
    oldestDueSeconds <= STALLED_SECONDS
      ? fine('backlog', oldestDueSeconds === 0 ? 'no delivery is due' : waiting)
      : wrong('backlog', waiting, 'See that the service or a worker runs, and that the relay answers.'),
    failedNotices === 0
      ? fine('notices', 'none failed within a week')
      : wrong(
          'notices',
          `${failedNotices} ${failedNotices === 1 ? 'mail' : 'mails'} to staff failed within a week`,
          'Check the addresses in staff.yaml and ALLOWED_RECIPIENTS.',
        ),
    ...(unread.count === 0 ? [] : [unreadFinding(unread)]),
  ]
}

function unreadFinding({ count, words }: Inspected['unread']): Finding {
  return wrong(
    'mailbox',
    `${count} ${count === 1 ? 'mail is' : 'mails are'} not given by the server of the mailbox: ${words}`,
    'Read them there, or have the server mended; estafette reports lists them. They are asked for again.',
  )
}
