import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from './stage.js'

export type Pages = ReturnType<typeof openPages>

const RUNS = /Estafette runs|A delivery worker runs/
const STARTED_SECONDS = 120
const MAIL_SECONDS = 60
const QUIET_MS = 4000
/** The processor time of an idle service within that time. */
const IDLE_TICKS = 12
const LOOK_MS = 200

/** A long-running process on the stage, from its start until it has done what is due; then `use` visits its pages. */
export async function withService(
  stage: Stage,
  { command, use }: { command: string; use?: (pages: Pages) => Promise<void> },
): Promise<void> {
  const name = stage.nameOf(command)
  const service = stage.started([command], name)
  let err = ''
  service.stderr.on('data', chunk => {
    err += chunk
  })
  const ended = once(service, 'close')
  try {
    const late = performance.now() + STARTED_SECONDS * 1000
    while (!RUNS.test(err)) {
      if (service.exitCode !== null || performance.now() > late) throw new Error(`${command}: ${err}`)
      await pause(LOOK_MS)
    }
    await quiet(stage, service.pid)
    if (use) await use(openPages(stage, name))
    await quiet(stage, service.pid)
  } finally {
    service.kill('SIGTERM')
    const [status] = await ended
    // What it says while it waits goes by how long that takes.
    stage.keep(`${name}/answer`, `$ ${command}\nstatus ${status}\n`)
    stage.keepMails(name)
  }
}

/** Resolves once the process is idle and silent to the relay: on a busy machine, either alone proves little. */
async function quiet({ smtp }: Stage, pid = 0) {
  for (;;) {
    const [said, worked] = [smtp.commands.length, ticksOf(pid)]
    await pause(QUIET_MS)
    if (smtp.commands.length === said && ticksOf(pid) - worked <= IDLE_TICKS) return
  }
}

/** The processor time of a process, in ticks of 10 ms (proc_pid_stat(5): utime and stime). */
function ticksOf(pid: number): number {
  const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(' ')
    .slice(13, 15)
    .map(Number)
  return user + system
}

/** Visits pages as one person with one browser; records each answer with all headers but Date, which Node sets. */
function openPages(stage: Stage, name: string) {
  let [cookie, visited] = ['', 0]
  const visit = async (method: 'GET' | 'POST', path: string, fields?: Record<string, string>) => {
    const body = fields ? new URLSearchParams(fields) : undefined
    const headers = { cookie, connection: 'close' }
    const answer = await fetch(`http://127.0.0.1:${stage.port}${path}`, {
      method,
      headers,
      body,
      redirect: 'manual',
    })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    const text = await answer.text()
    const head = [...answer.headers].filter(([header]) => header !== 'date').map(one => one.join(': '))
    const nth = String(++visited).padStart(2, '0')
    const shown = path.replace(/[^\w.=-]+/g, ' ').slice(0, 50)
    stage.keep(
      `${name}/page ${nth} ${method}${shown}`,
      [`${method} ${path}`, answer.status, ...head, '', text].join('\n'),
    )
    return text
  }
  return {
    get: (path: string) => visit('GET', path),
    post: (path: string, fields: Record<string, string> = {}) => visit('POST', path, fields),
    /** The matching link in the last mail to an address. */
    link: async (to: string, pattern: RegExp): Promise<string> => {
      const late = performance.now() + MAIL_SECONDS * 1000
      for (;;) {
        const mails = stage.smtp.journal.filter(({ recipients }) => recipients.includes(to))
        const found = mails.map(({ mail }) => pattern.exec(decoded(mail))?.[0]).findLast(Boolean)
        if (found) return found
        // The page that is not found tells, and the walk goes on.
        if (performance.now() > late) return `/no-mail-to/${to}`
        await pause(LOOK_MS)
      }
    },
  }
}

/** A mail's text, decoded well enough to find a link: quoted-printable, and folded headers. */
export const decoded = (mail: string) =>
  mail
    .replace(/=\r\n/g, '')
    .replaceAll('=3D', '=')
    .replace(/\r\n[ \t]+/g, ' ')
