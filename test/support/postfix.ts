import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answering } from './dovecot.js'

export type TestPostfix = {
  port: number
  /** Its journal. */
  log: () => string
  /** How many mails it still holds. */
  waiting: () => number
  /** Changes its settings while it runs. */
  set: (settings: Record<string, string>) => void
  stop: () => Promise<void>
}

/** Is there a Postfix, with mailboxes behind it, to test with? Its master wants to be root. Under CI=true there must be one. */
export function hasPostfix(): boolean {
  const missing = [
    ...(spawnSync('/usr/sbin/postconf', ['-d', 'mail_version']).status === 0 ? [] : ['postfix']),
    ...(existsSync('/usr/lib/dovecot/lmtp') ? [] : ['dovecot-lmtpd']),
    ...(existsSync('/usr/lib/dovecot/modules/lib90_sieve_plugin.so') ? [] : ['dovecot-sieve']),
    ...(process.getuid?.() === 0 ? [] : ['root']),
  ]
  if (missing.length === 0) return true
  if (process.env.CI === 'true') throw new Error(`${missing.join(', ')} missing, and CI=true wants it`)
  process.stderr.write(`No ${missing.join(', ')} here: the tests with a real mail system are left out.\n`)
  return false
}

/**
 * A Postfix of its own: configuration, queue and journal below a temporary folder, one port on loopback. It tries
 * again every second, so that a test needn't wait. `settings` go into main.cf, in place of the usual ones.
 */
export async function startPostfix(
  host: string,
  port: number,
  settings: Record<string, string>,
): Promise<TestPostfix> {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-postfix-'))
  execFileSync('chmod', ['755', dir])
  for (const name of ['etc', 'queue', 'data']) mkdirSync(join(dir, name))
  execFileSync('chown', ['postfix', join(dir, 'data')])
  const main = Object.entries({ ...usual(dir, host), ...settings })
  writeFileSync(join(dir, 'etc', 'main.cf'), main.map(([name, value]) => `${name} = ${value}\n`).join(''))
  writeFileSync(join(dir, 'etc', 'master.cf'), master(port))
  const postfix = (...args: string[]) => ['-c', join(dir, 'etc'), ...args]
  const server = spawn('/usr/sbin/postfix', postfix('start-fg'), { stdio: 'ignore' })
  const ended = new Promise(resolve => server.once('exit', resolve))
  await answering(port)
  return {
    port,
    log: () => readFileSync(join(dir, 'mail.log'), 'utf8'),
    waiting: () => {
      const list = execFileSync('/usr/sbin/postqueue', postfix('-j'), { encoding: 'utf8' })
      return list.split('\n').filter(line => line !== '').length
    },
    set: changed => {
      const pairs = Object.entries(changed).map(([name, value]) => `${name}=${value}`)
      execFileSync('/usr/sbin/postconf', postfix('-e', ...pairs))
      execFileSync('/usr/sbin/postfix', postfix('reload'), { stdio: 'ignore' })
    },
    stop: async () => {
      spawnSync('/usr/sbin/postfix', postfix('stop'), { stdio: 'ignore' })
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function usual(dir: string, host: string): Record<string, string> {
  return {
    compatibility_level: '3.6',
    queue_directory: join(dir, 'queue'),
    data_directory: join(dir, 'data'),
    maillog_file: join(dir, 'mail.log'),
    maillog_file_prefixes: dir,
    syslog_name: host,
    myhostname: host,
    mydestination: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '127.0.0.0/8',
    smtpd_relay_restrictions: 'permit_mynetworks, reject_unauth_destination',
    disable_dns_lookups: 'yes',
    smtp_host_lookup: 'native',
    alias_maps: '',
    alias_database: '',
    local_recipient_maps: '',
    notify_classes: '',
    smtpd_tls_security_level: 'none',
    smtp_tls_security_level: 'none',
    queue_run_delay: '1s',
    minimal_backoff_time: '1s',
    maximal_backoff_time: '2s',
    transport_retry_time: '2s',
  }
}

/** The services of Postfix's own master.cf that an MTA without local users needs; none of them chrooted. */
function master(port: number): string {
  return [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'smtp unix - - n - - smtp',
    'relay unix - - n - - smtp',
    'showq unix n - n - - showq',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'discard unix - - n - - discard',
    'local unix - n n - - local',
    'virtual unix - n n - - virtual',
    'lmtp unix - - n - - lmtp',
    // The next system doesn't see that a mail was sent by a program, to a list.
    'bare unix - - n - - lmtp -o { lmtp_header_checks = regexp:{{/^(List-|Auto-Submitted:)/ IGNORE}} }',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'postlog unix-dgram n - n - 1 postlogd',
    '',
  ].join('\n')
}
