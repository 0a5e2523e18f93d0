import { tokenSecret } from '../../src/config.js'
import { webToken } from '../../src/model/editions/web-address.js'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { publish } from '../../src/steps/editions/publish.js'
import { actOnFollowUp } from '../../src/steps/follow-ups/act-on-follow-up.js'
import { takeIn } from '../../src/steps/updates/take-in.js'
import type { DeskWeek } from './desk-week.js'
import { layWeek, STAFF, writeFile } from './desk-week.js'
import { askedEdition } from './signing.js'

/** The address of a route: each parameter is replaced, by `given` first, so that the page finds what there is. */
export type AddressOf = (url: string, given?: Record<string, string>) => string

const PARAMETER = /:(\w+)(?:\([^)]*\))?/g
/** The names of a route's parameters. */
export const parametersOf = (url: string) => [...url.matchAll(PARAMETER)].map(([, name = '']) => name)

/**
 * Addresses by what stands for each parameter: of any route, and of those that begin in one way, the first of which counts. Throws for a parameter that
 * nobody has named.
 */
export function addressesBy(
  anywhere: Record<string, string>,
  byBeginning: [beginning: string, values: Record<string, string>][],
): AddressOf {
  return (url, given = {}) =>
    url.replace(PARAMETER, (_, name: string) => {
      const own = byBeginning.find(([beginning]) => url.startsWith(beginning))?.[1]
      const value = given[name] ?? own?.[name] ?? anywhere[name]
      if (value === undefined) throw new Error(`nobody has said what stands for :${name} of ${url}`)
      return value
    })
}

/** An approver may be asked for week 19. */
export const WEDNESDAY = '2020-05-06T13:05:00+02:00'
export const SENT = '2020-W18'
export const ASKED = '2020-W19'

/** Lays a week with something on every page: an edition sent and published, another to be signed, follow-ups, an answer, a warning. */
export async function layEverything(desk: DeskWeek): Promise<AddressOf> {
  await layWeek(desk)
  writeFile(desk.world, 'chiffres', { french: 'En tout 7373 appels.' })
  await takeIn(desk.world.app)
  const { app } = desk.world
  await publish(app, SENT, 'publish', STAFF.approver)
  const open = await listFollowUps(app.engine.db)
  const idOf = (wanted: string) => open.find(({ reason }) => reason === wanted)?.id ?? ''
  const act = { kind: 'answer', text: 'Oui, partout.' } as const
  await actOnFollowUp(app, { id: idOf('question'), by: STAFF.spoc, act })
  desk.setClock(WEDNESDAY)
  const { tokens } = await askedEdition(desk.world, desk.relay, ASKED)
  return addressesBy(
    {
      ...{ edition: SENT, language: 'fr', file: 'fr', name: 'x', token: 'x', nis: '21001', commune: '21001' },
      ...{ recipient: 'anderlecht-mayor', remark: '1' },
    },
    [
      ['/follow-ups/:id/share', { id: idOf('question') }],
      ['/follow-ups/', { id: idOf('bounced') }],
      ['/deliveries/', { id: `${SENT}.anderlecht-mayor` }],
      ['/updates/', { id: 'prime-unique' }],
      ['/people/', { id: 'anderlecht-mayor' }],
      ['/sign/urgent/', { token: 'x' }],
      ['/sign/', { token: tokens.get(STAFF.approver) ?? 'x' }],
      ['/read/', { token: webToken(SENT, tokenSecret(desk.world.config)) }],
    ],
  )
}
