import { uptime } from 'node:os'
import { type Command, InvalidArgumentError } from 'commander'
import { type App, type AppOptions, openApp } from '../app.js'
import { type Config, readConfig } from '../config.js'
import { openLog } from '../log.js'
import type { Clock } from '../model/calendar/clock.js'
import { visible, visibleJson } from '../model/language/marks.js'
import type { Answer } from './answer.js'

export type Common = { json?: boolean; now?: Date }
export type Desk = ReturnType<typeof openDesk>

/** Writes to stdout and ends the line. Control characters are shown as marks. */
export const print = (text: string) => process.stdout.write(visible(text.endsWith('\n') ? text : `${text}\n`))
/** Writes a diagnostic line to stderr; control characters are shown as marks. */
export const tell = (text: string) => process.stderr.write(visible(`${text}\n`))

/** Creates all command lines, so that all have --json, --now, --help and the same exit statuses. */
export function openDesk(program: Command, exit: (status: number) => void) {
  /** A command that answers with lines, or with one JSON document for --json. `of`: its parent command. */
  const command = (usage: string, description: string, of: Command = program) =>
    of
      .command(usage)
      .description(description)
      .option('--json', 'answer with one JSON document')
      .option('--now <instant>', 'set the clock, for rehearsals (ISO 8601)', instant)
      .exitOverride()
      .showHelpAfterError(
        `See: estafette ${[...(of === program ? [] : [of.name()]), usage.split(' ')[0]].join(' ')} --help`,
      )
  const answer = ({ json, text, status }: Answer, options: Common) => {
    print(options.json ? visibleJson(JSON.stringify(json, null, 2)) : asTyped(text, program))
    exit(status)
  }
  const opened = new Set<App>()
  /** `otherLedger`: what to do while nobody has decided which of two ledgers goes on. */
  const withApp = async (
    options: Common,
    run: (app: App) => Promise<Answer>,
    otherLedger: AppOptions['otherLedger'] = 'refuse',
  ) => {
    const app = await openApp({
      config: readConfig(),
      clock: clockAt(options.now),
      timer: options.now ? null : () => performance.now(),
      sinceBoot: uptime,
      log: openLog(levelFor(readConfig())),
      // Progress is for a terminal; a script wants only faults on stderr.
      tell: process.stderr.isTTY ? tell : null,
      otherLedger,
    })
    opened.add(app)
    for (const remark of app.remarks) tell(remark)
    try {
      answer(await run(app), options)
    } finally {
      // Already closed when the process was told to end.
      if (opened.delete(app)) await app.close()
    }
  }
  /** Closes what a command has open when the process ends without waiting for it. */
  const close = async () => {
    const open = [...opened]
    opened.clear()
    await Promise.all(open.map(app => app.close()))
  }

  return { program, command, answer, withApp, print, tell, exit, close }
}

/** Commands in an answer as this person types them: through npm unless `estafette` itself was started. */
function asTyped(text: string, program: Command): string {
  if (!isStartedByNpm()) return text
  const names = program.commands.map(command => command.name())
  return text.replace(/\bestafette (?=([a-z]+(?:-[a-z]+)*))/g, (typed, name: string) =>
    names.includes(name) ? 'npm run -s estafette -- ' : typed,
  )
}

/** Works without a readable configuration: the answer may be about that. */
function isStartedByNpm(): boolean {
  try {
    return readConfig().startedByNpm
  } catch {
    return false
  }
}

/** A command logs errors only; LOG_LEVEL makes it log more. */
function levelFor(config: Config): string {
  return config.logLevel === 'info' ? 'error' : config.logLevel
}

/** The real clock, or one that was set to an instant and runs from there. */
export function clockAt(start: Date | undefined): Clock {
  if (!start) return () => new Date()
  const offset = start.getTime() - Date.now()
  return () => new Date(Date.now() + offset)
}

function instant(value: string): Date {
  const parsed = new Date(value)
  // Without an offset it would mean another instant on another machine.
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(value) && !Number.isNaN(parsed.getTime()))
    return parsed
  throw new InvalidArgumentError(
    `It is not an instant with an offset. Write it as ${new Date().toISOString().slice(0, 10)}T09:00:00+01:00.`,
  )
}
