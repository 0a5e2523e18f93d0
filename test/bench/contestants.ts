import { spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { PROJECT_ROOT } from '../../src/config.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { openQueue } from '../../src/steps/delivery/queue.js'
import { recover } from '../../src/steps/delivery/recover.js'
import type { Sample } from './by-hand.js'
import { type Cost, startMeasuring } from './measure.js'
import type { Backend, BenchRig, Signed } from './rig.js'
import { type Sink, SMTP_SOURCE } from './sink.js'

/** One run: so many mails in so many seconds. `cost` is that of the sending processes; null where nothing of ours sends. */
export type Run = { seconds: number; cost: Cost | null; wrong: string[]; dispatch?: number }

export type Contestant = {
  name: string
  run: (mails: number, sink: Sink) => Promise<Run>
}

/** As many connections for everybody: DELIVERIES_AT_ONCE by default. */
const CONNECTIONS = 10

/** The limit: postfix's own load generator, in C, one text for all. */
export function smtpSource(bytes: number): Contestant {
  return {
    name: 'smtp-source (the limit)',
    run: async (mails, { port }) => {
      const where = ['-f', 'estafette@agence.example', '-t', 'c21001@c21001.example', `127.0.0.1:${port}`]
      const began = performance.now()
      const source = spawn(SMTP_SOURCE, [
        ...['-d', '-s', `${CONNECTIONS}`, '-l', `${bytes}`, '-m', `${mails}`],
        ...where,
      ])
      const code = await new Promise(resolve => source.once('exit', resolve))
      return {
        seconds: secondsSince(began),
        cost: null,
        wrong: code === 0 ? [] : [`smtp-source ended with ${code}`],
      }
    },
  }
}

/** nodemailer's pool in a script of its own: see by-hand.ts. */
export function byHand(how: 'ready' | 'composing', sample: Sample): Contestant {
  const name = how === 'ready' ? 'nodemailer, a ready-made mail' : 'nodemailer composing each mail'
  return {
    name,
    run: async (mails, { port }) => {
      const dir = mkdtempSync(join(tmpdir(), 'estafette-by-hand-'))
      writeFileSync(join(dir, 'sample.json'), JSON.stringify(sample))
      const script = fileURLToPath(new URL('by-hand.ts', import.meta.url))
      const args = [how, `${port}`, `${mails}`, join(dir, 'sample.json'), `${CONNECTIONS}`]
      const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
        cwd: PROJECT_ROOT,
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      const says = (word: string) =>
        new Promise<void>((resolve, reject) => {
          child.stdout.on('data', chunk => String(chunk).includes(word) && resolve())
          child.once('exit', code => reject(new Error(`by-hand.ts ended (${code}) before it was ${word}`)))
        })
      await says('ready')
      const cost = startMeasuring([child.pid ?? 0])
      const done = says('done')
      const began = performance.now()
      child.stdin.write('go\n')
      await done
      const run = { seconds: secondsSince(began), cost: cost(), wrong: [] }
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.stdin.write('end\n')
      await ended
      rmSync(dir, { recursive: true, force: true })
      return run
    },
  }
}

/**
 * `estafette worker`, so many processes, as in production: ledger, claims, dot gate, outcomes. The clock runs from the first nudge to
 * the last committed outcome; the dispatch before it, one transaction, is told apart.
 */
export function estafette(
  rig: BenchRig,
  backend: Backend,
  workers: number,
  { tell, profile }: { tell: (line: string) => void; profile: string | null },
): Contestant {
  return {
    name: `Estafette on ${backend}, ${workers} worker${workers > 1 ? 's' : ''}`,
    run: async (mails, sink) => {
      const signed = await rig.signed(mails, sink.port)
      const env = { ...signed.env, ...(backend === 'Redis' ? { REDIS_URL: rig.redisUrl ?? '' } : {}) }
      const running = await Promise.all(
        Array.from({ length: workers }, () => startWorkerProcess(env, profile)),
      )
      const app = await rig.open(env)
      const queue = await openQueue(app)
      try {
        const dispatching = performance.now()
        const dispatched = await dispatch(app, signed.edition)
        if (dispatched.kind !== 'dispatched') throw new Error(JSON.stringify(dispatched))
        const dispatchSeconds = secondsSince(dispatching)
        const before = sink.taken()
        const cost = startMeasuring(running.map(({ pid }) => pid))
        const began = performance.now()
        await recover(app, queue)
        const filling = keepFull(() => recover(app, queue), tell)
        await untilAccepted(signed, mails, () => sink.taken() - before, tell)
        const seconds = secondsSince(began)
        const run = { seconds, cost: cost(), wrong: await wrongIn(signed, mails), dispatch: dispatchSeconds }
        await filling.stop()
        return run
      } finally {
        await queue.close()
        await Promise.all(running.map(worker => worker.stop()))
        await app.close()
        await signed.drop()
      }
    },
  }
}

/** What the service does beside its workers: looks every 15 s what the queue lacks. */
function keepFull(fill: () => Promise<unknown>, tell: (line: string) => void) {
  let running: Promise<unknown> = Promise.resolve()
  const again = setInterval(() => {
    running = running.then(fill).catch(error => tell(`The queue can't be filled: ${error.message}`))
  }, 15_000)
  return {
    stop: () => {
      clearInterval(again)
      return running
    },
  }
}

/** `profile`: where Node writes what its CPU did. */
async function startWorkerProcess(env: Record<string, string>, profile: string | null) {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-worker-'))
  const said = join(dir, 'said')
  const { PATH = '' } = process.env
  const profiling = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
  const child = spawn(process.execPath, [...profiling, `${PROJECT_ROOT}src/launch.js`, 'worker'], {
    cwd: dir,
    env: { PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Whoever breaks the bench off leaves no worker behind.
  process.once('exit', () => child.kill('SIGKILL'))
  child.stderr.pipe(createWriteStream(said))
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
  let end: number | null | undefined
  ended.then(code => {
    end = code
  })
  // Signed before: a worker has rendered what its readers share by the send slot, as the scripts by hand have read theirs.
  const isReady = (text: string) => text.includes('worker runs') && text.includes('edition.ready')
  for (let tries = 0; !isReady(readFileSync(said, { encoding: 'utf8', flag: 'a+' })); tries++) {
    if (end !== undefined || tries > 600)
      throw new Error(`the worker did not start (${end}): ${readFileSync(said, 'utf8')}`)
    await pause(100)
  }
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Looks at the sink, which costs nothing, until all have come; only then at the ledger. */
async function untilAccepted(
  { client, edition }: Signed,
  mails: number,
  taken: () => number,
  tell: (line: string) => void,
) {
  let told = performance.now()
  let last = { taken: 0, at: performance.now() }
  for (;;) {
    const now = taken()
    if (now > last.taken) last = { taken: now, at: performance.now() }
    if (now >= mails && (await accepted({ client, edition })) === mails) return
    if (performance.now() - last.at > 120_000) return
    if (performance.now() - told > 5000) {
      told = performance.now()
      tell(`${now} of ${mails} …`)
    }
    await pause(20)
  }
}

async function accepted({ client, edition }: Pick<Signed, 'client' | 'edition'>): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as n from estafette.delivery where edition = $1 and state = 'accepted'`,
    [edition],
  )
  return rows[0].n
}

/** What the ledger should say of so many mails, and says not. */
async function wrongIn({ client, edition }: Signed, mails: number): Promise<string[]> {
  const { rows } = await client.query(
    `select count(*)::int as deliveries, count(*) filter (where state = 'accepted')::int as accepted,
       sum(attempts)::int as attempts,
       (select count(*)::int from estafette.attempt where dot_at is null or outcome <> 'accepted' or outcome is null) as odd
     from estafette.delivery where edition = $1`,
    [edition],
  )
  const [{ deliveries, accepted: taken, attempts, odd }] = rows
  const wrong = []
  if (deliveries !== mails || taken !== mails)
    wrong.push(`${taken} of ${deliveries} are accepted in the ledger`)
  if (attempts !== mails || odd > 0) wrong.push(`${attempts} attempts, ${odd} of them not simply accepted`)
  return wrong
}

const secondsSince = (began: number) => (performance.now() - began) / 1000
