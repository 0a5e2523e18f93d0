import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type Fault, Skipped, secondsSince, states, unless } from './fault.js'
import { openOnes, until } from './rig.js'

const CONNECTIONS = 1300
/** As many as a process may open on most machines. */
const DESCRIPTORS = 1024
/** A byte of a form every so many milliseconds. */
const DRIP_MS = 5000
/** How long the attack goes on at least, in milliseconds: longer than one request may take. */
const ATTACK_MS = 30_000
/** What the log may hold after it all: lines, and bytes. */
const LINES = 300
const BYTES = 200_000

/**
 * 1,300 connections that each send a form byte by byte, made anew as often as they are cut, against a service that may open 1,024 files.
 * The mail goes on; after the attack the pages answer by themselves; the log counts; and it ends when told to, while it is attacked again.
 */
export const slowBodies: Fault = {
  name: '1,300 connections that send a byte every 5 s, 1,024 descriptors',
  strike: async rig => {
    if (!(await mayOpen(CONNECTIONS + 100)))
      throw new Skipped('this process may not open so many connections')
    const service = rig.estafette(['start'], { PORT: '0' }, DESCRIPTORS)
    try {
      await service.says('Estafette runs')
      const url = /Estafette runs: (http:\S+\/);/.exec(service.err())?.[1] ?? ''
      const attack = startAttack(url)
      await pause(DRIP_MS)
      const edition = await rig.edition()
      const began = performance.now()
      await until(async () => (await openOnes(rig, edition)) === 0, 120, 'the edition’s end')
      const recovered = secondsSince(began)
      await pause(Math.max(0, ATTACK_MS - (performance.now() - attack.began)))
      attack.stop()
      const wellAfter = performance.now()
      await until(async () => (await fetch(`${url}health`)).status === 200, 60, 'a page')
      const well = secondsSince(wellAfter)
      const again = startAttack(url)
      await pause(DRIP_MS)
      const told = performance.now()
      service.signal('SIGTERM')
      const status = await service.ended
      const ended = secondsSince(told)
      again.stop()
      const { accepted = 0 } = await states(rig, edition)
      const log = service.err()
      const lines = log.split('\n').length
      return {
        edition,
        rounds: attack.cut(),
        recovered,
        inDoubtAtMost: 0,
        wrong: [
          ...unless(accepted === rig.mails, `${accepted} of ${rig.mails} were accepted`),
          ...unless(attack.cut() > CONNECTIONS, `only ${attack.cut()} connections were cut`),
          ...unless(well < 15, `the pages answered ${well.toFixed(0)} s after the attack`),
          ...unless(
            status === 0 && ended < 30,
            `SIGTERM ended it with ${status} after ${ended.toFixed(0)} s`,
          ),
          ...unless(lines < LINES && log.length < BYTES, `the log has ${lines} lines, ${log.length} bytes`),
          ...unless(log.includes('times more within 60 s'), 'the log does not say how often'),
        ],
      }
    } finally {
      await service.kill()
    }
  },
}

/** Keeps so many connections to the pages, each with a form that never ends; `cut`: how many were ended from there. */
function startAttack(url: string) {
  const open = new Set<Socket>()
  let [cut, begun, isOn] = [0, 0, true]
  const { port } = new URL(url)
  const begin = () => {
    if (!isOn) return
    // By twenty addresses, so that no cap on one of them is enough.
    const localAddress = `127.0.0.${2 + (begun++ % 20)}`
    const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress })
    open.add(socket)
    socket.on('error', () => {})
    socket.resume()
    socket.write(
      'POST /log-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\ne',
    )
    socket.once('close', () => {
      open.delete(socket)
      if (isOn) cut++
      // An attacker has no patience, and this machine other things to do.
      setTimeout(begin, 500).unref()
    })
  }
  for (let one = 0; one < CONNECTIONS; one++) begin()
  const drip = setInterval(() => {
    for (const socket of open) if (socket.writable) socket.write('x')
  }, DRIP_MS)
  return {
    began: performance.now(),
    cut: () => cut,
    stop: () => {
      isOn = false
      clearInterval(drip)
      for (const socket of open) socket.destroy()
    },
  }
}

/** May this process open so many files more? */
async function mayOpen(many: number): Promise<boolean> {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } }
  const soft = userLimits?.open_files?.soft
  return soft === 'unlimited' || Number(soft) >= many + 200
}
