import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answering, DOVECOT, mailUser } from './dovecot.js'
import { freePort } from './redis.js'

export type MailboxUser = {
  address: string
  /** Sieve (RFC 5228) that runs for each mail that comes. */
  sieve?: string
  /** Nothing fits into it: refused for good (5.2.2), or for now (4.2.2). */
  full?: 'for-good' | 'for-now'
}

export type Mailboxes = {
  imapPort: number
  lmtpPort: number
  password: string
  /** The mails of one mailbox, as they were delivered. */
  mailsOf: (address: string) => string[]
  log: () => string
  stop: () => Promise<void>
}

const PASSWORD = 'a password'

/** Dovecot on loopback: IMAP for who reads, LMTP for who delivers, Sieve between. `submissionPort` takes what Sieve writes. */
export async function startMailboxes(users: MailboxUser[], submissionPort: number): Promise<Mailboxes> {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-mailboxes-'))
  const [imapPort, lmtpPort] = [await freePort(), await freePort()]
  const who = mailUser()
  mkdirSync(join(dir, 'mail'))
  mkdirSync(join(dir, 'sieve'))
  for (const { address, sieve } of users) if (sieve) writeFileSync(join(dir, 'sieve', address), sieve)
  writeFileSync(join(dir, 'users'), users.map(user => userLine(dir, user)).join(''))
  writeFileSync(
    join(dir, 'dovecot.conf'),
    configuration(dir, { imapPort, lmtpPort, submissionPort, user: who.name }),
  )
  execFileSync('chown', ['-R', `${who.uid}:${who.gid}`, join(dir, 'mail'), join(dir, 'sieve')])
  execFileSync('chmod', ['755', dir])
  const server = spawn(DOVECOT, ['-F', '-c', join(dir, 'dovecot.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  })
  const ended = new Promise(resolve => server.once('exit', resolve))
  await answering(imapPort)
  await answering(lmtpPort)
  return {
    imapPort,
    lmtpPort,
    password: PASSWORD,
    mailsOf: address => {
      const folder = join(dir, 'mail', address, 'Maildir', 'new')
      return namesIn(folder).map(name => readFileSync(join(folder, name), 'latin1'))
    },
    log: () => readFileSync(join(dir, 'dovecot.log'), 'utf8'),
    stop: async () => {
      if (server.exitCode === null && server.signalCode === null)
        process.kill(-(server.pid as number), 'SIGKILL')
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** A line of a passwd-file: user, password, and what differs from the others. */
function userLine(dir: string, { address, sieve, full }: MailboxUser): string {
  const extra = [
    ...(sieve ? [`userdb_sieve=file:${dir}/sieve/${address}`] : []),
    ...(full ? ['userdb_quota_rule=*:bytes=1'] : []),
    ...(full === 'for-now' ? ['userdb_quota_full_tempfail=yes'] : []),
  ]
  return `${address}:{PLAIN}${PASSWORD}::::::${extra.join(' ')}\n`
}

function configuration(
  dir: string,
  {
    imapPort,
    lmtpPort,
    submissionPort,
    user,
  }: { imapPort: number; lmtpPort: number; submissionPort: number; user: string },
): string {
  const group = execFileSync('id', ['-gn', user], { encoding: 'utf8' }).trim()
  return `
base_dir = ${dir}/run
state_dir = ${dir}/run
log_path = ${dir}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
first_valid_uid = 1
first_valid_gid = 1
hostname = mailboxes.example
postmaster_address = postmaster@mailboxes.example
mail_home = ${dir}/mail/%u
mail_location = maildir:~/Maildir
mail_plugins = quota
disable_plaintext_auth = no
ssl = no
recipient_delimiter = +
submission_host = 127.0.0.1:${submissionPort}
protocol lmtp {
  mail_plugins = quota sieve
}
plugin {
  quota = maildir:User quota
  sieve = file:${dir}/sieve/none
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
passdb {
  driver = passwd-file
  args = username_format=%Lu ${dir}/users
}
userdb {
  driver = passwd-file
  args = username_format=%Lu ${dir}/users
  override_fields = uid=${user} gid=${group}
}
`
}
