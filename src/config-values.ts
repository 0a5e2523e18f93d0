import { validate } from 'node-cron'
import { z } from 'zod'
import type { Cron } from './model/calendar/cron.js'
import { parseCron } from './model/calendar/parse-cron.js'

/** The types of variables, as zod reads them. A message never quotes the value: it may be a secret. */
export const text = z.string().trim().min(1)
export const wholeNumber = (low: number, high: number) =>
  z.string().regex(/^\d+$/, 'is not a whole number').transform(Number).pipe(z.number().min(low).max(high))
export const urlOf = (...protocols: string[]) =>
  text.refine(
    value => URL.canParse(value) && protocols.includes(new URL(value).protocol) && isComplete(new URL(value)),
    `is not a URL with a host, percent-encoded where needed, that begins with ${protocols.map(protocol => `${protocol}//`).join(' or ')}`,
  )

/** Whether host, user, password and path are there and can be decoded ("%" itself is written %25). */
function isComplete(url: URL): boolean {
  try {
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part)
    return url.hostname !== ''
  } catch {
    return false
  }
}

/** False for a day that never comes, such as 31 February. Expressions unknown to node-cron ("5/10") pass. */
const mayCome = (expression: string) =>
  /(?:^|[\s,])\d{1,2}\//.test(expression) || validate(expression.trim().split(/\s+/).join(' '))

export const cron = text.transform((value, context): Cron => {
  const parsed = parseCron(value)
  if (typeof parsed !== 'string' && mayCome(value)) return parsed
  const never = `"${value}" names a day that never comes. Write it as "0 9 * * 4".`
  context.addIssue({ code: 'custom', message: typeof parsed === 'string' ? parsed : never })
  return z.NEVER
})

export const timeZone = text.refine(zone => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}, 'is not a time zone, such as Europe/Brussels')

const MAILBOX =
  /^(?:(?<name>[^<>"\r\n]*)<(?<bracketed>[^<>\s@,]+@[A-Za-z0-9.-]+)>|(?<bare>[^<>\s@,"]+@[A-Za-z0-9.-]+))$/
export const mailbox = text.transform((value, context) => {
  const groups = MAILBOX.exec(value)?.groups
  if (groups)
    return { name: (groups.name ?? '').trimEnd(), address: (groups.bracketed ?? groups.bare) as string }
  context.addIssue({ code: 'custom', message: 'is not an address, such as Name <name@domain.example>' })
  return z.NEVER
})

/** Addresses, @domains and *, in lower case. */
export const allowed = text.transform((value, context) => {
  const entries = value
    .split(',')
    .map(entry => entry.trim().toLowerCase())
    .filter(entry => entry !== '')
  const wrong = entries.find(entry => entry !== '*' && !/^[^@\s]*@[a-z0-9.-]+$/.test(entry))
  if (wrong === undefined) return entries
  context.addIssue({ code: 'custom', message: `"${wrong}" is neither an address, an @domain nor *` })
  return z.NEVER
})
