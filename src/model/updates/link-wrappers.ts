import { parsedUrl } from '../language/parsed-url.js'

/** Most addresses are wrapped once, forwarded ones twice. */
const DEPTH = 4
/** A mail's link has at most 2,000 characters; wrapped, it is longer. */
const LIMIT = 8000

/** Extracts the address from a wrapper. Null: only the wrapper's maker knows it. */
type Reading = (url: URL, text: string) => string | null

const query =
  (...names: string[]): Reading =>
  ({ searchParams }) =>
    names.map(name => searchParams.get(name)).find(Boolean) ?? null
const nowhere: Reading = () => null

/**
 * Hosts that scan, count or shorten links, and how each encodes the address. Sources: the makers' documentation and decoders (Microsoft Defender Safe
 * Links, Proofpoint URL Defense v1 to v3, Barracuda LinkProtect, Mimecast, …).
 */
const WRAPPERS: readonly (readonly [host: RegExp, path: RegExp, read: Reading])[] = [
  [/(?:^|\.)safelinks\.(?:protection\.(?:outlook\.com|office365\.us)|o365\.us)$/, /^/, query('url')],
  [/(?:^|\.)safelink\.emails\.azure\.net$/, /^/, query('destination')],
  [/^statics\.teams\.cdn\.office\.net$/, /safelinks/, query('url')],
  [/^urldefense(?:\.proofpoint)?\.(?:com|us)$/, /^\/v1\//, query('u')],
  [/^urldefense(?:\.proofpoint)?\.(?:com|us)$/, /^\/v2\//, proofpointV2],
  [/^urldefense(?:\.proofpoint)?\.(?:com|us)$/, /^\/v3\//, proofpointV3],
  [/(?:^|\.)linkprotect\.cudasvc\.com$/, /^/, query('a')],
  [/(?:^|\.)mimecast(?:protect)?\.com$/, /^\/(?:s|r)\//, nowhere],
  [/(?:^|\.)secure-web\.cisco\.com$/, /^/, partOfPath],
  [/(?:^|\.)protection\.sophos\.com$/, /^/, ({ searchParams }) => fromBase64(searchParams.get('u') ?? '')],
  [/^protect\d?\.fireeye\.com$/, /^/, query('u')],
  [/^clicktime\.symantec\.com$/, /^/, query('u')],
  [/(?:^|\.)trendmicro\.com$/, /clicktime/, query('url')],
  [/(?:^|\.)scanmail\.trustwave\.com$/, /^/, query('u')],
  [/(?:^|\.)global\.hornetsecurity\.com$/, /^/, query('u', 'url')],
  [/(?:^|\.)(?:avanan\.click|protect\.checkpoint\.com|safeurl\.checkpoint\.com)$/, /___/, betweenLines],
  [/^(?:www\.)?google\.[a-z.]{2,6}$/, /^\/url$/, query('q', 'url')],
  [/^(?:lm?\.facebook|l\.instagram|l\.messenger)\.com$/, /^/, query('u')],
  [/^(?:www\.)?linkedin\.com$/, /^\/(?:redir|safety)\//, query('url')],
  [/^(?:www\.)?youtube\.com$/, /^\/redirect$/, query('q')],
  [
    /^(?:www\.)?bing\.com$/,
    /^\/ck\//,
    ({ searchParams }) => fromBase64((searchParams.get('u') ?? '').slice(2)),
  ],
  [/^slack-redir\.net$/, /^/, query('url')],
  [/^deref-[a-z]{2,12}\.(?:net|com|de)$/, /^/, query('redirectUrl')],
  [/(?:^|\.)list-manage\.com$/, /^\/track\/click/, nowhere],
  [/(?:^|\.)(?:sendgrid\.net|mjt\.lu|sendibt\d\.com|hubspotlinks\.com|rs6\.net)$/, /^\/./, nowhere],
  [/(?:^|\.)awstrack\.me$/, /^/, partOfPath],
]

/** A wrapped link: the wrapper's host and the address behind; null where the link doesn't contain it. */
export type Wrapped = { host: string; behind: string | null }

/**
 * Whether a link leads through a mail scanner or click counter. Such a link names the person who copied it, expires, and hides its target from
 * readers. Null for any other link.
 */
export function wrappedLink(link: string): Wrapped | null {
  const first = unwrapOnce(link.slice(0, LIMIT))
  if (!first) return null
  let { behind } = first
  for (let depth = 1; behind !== null && depth < DEPTH; depth++) {
    const next = unwrapOnce(behind.slice(0, LIMIT))
    if (!next) break
    behind = next.behind
  }
  return { host: first.host, behind }
}

function unwrapOnce(text: string): Wrapped | null {
  const url = parsedUrl(text)
  if (!url || !/^https?:$/.test(url.protocol)) return null
  const wrapper = WRAPPERS.find(([host, path]) => host.test(url.hostname) && path.test(url.pathname))
  if (!wrapper) return null
  const behind = wrapper[2](url, text)?.trim() ?? null
  return { host: url.hostname, behind: behind === null ? null : asAddress(behind) }
}

/** Some encode the address twice, others omit its scheme. */
function asAddress(text: string): string | null {
  const plain = (/^https?%3a/i.test(text) ? decoded(text) : text) ?? ''
  if (/^(?:https?:\/\/|mailto:|tel:)/i.test(plain)) return plain.replace(/[?&]fbclid=\w+$/, '')
  return /^[a-z0-9-]{1,63}\.[a-z0-9-]/i.test(plain) ? `https://${plain}` : null
}

/** `-3A` is a percent sign with its digits, `_` a slash. */
function proofpointV2({ searchParams }: URL): string | null {
  const written = searchParams.get('u')
  return written && decoded(written.replaceAll('-', '%').replaceAll('_', '/'))
}

/** `/v3/__ADDRESS__;BYTES!!…`: each `*` of the address is a character of BYTES, each `**X` a run of them. */
function proofpointV3(_: URL, text: string): string | null {
  const from = text.indexOf('/v3/__')
  const to = text.indexOf('__;', from)
  const end = text.indexOf('!', to)
  if (from < 0 || to < 0 || end < 0) return null
  const bytes = [...(fromBase64(text.slice(to + 3, end)) ?? '')]
  let next = 0
  const take = (count: number) => {
    next += count
    return bytes.slice(next - count, next).join('')
  }
  const address = text
    .slice(from + 6, to)
    .replace(/\*(\*.)?/g, run => take(run.length === 1 ? 1 : runLength(run.at(-1))))
  // Some servers lose one slash of `https://`.
  return address.replace(/^(https?:\/)(?!\/)/i, '$1/')
}

/** A to Z, a to z, 0 to 9, - and _ count from 2. */
function runLength(letter = ''): number {
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(letter) + 2
}

/** The percent-encoded address in the path. */
function partOfPath({ pathname }: URL): string | null {
  const part = pathname.split('/').find(one => /^https?(?::|%3a)%2f%2f/i.test(one))
  return part === undefined ? null : decoded(part)
}

/** `/v2/___https://…___.TOKEN` */
function betweenLines(_: URL, text: string): string | null {
  const [, address] = text.split('___')
  return address ?? null
}

function fromBase64(text: string): string | null {
  const bytes = Buffer.from(text, 'base64url').toString('utf8')
  return bytes === '' || bytes.includes('\ufffd') ? null : bytes
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
