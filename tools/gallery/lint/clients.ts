import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { caniemail, rawData } from 'caniemail'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Finding } from './finding.js'

/** The clients that the mails must support, by caniemail.com's names. New Outlook renders like Outlook.com. */
export const CLIENTS: Record<string, string> = {
  'outlook.windows': 'Outlook for Windows',
  'outlook.outlook-com': 'new Outlook, Outlook.com',
  'outlook.ios': 'Outlook, iOS',
  'outlook.android': 'Outlook, Android',
  'gmail.desktop-webmail': 'Gmail, web',
  'gmail.ios': 'Gmail, iOS',
  'gmail.android': 'Gmail, Android',
  'apple-mail.macos': 'Apple Mail',
  'apple-mail.ios': 'Mail, iOS',
}

/** An HTML or CSS feature of a mail that some clients lack (`none`) or have in part (`partial`). */
export type Lack = { feature: string; none: string[]; partial: string[] }

/** Everything in a mail that a client doesn't fully support, by feature. */
export function lacksOf(html: string): Lack[] {
  // Its data has Outlook.com, but not as a queryable client: families give the features, the data answers.
  const { issues } = caniemail({ clients: ['outlook.*', 'gmail.*', 'apple-mail.*'], html })
  const features = new Set(
    [...issues.errors.values(), ...issues.warnings.values()].flat().map(({ title }) => title),
  )
  return [...features]
    .sort()
    .map(feature => {
      const with_ = (support: string) =>
        Object.keys(CLIENTS).filter(one => supportOf(feature, one) === support)
      return { feature, none: with_('n'), partial: with_('a') }
    })
    .filter(({ none, partial }) => none.length + partial.length > 0)
}

type Stats = Record<string, Record<string, Record<string, string>>>

/** y, a (in part), n or u (unknown), in the newest tested version. */
function supportOf(feature: string, client: string): string {
  const [family = '', platform = ''] = client.split('.')
  const found = rawData.data.find(({ title }: { title: string }) => title === feature)
  const versions = Object.values((found?.stats as Stats | undefined)?.[family]?.[platform] ?? {})
  return versions.at(-1)?.charAt(0) ?? 'u'
}

const Fallbacks = z.record(z.string(), z.string().min(10))

/** The reviewed list of fallbacks for missing features. Throws when it can't be read. */
export function readFallbacks(dir: string): Record<string, string> {
  return Fallbacks.parse(parse(readFileSync(join(dir, 'fallbacks.yaml'), 'utf8')))
}

/** Features without an entry in the list. */
export function clientFindings(lacks: readonly Lack[], fallbacks: Record<string, string>): Finding[] {
  return lacks
    .filter(({ feature }) => !Object.hasOwn(fallbacks, feature))
    .map(({ feature, none, partial }) => ({
      rule: 'client',
      place: null,
      message: `"${feature}": ${[
        none.length > 0 ? `not in ${none.map(one => CLIENTS[one]).join(', ')}` : '',
        partial.length > 0 ? `in part in ${partial.map(one => CLIENTS[one]).join(', ')}` : '',
      ]
        .filter(Boolean)
        .join('; ')}; fallbacks.yaml does not say what readers get instead`,
    }))
}
