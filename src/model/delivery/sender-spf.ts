import { type Finding, fine, wrong } from './sender-finding.js'
import type { Lookup } from './sender-lookup.js'

/** RFC 7208 §4.6.4: with more DNS questions, receivers answer "permerror". */
const LOOKUPS = 10

/** Whether an envelope's domain says who may send for it, so that receivers can evaluate it (RFC 7208). */
export async function checkSpf(check: string, domain: string, lookup: Lookup): Promise<Finding> {
  const records = (await lookup.txt(domain)).filter(isSpf)
  const [record] = records
  if (!record)
    return wrong(
      check,
      `${domain} has no SPF record`,
      `Publish a TXT record at ${domain} that names your relay, such as "v=spf1 include:spf.relay.example -all".`,
    )
  if (records.length > 1)
    return wrong(
      check,
      `${domain} has ${records.length} SPF records, which counts as none`,
      `Keep one TXT record at ${domain} that begins with v=spf1.`,
    )
  const end = /(?:^|\s)([+?~-]?)all(?:\s|$)/i.exec(record)?.[1]
  if (end === '' || end === '+')
    return wrong(
      check,
      `${domain} lets everybody send for it: ${record}`,
      'End the record with -all or ~all.',
    )
  const asked = await questionsIn(record, lookup, new Set([domain]))
  if (asked > LOOKUPS)
    return wrong(
      check,
      `${domain} needs ${asked} questions to the DNS, and receivers stop at ${LOOKUPS}`,
      'Take out an include that is not needed any more.',
    )
  return fine(check, `${domain}: ${record}`)
}

const isSpf = (record: string) => /^v=spf1(?:\s|$)/i.test(record)

/** Terms that need the DNS (RFC 7208 §4.6.4), also in includes and redirects; a repeated one counts once more. */
async function questionsIn(record: string, lookup: Lookup, seen: Set<string>): Promise<number> {
  let asked = 0
  for (const term of record.split(/\s+/).slice(1)) {
    const match = /^[+?~-]?(?:(include|a|mx|ptr|exists)(?:[:/](\S*))?|(redirect)=(\S+))$/i.exec(term)
    if (!match) continue
    asked += 1
    const next = (match[1]?.toLowerCase() === 'include' ? match[2] : match[4])?.replace(/\.$/, '')
    // Macros name a different domain for each mail: their questions can't be counted here.
    if (!next || next.includes('%') || seen.has(next) || asked > LOOKUPS) continue
    seen.add(next)
    const inner = (await lookup.txt(next)).find(isSpf)
    if (inner) asked += await questionsIn(inner, lookup, seen)
  }
  return asked
}
