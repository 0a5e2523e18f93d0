import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { type Fault, finish, Skipped, states, unless, usual } from './fault.js'
import type { Rig } from './rig.js'

/** This machine by a name that Estafette doesn't know as loopback: 127.0.0.1, as inet_aton reads it. */
const OUTSIDE = '0x7f.1'

/** A relay outside, that can't be trusted: not one byte of AUTH or of a mail goes to it, it is tried once, and the edition pauses. */
function untrusted(
  name: string,
  begin: (rig: Rig) => Promise<{ url: string; env?: Record<string, string>; close: () => void }>,
): Fault {
  return {
    name,
    strike: async rig => {
      const edition = await rig.edition()
      const { url, env, close } = await begin(rig)
      const from = { commands: rig.server.commands.length, mails: rig.server.journal.length }
      const process = rig.estafette(['send', edition, '--wait'], { SMTP_URL: url, ...env })
      const status = await process.ended
      close()
      const secrets = rig.server.commands
        .slice(from.commands)
        .filter(line => !/^(EHLO|HELO|QUIT|STARTTLS)/.test(line))
      const mails = rig.server.journal.length - from.mails
      const { rows } = await rig.client.query(
        `select e.stopped_at, (select count(*)::int from estafette.attempt a join estafette.delivery d on d.id = a.delivery
           where d.edition = e.id) as attempts from estafette.edition e where e.id = $1`,
        [edition],
      )
      const { bounced = 0, suppressed = 0, 'gave-up': gaveUp = 0 } = await states(rig, edition)
      usual(rig)
      await rig.estafette(['resume', edition]).ended
      const recovered = await finish(rig, edition, '--now', new Date(Date.now() + 30 * 60_000).toISOString())
      return {
        edition,
        rounds: rows[0].attempts,
        recovered,
        inDoubtAtMost: 0,
        wrong: [
          ...unless(status === 1, `send ended with ${status}`),
          ...unless(
            rows[0].stopped_at !== null && process.err().includes('edition.paused'),
            'nobody was alarmed',
          ),
          ...unless(
            secrets.length === 0 && mails === 0,
            `it said ${secrets.join(', ')}, and sent ${mails} mails`,
          ),
          ...unless(rows[0].attempts === 1, `it was tried ${rows[0].attempts} times`),
          ...unless(bounced + suppressed + gaveUp === 0, 'recipients were blamed'),
        ],
      }
    },
  }
}

/** STARTTLS taken out of the greeting, a log-in offered in the clear. */
const stripped = untrusted('STARTTLS removed by somebody on the way', async rig => {
  rig.server.setScript(stage =>
    stage === 'EHLO' ? { reply: '250-scripted.example\r\n250 AUTH PLAIN LOGIN' } : null,
  )
  return { url: `smtp://user:secret@${OUTSIDE}:${rig.server.port}`, close: () => {} }
})

/** TLS in front of the scripted server, with a certificate of an authority that Estafette trusts. */
async function behindTls(rig: Rig, name: string, days: number) {
  const { authority, ...certificate } = makeCertificate(rig.dir, name, days)
  const server = createServer(certificate, near => {
    const far = connect({ port: rig.server.port, host: '127.0.0.1' })
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    near.pipe(far).pipe(near)
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `smtps://user:secret@${OUTSIDE}:${port}`,
    env: { NODE_EXTRA_CA_CERTS: authority },
    close: () => server.close(),
  }
}

function makeCertificate(dir: string, name: string, days: number) {
  const at = (file: string) => join(dir, `tls-${days}-${file}`)
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args)
    if (status !== 0)
      throw new Skipped(`no certificate can be made here: ${stderr?.toString() ?? 'openssl is missing'}`)
  }
  const fresh = ['req', '-newkey', 'rsa:2048', '-nodes']
  openssl(
    ...fresh,
    '-x509',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-days',
    '2',
    '-subj',
    '/CN=Authority',
  )
  openssl(...fresh, '-keyout', at('key.pem'), '-out', at('csr.pem'), '-subj', `/CN=${name}`)
  writeFileSync(at('names'), `subjectAltName=DNS:${name}`)
  const by = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('names')]
  openssl('x509', '-req', '-in', at('csr.pem'), ...by, '-days', String(days), '-out', at('cert.pem'))
  return { key: readFileSync(at('key.pem')), cert: readFileSync(at('cert.pem')), authority: at('ca.pem') }
}

/** The same relay with a good certificate: what the others prove is not that nothing goes through TLS. */
const trusted: Fault = {
  name: 'a good certificate, for comparison',
  strike: async rig => {
    const edition = await rig.edition()
    const { url, env, close } = await behindTls(rig, OUTSIDE, 2)
    rig.server.setScript(stage =>
      stage === 'EHLO' ? { reply: '250-scripted.example\r\n250 AUTH PLAIN' } : null,
    )
    const process = rig.estafette(['send', edition, '--wait'], { SMTP_URL: url, ...env })
    const status = await process.ended
    close()
    const { accepted = 0 } = await states(rig, edition)
    usual(rig)
    return {
      edition,
      rounds: 1,
      recovered: null,
      inDoubtAtMost: 0,
      wrong: unless(
        status === 0 && accepted === rig.mails,
        `send ended with ${status}, ${accepted} accepted`,
      ),
    }
  },
}

export const TLS: Fault[] = [
  trusted,
  untrusted('certificate expired', rig => behindTls(rig, OUTSIDE, -1)),
  untrusted('certificate for another host', rig => behindTls(rig, 'relay.elsewhere.example', 1)),
  stripped,
]
