import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ScriptedServer } from '../../test/support/scripted-smtp.js'
import type { FrozenDatabase } from './database.js'
import { filesBelow, openRecorder } from './recorder.js'

const FROZEN = new URL('./frozen.js', import.meta.url).href
/** In milliseconds: how old the laid files are. */
const LAID_BEFORE_MS = 3_600_000

export type Told = { status: number | null; out: string; err: string }
export type Stage = ReturnType<typeof openStage>

/** The stage's folders. `program`: the checkout that runs. `inputs`: the one whose updates, roster and examples both use. */
export type Places = { dir: string; program: string; inputs: string }
/** `port`: of the pages. */
export type Engines = { database: FrozenDatabase; smtp: ScriptedServer; port: number }

/** A checkout on its stage: processes with a fixed clock and repeated randomness; `recorded` gets all their output. */
export function openStage(
  { dir, program, inputs }: Places,
  { database, smtp, port }: Engines,
  url: string,
  recorded: Map<string, Buffer>,
) {
  const commands = new Set<string>()
  const { keep, keepMails, nameOf } = openRecorder(recorded, smtp)
  const at = (...path: string[]) => join(dir, ...path)
  const env = environmentOf(at, { url, smtp: smtp.port, port })
  let now = new Date(0)
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), content)
    const before = new Date(now.getTime() - LAID_BEFORE_MS)
    utimesSync(at(path), before, before)
  }
  const started = (args: string[], seed: string) =>
    spawn(process.execPath, ['--import', FROZEN, join(program, 'src', 'launch.js'), ...args], {
      cwd: dir,
      env: { ...env, GOLDEN_NOW: now.toISOString(), GOLDEN_SEED: seed },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  cpSync(join(program, 'templates'), at('templates'), { recursive: true })
  return {
    ...{ at, keep, keepMails, nameOf, port, smtp, started, write },
    commands: commands as ReadonlySet<string>,
    now: () => now.toISOString(),
    setClock: (instant: string) => {
      now = new Date(instant)
      database.setClock(now)
    },
    /** Replaces a folder of the stage by one of the inputs. */
    lay: (from: string, to: string) => {
      rmSync(at(to), { recursive: true, force: true })
      for (const { path, bytes } of filesBelow(join(inputs, from))) write(join(to, path), bytes)
    },
    text: (path: string) => readFileSync(at(path), 'utf8'),
    /** Runs a command as typed; records both streams and its status. */
    told: async (args: string[]): Promise<Told> => {
      const name = nameOf(args.join(' '))
      for (const length of [1, 2]) commands.add(args.slice(0, length).join(' '))
      const told = await endOf(started(args, name))
      keep(`${name}/answer`, `$ ${args.join(' ')}\nstatus ${told.status}\n${told.out}\n--\n${told.err}`)
      keepMails(name)
      return told
    },
    /** Records every file in a folder of the stage. */
    keepFolder: (folder: string) => {
      for (const { path, bytes } of filesBelow(at(folder))) keep(`files/${folder}/${path}`, bytes)
    },
  }
}

type Ports = { url: string; smtp: number; port: number }

const environmentOf = (at: (path: string) => string, { url, smtp, port }: Ports) => ({
  ...{ PATH: process.env.PATH ?? '', HOME: at(''), TZ: 'UTC', LC_ALL: 'C.UTF-8', LOG_LEVEL: 'error' },
  ...{ DATA_DIR: at('data'), STATE_DIR: at('state'), REPORTS_DIR: at('reports') },
  ...{ UPDATES_DIR: at('updates'), RECIPIENTS_DIR: at('recipients'), TEMPLATES_DIR: at('templates') },
  ...{ DATABASE_URL: url, SMTP_URL: `smtp://127.0.0.1:${smtp}`, ALLOWED_RECIPIENTS: '*' },
  ...{ SECRET: 'a secret that never changes, 32 and more', BASE_URL: 'https://estafette.example' },
  // One at a time, so that mails leave in a fixed order.
  ...{ PORT: String(port), DELIVERIES_AT_ONCE: '1', MAIL_FROM: 'Estafette <estafette@agence.example>' },
})

function endOf(child: ReturnType<typeof spawn>): Promise<Told> {
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout?.on('data', chunk => out.push(chunk))
  child.stderr?.on('data', chunk => err.push(chunk))
  const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString()
  return new Promise(resolve =>
    child.once('close', status => resolve({ status, out: text(out), err: text(err) })),
  )
}
