import { accessOf } from '../../../src/web/login-guard.js'
import type { PageRoute } from '../../../src/web/pages.js'
import { addressesBy } from '../../support/known-pages.js'
import type { PagesLedger } from './ledger.js'

/** `name`: the route, and which of the editions where it has one. */
export type StaffPage = { name: string; path: string }

/** Every GET page that asks for a log-in, with what there is in the ledger; those of an edition for the last, large one and for a usual one. */
export async function staffPages(
  routes: readonly PageRoute[],
  { client, editions }: PagesLedger,
): Promise<StaffPage[]> {
  const [large = '', usual = ''] = [editions.at(-1), editions.at(-3) ?? editions[0]]
  const one = async (sql: string) => String((await client.query(sql, [large])).rows[0]?.id ?? '')
  const followUp = await one(
    `select id from follow_up where edition = $1 and state = 'open' order by id limit 1`,
  )
  const delivery = await one(
    `select id from delivery where edition = $1 and state = 'bounced' order by id limit 1`,
  )
  const recipient = await one('select recipient as id from delivery where edition = $1 order by id limit 1')
  const addressOf = addressesBy({ language: 'fr', file: 'fr', nis: '21001', commune: '21001', recipient }, [
    ['/follow-ups/', { id: followUp }],
    ['/deliveries/', { id: delivery }],
    ['/updates/', { id: 'prime-unique' }],
    ['/people/', { id: recipient }],
  ])
  return routes
    .filter(({ method, url }) => method === 'GET' && isOfStaff(url))
    .flatMap(({ url }) =>
      url.includes(':edition')
        ? [
            { name: `${url}, large`, path: addressOf(url, { edition: large }) },
            { name: `${url}, usual`, path: addressOf(url, { edition: usual }) },
          ]
        : [{ name: url, path: addressOf(url) }],
    )
}

/** Behind a log-in, or this machine's: what the desk is. */
const isOfStaff = (url: string) => !['anybody', 'catcher', null].includes(accessOf(url))
