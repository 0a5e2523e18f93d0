import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort } from './redis.js'

export type TestDovecot = {
  port: number
  user: string
  pass: string
  /** Everything that the server noted, with the commands of failed log-ins. */
  log: () => string
  /** Puts a mail into the INBOX as a delivery agent does. */
  deliver: (bytes: Uint8Array) => void
  /** Forgets all UIDs, as a mailbox does that was restored from a backup: another UIDVALIDITY. Only while it is down. */
  makeAnew: () => void
  /** The names of the mails in the INBOX, with their flags. */
  mails: () => string[]
  /** Ends it without a word to those who are connected; `start` brings it back on the same port. */
  kill: () => Promise<void>
  start: () => Promise<void>
  stop: () => Promise<void>
}

export const DOVECOT = '/usr/sbin/dovecot'

/** Is there a Dovecot to test with? Under CI=true there must be one. */
export function hasDovecot(): boolean {
  if (spawnSync(DOVECOT, ['--version']).status === 0) return true
  if (process.env.CI === 'true') throw new Error('dovecot-imapd is missing, and CI=true wants it')
  process.stderr.write('No dovecot-imapd here: the tests on IMAP are left out.\n')
  return false
}

/** An IMAP server of its own on loopback, with one mailbox. With `tls`, it speaks STARTTLS with a self-signed certificate. */
export async function startDovecot({ tls = false } = {}): Promise<TestDovecot> {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-dovecot-'))
  const port = await freePort()
  const maildir = join(dir, 'Maildir')
  const who = mailUser()
  for (const folder of [maildir, ...['cur', 'new', 'tmp'].map(name => join(maildir, name))])
    mkdirSync(folder, { recursive: true })
  writeFileSync(join(dir, 'users'), 'reports:{PLAIN}a password\n')
  if (tls) makeCertificate(dir)
  writeFileSync(join(dir, 'dovecot.conf'), configuration(dir, port, who, tls))
  give(dir, who)
  let server: ChildProcess
  let serial = 0
  const start = async () => {
    server = spawn(DOVECOT, ['-F', '-c', join(dir, 'dovecot.conf')], {
      stdio: ['ignore', 'ignore', 'inherit'],
      detached: true,
    })
    await answering(port)
  }
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise(resolve => server.once('exit', resolve))
    // Its whole group, so that those who are connected lose the connection at once.
    process.kill(-(server.pid as number), 'SIGKILL')
    await ended
  }
  await start()
  return {
    port,
    user: 'reports',
    pass: 'a password',
    log: () => readFileSync(join(dir, 'dovecot.log'), 'utf8'),
    deliver: bytes => {
      const name = `${1_800_000_000 + ++serial}.M${serial}P1.test`
      writeFileSync(join(maildir, 'tmp', name), bytes)
      give(join(maildir, 'tmp', name), who)
      renameSync(join(maildir, 'tmp', name), join(maildir, 'new', name))
    },
    makeAnew: () => {
      const list = join(maildir, 'dovecot-uidlist')
      const renumbered = readFileSync(list, 'utf8').replace(
        / V(\d+)/,
        (_, validity) => ` V${Number(validity) + 1}`,
      )
      writeFileSync(list, renumbered)
      for (const name of readdirSync(maildir).filter(name => name.startsWith('dovecot.index')))
        rmSync(join(maildir, name))
    },
    mails: () => ['new', 'cur'].flatMap(name => readdirSync(join(maildir, name))),
    kill,
    start,
    stop: async () => {
      await kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Dovecot refuses to serve mail as root; whoever else runs the tests serves as himself. */
export function mailUser(): { name: string; uid: number; gid: number } {
  const { username, uid, gid } = userInfo()
  if (uid !== 0) return { name: username, uid, gid }
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { name: 'nobody', uid: id('-u'), gid: id('-g') }
}

function give(path: string, { uid, gid }: { uid: number; gid: number }) {
  if (process.getuid?.() !== 0) return
  chmodSync(path, path.includes('.test') ? 0o600 : 0o755)
  execFileSync('chown', ['-R', `${uid}:${gid}`, path])
}

function makeCertificate(dir: string) {
  const args = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost'.split(' ')
  execFileSync('openssl', [...args, '-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')], {
    stdio: 'ignore',
  })
}

function configuration(dir: string, port: number, who: { name: string; uid: number }, tls: boolean): string {
  const group = execFileSync('id', ['-gn', who.name], { encoding: 'utf8' }).trim()
  return `
base_dir = ${dir}/run
state_dir = ${dir}/run
log_path = ${dir}/dovecot.log
auth_verbose = yes
auth_failure_delay = 0
protocols = imap
listen = 127.0.0.1
default_login_user = ${process.getuid?.() === 0 ? 'dovenull' : who.name}
default_internal_user = ${process.getuid?.() === 0 ? 'dovecot' : who.name}
default_internal_group = ${process.getuid?.() === 0 ? 'dovecot' : group}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${dir}/Maildir
disable_plaintext_auth = no
ssl = ${tls ? `yes\nssl_cert = <${dir}/cert.pem\nssl_key = <${dir}/key.pem` : 'no'}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
  chroot =
}
service anvil {
  chroot =
}
passdb {
  driver = passwd-file
  args = ${dir}/users
}
userdb {
  driver = static
  args = uid=${who.name} gid=${group} home=${dir}
}
`
}

/** Waits until a server greets whoever connects. */
export async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const greeted = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1')
      socket.once('data', () => resolve(true))
      socket.once('error', () => resolve(false))
      socket.once('close', () => resolve(false))
      socket.once('data', () => socket.destroy())
    })
    if (greeted) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`nobody answers on port ${port}`)
}
