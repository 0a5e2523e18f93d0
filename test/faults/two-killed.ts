import { atNthMail, CONNECTIONS, type Fault, secondsSince, send, unless, usual } from './fault.js'
import { openOnes } from './rig.js'
import { between } from './seed.js'

const SENDERS = 2

/**
 * Senders are killed in mid-send, and a last one goes on at once, with their claims and jobs still held: it has sent everything when it says so.
 * Nothing is hurried: real claims run out, and what has seen two ends lets the others go first. `isFixed`: with one --now for all.
 */
export function twoKilled(name: string, isFixed = false): Fault {
  return {
    name,
    strike: async (rig, random) => {
      const edition = await rig.edition({ dispatch: false })
      const now = isFixed ? ['--now', new Date().toISOString()] : []
      const ends: unknown[] = []
      for (let sender = 0; sender < SENDERS; sender++) {
        const struck = atNthMail(rig, 'RCPT', between(random, 2, rig.mails / 8), () => {
          running.signal('SIGKILL')
          return 'silence'
        })
        const running = send(rig, edition, ...now)
        await Promise.race([struck, running.ended])
        ends.push(await running.ended)
      }
      usual(rig)
      const began = performance.now()
      const last = send(rig, edition, ...now)
      const status = await last.ended
      const left = await openOnes(rig, edition)
      return {
        edition,
        rounds: SENDERS,
        recovered: secondsSince(began),
        inDoubtAtMost: SENDERS * CONNECTIONS,
        wrong: [
          ...unless(
            ends.every(end => end === 'SIGKILL'),
            `senders ended with ${ends.join(', ')}`,
          ),
          ...unless(status === 0 && left === 0, `the last one ended with ${status}, and ${left} were left`),
        ],
      }
    },
  }
}
