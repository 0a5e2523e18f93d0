import { setTimeout as pause } from 'node:timers/promises'
import type { Script } from '../support/scripted-smtp.js'
import { atNthMail, CONNECTIONS, type Fault, secondsSince, states, unless, usual } from './fault.js'
import { startProxy } from './proxy.js'
import { openOnes, type Rig, until } from './rig.js'
import { between } from './seed.js'

/** The relay is away in mid-send; a service waits for it, spends no attempts meanwhile, and goes on by itself. */
function relayAway(
  name: string,
  how: 'cut' | 'freeze' | Script,
  seconds: number,
  inDoubtAtMost = CONNECTIONS,
): Fault {
  return {
    name,
    strike: async (rig, random) => {
      const proxy = await startProxy(() => rig.server.port)
      const service = rig.estafette(['start'], { PORT: '0', SMTP_URL: `smtp://127.0.0.1:${proxy.port}` })
      try {
        await service.says('Estafette runs')
        // From within the send: an edition is gone in two seconds. The service sends it by itself.
        const struck = atNthMail(rig, 'RCPT', between(random, 5, rig.mails / 5), () => {
          if (typeof how === 'function') rig.server.setScript(how)
          else proxy[how]()
          return null
        })
        const edition = await rig.edition()
        await struck
        await pause(seconds * 1000)
        const lost = await lostAttempts(rig, edition)
        usual(rig)
        proxy.resume()
        const began = performance.now()
        await until(async () => (await openOnes(rig, edition)) === 0, 300, 'the backlog’s end')
        const recovered = secondsSince(began)
        service.signal('SIGTERM')
        const status = await service.ended
        const { accepted = 0, 'in-doubt': inDoubt = 0 } = await states(rig, edition)
        return {
          edition,
          rounds: lost,
          recovered,
          inDoubtAtMost,
          wrong: [
            ...unless(lost <= 4 * CONNECTIONS, `${lost} attempts were spent on a relay that was away`),
            ...unless(service.err().includes('relay.away'), 'nobody was told that it was away'),
            ...unless(accepted + inDoubt === rig.mails, `${accepted} of ${rig.mails} were accepted`),
            ...unless(status === 0, `SIGTERM ended it with ${status}`),
          ],
        }
      } finally {
        await service.kill()
        await proxy.close()
      }
    },
  }
}

async function lostAttempts({ client }: Rig, edition: string): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as n from estafette.attempt a join estafette.delivery d on d.id = a.delivery
     where d.edition = $1 and a.outcome = 'lost'`,
    [edition],
  )
  return rows[0].n
}

export const OUTAGES: Fault[] = [
  relayAway('relay refuses connections for 30 s', 'cut', 30),
  relayAway('relay silent for 30 s', 'freeze', 30),
  relayAway(
    'relay says 421 to everybody for 30 s',
    stage => (['connect', 'EHLO', 'MAIL'].includes(stage) ? { reply: '421 4.3.2 Shutting down' } : null),
    30,
  ),
  relayAway(
    'relay says 451 to every sender for 30 s',
    stage => (stage === 'MAIL' ? { reply: '451 4.3.0 Queue file write error' } : null),
    30,
  ),
  // Some dozens, and not the whole edition: after two rounds of all connections, one mail at a time goes and sees.
  relayAway(
    'relay hangs up after every final dot for 30 s',
    stage => (stage === 'dot' ? 'close' : null),
    30,
    4 * CONNECTIONS,
  ),
]
