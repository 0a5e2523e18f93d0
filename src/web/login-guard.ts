import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.js'
import type { Config } from '../config.js'
import { followsUp } from '../model/follow-ups/contacts.js'
import type { Language } from '../model/language/language.js'
import { readsUpdates } from '../model/staff/editors.js'
import { SESSION_HOURS } from '../model/staff/link-token.js'
import type { StaffMember } from '../model/staff/staff.js'
import { isFormOf, sessionOf } from '../steps/staff/log-in.js'
import { isBesideUs, seesCatcher } from './this-machine.js'

/** Who may use a page: anybody; readers of editions; of updates; all staff; those who follow communes up; those who see the local catcher. */
export type Access = 'anybody' | 'editions' | 'updates' | 'staff' | 'follow-up' | 'catcher'

/** Every page by the beginning of its route. A missing route is refused for all. */
const ACCESS: [beginning: string, access: Access][] = [
  ['/health', 'anybody'],
  ['/desk.css', 'anybody'],
  ['/desk.js', 'anybody'],
  // The token in the address protects these.
  ['/sign/', 'anybody'],
  ['/read/', 'anybody'],
  ['/unsubscribe/', 'anybody'],
  // What an approver has published.
  ['/published', 'anybody'],
  ['/log-in', 'anybody'],
  ['/log-out', 'staff'],
  ['/follow-ups', 'follow-up'],
  ['/deliveries/', 'follow-up'],
  // A decision needs a named person, even from this machine.
  ['/editions/:edition/decision', 'staff'],
  ['/editions/:edition/act', 'staff'],
  ['/people/', 'staff'],
  // Explaining a missing file or warnings needs a named person, even from this machine.
  ['/updates/meant', 'staff'],
  ['/updates/gone', 'staff'],
  ['/updates/new', 'staff'],
  ['/updates/upload', 'staff'],
  ['/updates/:id/edit', 'staff'],
  ['/updates/:id/remarks', 'staff'],
  ['/updates', 'updates'],
  // These name addressees, which nobody sees without a log-in, even from this machine.
  ['/editions/next', 'staff'],
  ['/editions/flash', 'staff'],
  ['/editions/:edition/erratum', 'staff'],
  ['/editions/:edition/audience', 'staff'],
  ['/editions/:edition/call-sheet', 'follow-up'],
  ['/editions/:edition/deliveries', 'staff'],
  ['/editions/:edition/live', 'staff'],
  ['/editions/:edition/mail/:language', 'editions'],
  ['/editions/:edition/mail', 'staff'],
  ['/editions', 'editions'],
  ['/catcher', 'catcher'],
]

/** The access that a route requires; null: not listed, so nobody may. */
export function accessOf(route: string): Access | null {
  if (route === '/') return 'editions'
  // decision 16
  return ACCESS.find(([beginning]) => route.startsWith(beginning))?.[1] ?? null
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers a form with the token of an earlier session: with a new one, changing nothing. */
    refill?: (request: FastifyRequest, reply: FastifyReply) => unknown
  }
  interface FastifyInstance {
    /** Of the agency, in its order. */
    languages: readonly Language[]
  }
  interface FastifyRequest {
    /** Who is logged in, by staff.yaml now. */
    person: StaffMember | null
    /** The cookie of their session; empty without one. */
    sessionToken: string
  }
}

export type Refusal = 'log-in' | 'forbidden' | 'form' | 'unknown'
type Refuse = (request: FastifyRequest, reply: FastifyReply, why: Refusal) => unknown

/** Refuses by route, before its handler. A change needs the session's form token, which no other site knows. `refuse` answers instead of the page. */
export async function guardPages(
  server: FastifyInstance,
  { app, config, refuse }: { app: App; config: Config; refuse: Refuse },
): Promise<void> {
  await server.register(cookie)
  server.decorateRequest('person', null)
  server.decorateRequest('sessionToken', '')
  server.addHook('onRequest', async (request, reply) => {
    const access = accessOf(request.routeOptions.url ?? '')
    // An unknown page reveals nothing.
    if (request.is404 || access === 'anybody') return
    await findPerson(request, app, config)
    const why =
      access === 'catcher'
        ? catcherRefusal(request, config)
        : refusalFor(access, request.person, isBesideUs(request, config))
    if (!why) return
    await refuse(request, reply, why)
    return reply
  })
  server.addHook('preHandler', async (request, reply) => {
    if (request.is404 || !['POST', 'PUT', 'PATCH', 'DELETE'].includes(request.method)) return
    const access = accessOf(request.routeOptions.url ?? '')
    // By the route: an address can be spelled in many ways, such as /%6cog-in.
    if (access === 'anybody' && !(request.routeOptions.url ?? '').startsWith('/log-in')) return
    const given = (request.body as { form?: unknown } | null)?.form
    const isOurs = access === 'anybody' || isFormOf(app, given, request.sessionToken)
    const fromElsewhere = isFromElsewhere(request)
    if (isOurs && !fromElsewhere) return
    const { refill } = request.routeOptions.config
    if (refill && !fromElsewhere) await refill(request, reply)
    else await refuse(request, reply, 'form')
    return reply
  })
}

/** Unauthorised people learn nothing of the mails, not even that their pages exist. */
const catcherRefusal = (request: FastifyRequest, config: Config) =>
  seesCatcher(request, config) ? null : 'unknown'

function refusalFor(
  access: Access | null,
  person: StaffMember | null,
  besideUs: boolean,
): 'log-in' | 'forbidden' | null {
  if (access === null) return 'forbidden'
  if (!person) return besideUs && (access === 'editions' || access === 'updates') ? null : 'log-in'
  if (access === 'updates') return readsUpdates(person) ? null : 'forbidden'
  return access === 'follow-up' && !followsUp(person) ? 'forbidden' : null
}

/** A browser says where a form was sent from (Fetch Metadata, W3C); for older ones only the form token protects. */
function isFromElsewhere({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

async function findPerson(request: FastifyRequest, app: App, config: Config) {
  const token = request.cookies[cookieName(config)]
  request.person = token ? await sessionOf(app, token) : null
  request.sessionToken = request.person && token ? token : ''
}

const isHttps = ({ baseUrl }: Config) => baseUrl.startsWith('https:')
/** With the prefix, a browser accepts the cookie only from this host, over TLS (RFC 6265bis §4.1.3.2). */
const cookieName = (config: Config) => (isHttps(config) ? '__Host-estafette' : 'estafette')

/** Lax, not Strict: a link in our mail must find its reader logged in. Changes need the form token. */
const cookieOptions = (config: Config) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: isHttps(config),
})

export function setSession(reply: FastifyReply, config: Config, session: string): void {
  reply.setCookie(cookieName(config), session, { ...cookieOptions(config), maxAge: SESSION_HOURS * 3600 })
}

export function clearSession(reply: FastifyReply, config: Config): void {
  reply.clearCookie(cookieName(config), cookieOptions(config))
}
