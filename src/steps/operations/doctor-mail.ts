import type { Config } from '../../config.js'
import { listOthers } from '../../files/reports-folder.js'
import { checkBounceDomain } from '../../model/delivery/bounce-domain.js'
import { checkDkim } from '../../model/delivery/sender-dkim.js'
import { checkDmarc } from '../../model/delivery/sender-dmarc.js'
import { type Finding, fine, wrong } from '../../model/delivery/sender-finding.js'
import { checkSpf } from '../../model/delivery/sender-spf.js'
import { isLoopback } from '../../model/operations/loopback.js'
import { REMEDY_WORDS } from '../../model/returned-mail/other-file.js'
import { type Probed, probeLogin, probeRelay } from '../../smtp/probe.js'
import { dkimKeysOf } from '../editions/composing.js'
import type { Check, Practice } from './practice.js'

/** What the doctor asks of mail, on its way out and back. */
export const MAIL_CHECKS: Check[] = [
  { name: 'smtp', asks: true, run: smtpChecks },
  { name: 'imap', asks: true, run: imapCheck },
  { name: 'reports', asks: false, run: reportsFolderCheck },
  { name: 'dns', asks: true, run: senderChecks },
]

const DAY_MS = 86_400_000
/** In days: a certificate that ends sooner should be renewed. */
const ENDS_SOON_DAYS = 14
/** In bytes: far above the largest edition with its attachment. */
const LARGEST_MAIL_BYTES = 1024 * 1024

/** The next hop: answer, encryption, log-in, and what it offers. Begins no mail. */
async function smtpChecks(practice: Practice): Promise<Finding[]> {
  const { smtp } = practice.config
  if (!smtp) return [fine('smtp', 'no SMTP_URL: the local catcher takes the mail')]
  const auth = smtp.auth && { user: smtp.auth.user, pass: smtp.auth.pass.reveal() }
  const options = { ...smtp, auth, patience: practice.patience }
  const where = `${smtp.host}:${smtp.port}`
  let probed: Probed
  try {
    probed = await probeRelay(options)
  } catch (error) {
    const fix = 'Check host, port and smtp:// or smtps:// in SMTP_URL, and the firewall.'
    return [wrong('smtp', `${where} does not answer: ${(error as Error).message}`, fix)]
  }
  const findings = [fine('smtp', `${where} answers`), tlsFinding(probed, smtp, practice), ...offered(probed)]
  if (!auth) return findings
  try {
    await probeLogin(options)
    return [...findings, fine('smtp-login', `${auth.user} is let in`)]
  } catch (error) {
    const detail = `${where} does not let ${auth.user} in: ${(error as Error).message}`
    return [...findings, wrong('smtp-login', detail, 'Check user and password in SMTP_URL.')]
  }
}

function tlsFinding({ tls }: Probed, smtp: NonNullable<Config['smtp']>, { realTime }: Practice): Finding {
  const check = 'smtp-tls'
  const isLocal = isLoopback(smtp.host)
  if (!tls && (isLocal || smtp.plain)) return fine(check, 'in the clear, to a relay beside us')
  if (!tls)
    return wrong(
      check,
      `${smtp.host} offers no STARTTLS`,
      'Have TLS switched on at the relay: without it, nothing is sent.',
    )
  const days = Math.floor((tls.validTo.getTime() - realTime().getTime()) / DAY_MS)
  const until = `until ${tls.validTo.toISOString().slice(0, 10)}`
  if (tls.fault && !isLocal)
    return wrong(
      check,
      `its certificate (${tls.names}, ${until}) is not valid for ${smtp.host}: ${tls.fault}`,
      'Use the host name that stands in the certificate, or have it renewed: nothing is sent until then.',
    )
  if (days < ENDS_SOON_DAYS && !isLocal)
    return wrong(check, `its certificate ends in ${days} days`, 'Have the certificate of the relay renewed.')
  return fine(
    check,
    `${tls.fault ? 'own certificate, to a relay beside us' : `valid for ${tls.names}`}, ${until}`,
  )
}

function offered({ offers }: Probed): Finding[] {
  const size = Number(/^SIZE (\d+)$/im.exec(offers.join('\n'))?.[1] ?? 0)
  const hasDsn = offers.some(line => /^DSN$/i.test(line))
  return [
    size === 0 || size >= LARGEST_MAIL_BYTES
      ? fine('smtp-size', size === 0 ? 'it names no limit' : `mails up to ${size} bytes`)
      : wrong('smtp-size', `it takes mails of ${size} bytes at most`, 'Have the limit raised to 1 MiB.'),
    hasDsn
      ? fine('smtp-dsn', 'it reports deliveries (RFC 3461)')
      : fine('smtp-dsn', 'it does not offer DSN: bounces come back, reports of delays may not'),
  ]
}

/** The mailbox for bounces and replies: log-in and existence. */
async function imapCheck({ config, patience }: Practice): Promise<Finding[]> {
  const { imap, reportsDir } = config
  if (!imap) return [fine('imap', `no IMAP_URL: mails that come back are read from ${reportsDir}`)]
  const { openMailbox } = await import('../../imap/mailbox.js')
  const auth = { user: imap.auth.user, pass: imap.auth.pass.reveal() }
  const late = new Promise<never>((_, reject) => {
    setTimeout(
      () => reject(new Error(`no answer within ${patience / 1000} s. Check IMAP_URL.`)),
      patience,
    ).unref()
  })
  try {
    const opening = openMailbox({ ...imap, auth })
    // A mailbox that opens too late is still closed.
    opening.then(mailbox => mailbox.close()).catch(() => {})
    await Promise.race([opening, late])
    return [fine('imap', `${imap.host}:${imap.port}, mailbox ${imap.mailbox}`)]
  } catch (error) {
    const detail = (error as Error).message.replace(/ Check IMAP_URL\.$/, '')
    return [wrong('imap', detail, 'Check host, user, password and mailbox in IMAP_URL.')]
  }
}

/** Files among the returned mails that can't be read as they are. */
async function reportsFolderCheck({ config, realTime }: Practice): Promise<Finding[]> {
  const { reportsDir } = config
  if (!reportsDir) return []
  const others = await listOthers(reportsDir, realTime())
  if (others.length === 0) return [fine('reports', `${reportsDir}: nothing but mails`)]
  const named = others.slice(0, 5).map(({ name, remedy }) => `${name} (${REMEDY_WORDS[remedy]})`)
  const more = others.length > named.length ? `, and ${others.length - named.length} more` : ''
  return [
    wrong(
      'reports',
      `not read in ${reportsDir}: ${named.join('; ')}${more}`,
      'Do what is said of each; only .eml files are read. All: estafette reports',
    ),
  ]
}

/** What receivers find in the DNS about us: SPF, DKIM, DMARC, and the bounce domain. */
async function senderChecks({ config, lookup }: Practice): Promise<Finding[]> {
  const from = config.mailDomain
  const { smtp, bounceDomain } = config
  if (!smtp || isLoopback(smtp.host)) return [fine('dns', 'not asked: mail stays on this machine')]
  if (/(?:^|\.)(example|test|invalid|localhost)$/i.test(from))
    return [
      wrong(
        'mail-from',
        `${config.mailFrom.address} is an address of the sample`,
        'Set MAIL_FROM to your own.',
      ),
    ]
  const ask = async (check: string, question: Promise<Finding>) =>
    question.catch(error =>
      wrong(
        check,
        (error as Error).message,
        'See that this machine reaches its name servers (/etc/resolv.conf).',
      ),
    )
  const envelopes = [...new Set([bounceDomain, from])]
  const keys = dkimKeysOf(config)
  return Promise.all([
    ...envelopes.map(domain => ask(`spf ${domain}`, checkSpf(`spf ${domain}`, domain, lookup))),
    ...keys.map(key => ask(`dkim ${key.selector}`, checkDkim(key, lookup))),
    ...(keys.length === 0
      ? [
          wrong(
            'dkim',
            'mails are not signed',
            'Set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE: big receivers want it.',
          ),
        ]
      : []),
    ask('dmarc', checkDmarc({ from, bounce: bounceDomain, dkim: config.dkim?.domain ?? null }, lookup)),
    ask('bounce-domain', checkBounceDomain(bounceDomain, lookup)),
  ])
}
