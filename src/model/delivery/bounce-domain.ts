import { type Finding, fine, wrong } from './sender-finding.js'
import type { Lookup } from './sender-lookup.js'

/** Whether returned mail for a domain can arrive: it has an MX that is a host with an address (RFC 5321 §5.1). */
export async function checkBounceDomain(domain: string, lookup: Lookup): Promise<Finding> {
  const check = 'bounce-domain'
  const servers = [...(await lookup.mx(domain))].sort((a, b) => a.priority - b.priority)
  if (servers.some(({ exchange }) => exchange === '' || exchange === '.'))
    return wrong(
      check,
      `${domain} takes no mail at all (null MX, RFC 7505)`,
      'Set BOUNCE_DOMAIN to a domain whose mail you read, or change its MX.',
    )
  const [first] = servers
  if (!first)
    return wrong(
      check,
      `${domain} has no MX: bounces and answers are lost`,
      `Publish an MX record for ${domain} that names the server of the mailbox in IMAP_URL.`,
    )
  if ((await lookup.addresses(first.exchange)).length === 0)
    return wrong(check, `${first.exchange}, the MX of ${domain}, has no address`, 'Correct the MX record.')
  return fine(check, `${domain}: ${servers.map(({ exchange }) => exchange).join(', ')}`)
}
