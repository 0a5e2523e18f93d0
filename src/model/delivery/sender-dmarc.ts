import { type Finding, fine, wrong } from './sender-finding.js'
import { type Lookup, tagsOf } from './sender-lookup.js'

export type SenderDomains = {
  /** The domain of the visible From. */
  from: string
  /** The domain of the envelope, which SPF checks. */
  bounce: string
  /** The domain of the signature; null: mails are not signed. */
  dkim: string | null
}

/** Whether a DMARC policy exists and our mails pass it: SPF or DKIM on a domain aligned with the From (RFC 7489 §3.1). */
export async function checkDmarc({ from, bounce, dkim }: SenderDomains, lookup: Lookup): Promise<Finding> {
  const check = 'dmarc'
  const found = await policyFor(from, lookup)
  if (!found)
    return wrong(
      check,
      `${from} has no DMARC policy`,
      `Publish a TXT record at _dmarc.${from}, to begin with "v=DMARC1; p=none; rua=mailto:ADDRESS".`,
    )
  const { record, at } = found
  const tags = tagsOf(record)
  const policy = (at === from ? tags.get('p') : (tags.get('sp') ?? tags.get('p')))?.toLowerCase() ?? ''
  if (!['none', 'quarantine', 'reject'].includes(policy))
    return wrong(check, `_dmarc.${at} names no policy: ${record}`, 'Write p=none, p=quarantine or p=reject.')
  const spf = isAligned(from, bounce, tags.get('aspf'))
  const signature = dkim !== null && isAligned(from, dkim, tags.get('adkim'))
  const how = [...(spf ? [`SPF on ${bounce}`] : []), ...(signature ? [`DKIM on ${dkim}`] : [])]
  if (how.length === 0)
    return wrong(
      check,
      `neither the envelope (${bounce}) nor a signature (${dkim ?? 'none'}) is aligned with ${from}`,
      `Set BOUNCE_DOMAIN and DKIM_DOMAIN to ${from} or a part of it.`,
    )
  return fine(check, `p=${policy} at _dmarc.${at}; aligned: ${how.join(', ')}`)
}

/** The record of the domain, else of a parent domain that is no top level. */
async function policyFor(domain: string, lookup: Lookup): Promise<{ record: string; at: string } | null> {
  const labels = domain.split('.')
  for (let up = 0; up <= labels.length - 2; up++) {
    const at = labels.slice(up).join('.')
    const records = (await lookup.txt(`_dmarc.${at}`)).filter(text => /^v=DMARC1\s*(?:;|$)/i.test(text))
    if (records.length === 1) return { record: records[0] as string, at }
    if (records.length > 1) return null
  }
  return null
}

/**
 * Relaxed unless the record says `s` (RFC 7489 §6.3). Compares the last two labels instead of a list of public suffixes. That is right for .be,
 * .brussels, .eu and .com.
 */
function isAligned(from: string, other: string, mode: string | undefined): boolean {
  const [a, b] = [from, other].map(domain => domain.toLowerCase().replace(/\.$/, ''))
  if (mode?.toLowerCase() === 's') return a === b
  const organisation = (domain = '') => domain.split('.').slice(-2).join('.')
  return organisation(a) === organisation(b)
}
