import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { type App, EngineUnreachable, openApp } from './app.js'
import { type Answer, UsageError } from './cli/answer.js'
import { checkCommand } from './cli/check-command.js'
import { classifyCommand } from './cli/classify-command.js'
import type { DraftOptions } from './cli/draft-command.js'
import { draftCommand, previewCommand, signOffCommand, takeInCommand } from './cli/editorial-commands.js'
import { deliveriesCommand, followUpCommand, statusCommand } from './cli/reading-commands.js'
import {
  resumeCommand,
  sendCommand,
  settleCommand,
  stopCommand,
  takeOverCommand,
} from './cli/sending-commands.js'
import { templateCommand } from './cli/template-command.js'
import { isTest, type TestOptions, testSendCommand } from './cli/test-send-command.js'
import { type Config, ConfigError, readConfig } from './config.js'
import { openLog, silent } from './log.js'
import { TemplateError } from './mjml/template-error.js'
import type { Clock } from './model/clock.js'
import { PortTaken } from './web/port-taken.js'

type Common = { json?: boolean; now?: Date }

const print = (text: string) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
const tell = (text: string) => process.stderr.write(`${text}\n`)

/** Runs one command line; resolves to the exit status: 0 done, 1 the answer is no, 2 wrong usage or configuration, 3 an engine is unreachable. */
export async function main(argv: string[]): Promise<number> {
  let status = 0
  const program = commandLine(code => {
    status = code
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return status
  } catch (error) {
    return explain(error)
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof ConfigError || error instanceof UsageError) {
    tell(error.message)
    return 2
  }
  if (error instanceof EngineUnreachable) {
    tell(error.message)
    return 3
  }
  if (error instanceof PortTaken) {
    tell(error.message)
    return 2
  }
  if (error instanceof TemplateError) {
    tell(error.message)
    return 1
  }
  if (isConnectionLost(error)) {
    tell(
      `PostgreSQL went away meanwhile: ${(error as Error).message}. What was committed stands; run the command again.`,
    )
    return 3
  }
  throw error
}

/** SQLSTATE class 08 and 57P (PostgreSQL, appendix A), and what the socket and the driver say. */
function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return (
    /^(08|57P|ECONN|EPIPE|ETIMEDOUT)/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message)
  )
}

function commandLine(exit: (status: number) => void): Command {
  const program = new Command('estafette')
    .description('Crisis information to the communes, every week, and who was not reached.')
    .showHelpAfterError('See: estafette --help')
    .exitOverride()

  /** A command that answers: with --json one document on stdout, else lines. */
  const command = (usage: string, description: string) =>
    program
      .command(usage)
      .description(description)
      .option('--json', 'answer with one JSON document')
      .option('--now <instant>', 'set the clock, for rehearsals (ISO 8601)', instant)
      .exitOverride()
      .showHelpAfterError(`See: estafette ${usage.split(' ')[0]} --help`)
  const answer = ({ json, text, status }: Answer, options: Common) => {
    print(options.json ? JSON.stringify(json, null, 2) : asTyped(text, program))
    exit(status)
  }
  const withApp = async (options: Common, run: (app: App) => Promise<Answer>) => {
    const app = await openApp({
      config: readConfig(),
      clock: clockAt(options.now),
      log: openLog(levelFor(readConfig())),
    })
    try {
      answer(await run(app), options)
    } finally {
      await app.close()
    }
  }

  command('check', 'validate updates and recipients; changes nothing').action(async (options: Common) =>
    answer(await checkCommand({ config: readConfig(), clock: clockAt(options.now), log: silent }), options),
  )
  command('take-in', 'take in what lies in the drop folder').action((options: Common) =>
    withApp(options, takeInCommand),
  )
  command('template', 'write the Word file that editors copy and fill in')
    .requiredOption('--docx <file>', 'the file to write')
    .action(async (options: Common & { docx: string }) =>
      answer(await templateCommand(options.docx), options),
    )
  command('draft [edition]', 'take in, prepare and freeze what is there now')
    .option('--by <email>', 'who prepares it: will not be able to sign it off')
    .option('--flash', 'the next flash of this week: what is urgent and not carried yet')
    .option('--erratum <edition>', 'the next erratum of a sent edition')
    .option(
      '--corrects <edition>',
      'erratum: the edition that it corrects, when you name the erratum yourself',
    )
    .option('--reason-fr <text>', 'erratum: what was wrong, in French')
    .option('--reason-nl <text>', 'erratum: what was wrong, in Dutch')
    .option('--update <id...>', 'flash, erratum: these updates only')
    .option('--communes <nis...>', 'flash: to these communes only; "all" for all again')
    .option('--concerned', 'flash: to the communes that its updates concern')
    .option('--notify', 'ask the approvers by mail, with a link to sign it off')
    .action((edition: string | undefined, options: Common & DraftOptions) =>
      withApp(options, app => draftCommand(app, edition, options)),
    )
  command('preview <edition>', 'write the mails as they will be sent')
    .requiredOption('--to <dir>', 'the folder to write to')
    .option('--recipient <id...>', 'also the mail of these recipients; "all" for everybody', [])
    .action((edition: string, options: Common & { to: string; recipient: string[] }) =>
      withApp(options, app => previewCommand(app, edition, options.to, options.recipient)),
    )
  for (const decision of ['approve', 'reject'] as const) {
    command(
      `${decision} <edition>`,
      decision === 'approve' ? 'sign an edition off' : 'send an edition back to the editors',
    )
      .requiredOption('--hash <hash>', 'the hash that you looked at')
      .requiredOption('--by <email>', 'the approver, as in staff.yaml')
      .option('--comment <text>', 'why')
      .action(
        (
          edition: string,
          { hash, by, comment, ...options }: Common & { hash: string; by: string; comment?: string },
        ) =>
          withApp(options, app =>
            signOffCommand(app, decision, edition, { hash, by, comment: comment ?? null }),
          ),
      )
  }
  command('send <edition>', 'dispatch a signed edition now')
    .option('--wait', 'deliver in this process until nothing is pending')
    .option('--test <address>', 'send the frozen mail to this address only, marked as a test; signed or not')
    .option('--commune <nis>', 'test: as a reader of this commune gets it')
    .option('--role <role>', 'test: as a mayor or an alderman gets it')
    .option('--languages <reading>', 'test: as it is read: fr, nl, fr+nl or nl+fr')
    .option('--matrix', 'test: one for each commune, role and languages of the audience')
    .action((edition: string, options: Common & TestOptions & { wait?: boolean }) =>
      withApp(options, async app =>
        isTest(options)
          ? testSendCommand(app, edition, options)
          : sendCommand(app, edition, options.wait ?? false, tell, await toldToEnd(app.config)),
      ),
    )
  command('stop <edition>', 'emergency stop: nothing more leaves')
    .option('--reason <text>', 'why', 'stopped by an operator')
    .action((edition: string, options: Common & { reason: string }) =>
      withApp(options, app => stopCommand(app, edition, options.reason)),
    )
  command('resume <edition>', 'go on after a stop').action((edition: string, options: Common) =>
    withApp(options, app => resumeCommand(app, edition)),
  )
  command('status [edition]', 'where an edition stands, commune by commune').action(
    (edition: string | undefined, options: Common) => withApp(options, app => statusCommand(app, edition)),
  )
  command('deliveries <edition>', 'every delivery with its attempts')
    .option('--csv', 'for a spreadsheet')
    .action((edition: string, options: Common & { csv?: boolean }) =>
      withApp(options, app => deliveriesCommand(app, edition, options.csv ?? false)),
    )
  command('settle <delivery>', 'settle a delivery in doubt')
    .requiredOption('--as <accepted|again>', 'count it as accepted, or send it again', settlement)
    .requiredOption('--by <email>', 'who decides')
    .action((delivery: string, options: Common & { as: 'accepted' | 'again'; by: string }) =>
      withApp(options, app => settleCommand(app, delivery, options.as, options.by)),
    )
  command('take-over', 'let a restored backup send from here')
    .option('--by <email>', 'who decides it; without, says what would be sent')
    .action((options: Common & { by?: string }) =>
      withApp(options, app => takeOverCommand(app, options.by ?? null)),
    )
  command('classify [file]', 'what a mail that came back says; reads stdin without a file, or for -').action(
    async (file: string | undefined, options: Common) =>
      answer(await classifyCommand(file, process.stdin), options),
  )
  command('follow-up', 'what people still have to do')
    .option('--csv', 'for a spreadsheet')
    .action((options: Common & { csv?: boolean }) =>
      withApp(options, app => followUpCommand(app, options.csv ?? false)),
    )

  program
    .command('demo')
    .description('two crisis weeks on this machine, in a minute; nothing leaves it')
    .exitOverride()
    .action(async () => {
      const { demo } = await import('./demo.js')
      exit(await demo(readConfig(), print))
    })
  program
    .command('start')
    .description('the service: scheduler, worker and pages in one process')
    .exitOverride()
    .action(async () => {
      const { runService } = await import('../worker/main.js')
      exit(await runService(readConfig()))
    })
  program
    .command('worker')
    .description('one more delivery worker; needs DATABASE_URL')
    .exitOverride()
    .action(async () => {
      const { runWorker } = await import('../worker/main.js')
      exit(await runWorker(readConfig()))
    })
  return program
}

/** Commands in an answer as this person types them: through npm, unless `estafette` itself was started. */
function asTyped(text: string, program: Command): string {
  if (!readConfig().startedByNpm) return text
  const names = program.commands.map(command => command.name()).join('|')
  return text.replace(new RegExp(`\\bestafette (?=(${names})\\b)`, 'g'), 'npm run -s estafette -- ')
}

/** Aborted when the process is asked to end: the mails under way are finished first. */
async function toldToEnd({ startedByNpm }: Config): Promise<AbortSignal> {
  const { untilToldToStop } = await import('../worker/signals.js')
  const told = new AbortController()
  untilToldToStop(startedByNpm).then(() => told.abort())
  return told.signal
}

/** A command speaks when something is wrong; LOG_LEVEL makes it speak more. */
function levelFor(config: Config): string {
  return config.logLevel === 'info' ? 'error' : config.logLevel
}

/** The real clock, or one that was set to an instant and goes on from there. */
function clockAt(start: Date | undefined): Clock {
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
    'It is not an instant with an offset. Write it as 2026-11-26T09:00:00+01:00.',
  )
}

function settlement(value: string): 'accepted' | 'again' {
  if (value === 'accepted' || value === 'again') return value
  throw new InvalidArgumentError('It is "accepted" or "again".')
}
