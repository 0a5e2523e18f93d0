import { readFileSync } from 'node:fs'
import { isatty } from 'node:tty'

/**
 * Resolves with the reason when this process should end: SIGINT, SIGTERM, a closed terminal, or the end of the npm that started it. Without a
 * terminal (nohup, a service) SIGHUP is ignored: Node removes nohup's own ignoring, so a handler must do it. The npm that it ends is not missed then.
 */
export function untilToldToStop(
  startedByNpm: boolean,
  hasTerminal = [0, 1, 2].some(isatty),
): Promise<string> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
    const starters = startedByNpm ? startersOf(process.ppid) : []
    const watch = setInterval(() => {
      if (starters.length === 0 || (process.ppid === starters[0] && starters.every(isAlive))) return
      clearInterval(watch)
      resolve('the npm that started it is gone')
    }, 500)
    watch.unref()
    process.on('SIGHUP', () => {
      if (hasTerminal) resolve('SIGHUP')
      else clearInterval(watch)
    })
  })
}

/** In milliseconds: a service manager kills a process after 30 s. */
const LAST_MS = 29_000

/**
 * Call it when told to end: leaves what a silent engine still keeps open, a second before the kill. Nothing is lost: recovery finds it in the rows.
 */
export function endAtLast(): void {
  setTimeout(() => {
    process.stderr.write('An engine does not answer; what was under way is taken up at the next start.\n')
    process.exit(3)
  }, LAST_MS).unref()
}

/**
 * The npm that runs this process, and the shell between: an npm killed with -9 tells nobody, and the port would stay taken for the next `npm start`.
 */
function startersOf(parent: number): number[] {
  const found = [parent]
  if (/^(sh|dash|bash)$/.test(read(`/proc/${parent}/comm`).trim())) {
    const above = Number(/^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${parent}/stat`))?.[1])
    if (above > 1) found.push(above)
  }
  return found
}

/** A process that ended but was not waited for is a zombie, and as good as gone. */
function isAlive(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`)
  return stat === '' ? exists(pid) : !/^\d+ \(.*\) [ZX]/s.test(stat)
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
