import { type Finding, fine, wrong } from '../../model/delivery/sender-finding.js'
import { hiding } from '../delivery/hiding.js'
import { databaseChecks } from './doctor-engines.js'
import { MAIL_CHECKS } from './doctor-mail.js'
import { OWN_CHECKS } from './doctor-own.js'
import type { Check, Practice } from './practice.js'

/** What the doctor asks the engines. */
const ENGINE_CHECKS: Check[] = [
  { name: 'database', asks: true, run: databaseChecks },
  { name: 'queue', asks: true, run: queueCheck },
]

/** The queue: in PostgreSQL it comes with the database; Redis must neither evict nor forget. */
async function queueCheck({ config }: Practice): Promise<Finding[]> {
  if (!config.redisUrl) return [fine('queue', 'in PostgreSQL')]
  try {
    // Imported here: only a check of Redis needs the queue's library.
    const { checkRedis } = await import('../../queue/delivery-queue.js')
    const version = await checkRedis(config.redisUrl.reveal())
    return [fine('queue', `Redis ${version}: keeps what it has (noeviction, append-only file)`)]
  } catch (error) {
    const [detail = '', ...fix] = (error as Error).message.split(/(?<=\.|\)) (?=Check|Set)/)
    return [wrong('queue', detail, fix.join(' ') || 'Check REDIS_URL.')]
  }
}

const CHECKS = [...OWN_CHECKS, ...ENGINE_CHECKS, ...MAIL_CHECKS]

/** Runs all checks in parallel, remote ones within their patience; an exception is a finding too. Changes and sends nothing. */
export async function examine(practice: Practice, checks = CHECKS): Promise<Finding[]> {
  const found = await Promise.all(checks.map(check => examined(check, practice)))
  const hide = hiding(practice.config)
  return found.flat().map(one => ({ ...one, detail: hide(one.detail), fix: one.fix && hide(one.fix) }))
}

/** A check asks several engines in turn, each with its own limit. */
const IN_TURN = 3

async function examined({ name, asks, run }: Check, practice: Practice): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Finding[]>(resolve => {
    const limit = practice.patience * IN_TURN
    const found = wrong(name, `no answer within ${limit / 1000} s`, 'See whether a firewall stands between.')
    timer = setTimeout(() => resolve([found]), limit)
  })
  try {
    return await (asks ? Promise.race([run(practice), late]) : run(practice))
  } catch (error) {
    return [wrong(name, (error as Error).message, 'Correct what it says, and run estafette doctor again.')]
  } finally {
    clearTimeout(timer)
  }
}
