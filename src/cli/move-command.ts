import type { Config } from '../config.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { Clock } from '../model/calendar/clock.js'
import { move, type NotMoved } from '../steps/operations/moving.js'
import { type Answer, count, done, refused } from './answer.js'
import { UsageError } from './usage.js'

/** Moves the embedded ledger into another PostgreSQL. */
export async function moveCommand(
  at: { config: Config; clock: Clock },
  to: string,
  progress: (line: string) => void,
): Promise<Answer> {
  if (!isPostgresUrl(to))
    throw new UsageError('Write --to as the URL of a PostgreSQL, such as postgres://ROLE@HOST:5432/DATABASE.')
  const answer = await move(at, { to, progress })
  if (answer.kind === 'refused') return refused(answer, whyNot(at.config, answer))
  const rows = Object.values(answer.tables).reduce((sum, one) => sum + one, 0)
  const text = [
    `Moved to ${answer.to}: ${count(rows, 'row')} in ${count(Object.keys(answer.tables).length, 'table')}, the same on both sides; ${count(answer.counts.editions, 'edition')}, ${answer.counts.deliveries} deliveries.`,
    'The embedded ledger sends nothing any more; it stays where it is until you remove it.',
    'Now set DATABASE_URL to it, and start.',
  ]
  return done(answer, text.join('\n'))
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol)
}

function whyNot(config: Config, { reason, to, before, table }: NotMoved): string {
  const moved = before ? ` to ${before.place} on ${withOffset(before.at, config.timeZone)}` : ''
  switch (reason) {
    case 'no-ledger':
      return `There is no embedded ledger under ${config.dataDir}: nothing to move.`
    case 'moved':
      return `The embedded ledger was moved${moved}, and sends nothing any more: that one goes on. Set DATABASE_URL to it.`
    case 'not-ours':
      return 'The embedded ledger waits for somebody to take it over: decide that first. See: estafette take-over'
    case 'at-work':
      return 'A service, a worker or a command is at work with one of the two: stop it, and move again. Nothing was moved.'
    case 'same':
      return `${to} is the embedded ledger itself.`
    case 'differs':
      return `The rows of ${table} are not the same on both sides once they are copied: nothing was moved. Look what changes them at ${to}.`
    case 'holds':
      return `${to} holds a ledger already (${table}): nothing was moved. Give an empty database.`
  }
}
