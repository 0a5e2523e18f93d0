import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { leftToSend } from '../postgres/delivery/left-to-send.js'
import { type Answer, count } from './answer.js'

/** "1 delivery", "3 deliveries". */
export const deliveries = (n: number) => count(n, 'delivery').replace(/ys$/, 'ies')

/** An answer about an edition with what waits: `waiting: {pending, deferred, next, until}` in JSON, a sentence in the text. */
export async function withWaiting(app: App, edition: string, answer: Answer): Promise<Answer> {
  const { pending, deferred, next, until } = await leftToSend(app.engine.db, edition, app.clock())
  const { timeZone } = app.config
  const iso = (at: Date | null) => (at ? withOffset(at, timeZone) : null)
  const waiting = { pending, deferred, next: iso(next), until: iso(until) }
  const text = pending + deferred > 0 ? `${answer.text}\n${sentence(waiting, edition)}` : answer.text
  return { ...answer, json: { ...(answer.json as object), waiting }, text }
}

type Waiting = { pending: number; deferred: number; next: string | null; until: string | null }

function sentence({ pending, deferred, next, until }: Waiting, edition: string): string {
  const states = [
    ...(pending > 0 ? [`${pending} pending`] : []),
    ...(deferred > 0 ? [`${deferred} deferred`] : []),
  ]
  const when = next === until ? `due at ${next}` : `due from ${next} until ${until}`
  return `${deliveries(pending + deferred)} (${states.join(', ')}) ${when}: a running service sends them, or estafette send ${edition} --wait`
}
