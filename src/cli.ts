import { Command, CommanderError } from 'commander'
import { EngineUnreachable } from './app.js'
import { UsageError } from './cli/answer.js'
import { openDesk, tell } from './cli/desk.js'
import { editorialLines } from './cli/lines/editorial.js'
import { followUpLines } from './cli/lines/follow-up.js'
import { operatingLines } from './cli/lines/operating.js'
import { readingLines } from './cli/lines/reading.js'
import { runningLines } from './cli/lines/running.js'
import { sendingLines } from './cli/lines/sending.js'
import { suppressionLines } from './cli/lines/suppressions.js'
import { ConfigError } from './config.js'
import { TemplateError } from './mjml/template-error.js'
import { PortTaken } from './web/port-taken.js'

/** Runs one command line; resolves to the exit status: 0 done, 1 the answer is no, 2 wrong usage or configuration, 3 an engine is unreachable. */
export async function main(argv: string[]): Promise<number> {
  let status = 0
  // Whoever reads us may stop reading (| head): the command still does its work to the end.
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners('error').includes(unlessNobodyReads)) stream.on('error', unlessNobodyReads)
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

function unlessNobodyReads(error: NodeJS.ErrnoException) {
  if (error.code !== 'EPIPE') throw error
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
    // An option belongs to the command that it follows: --json of "follow-up take" isn't one of "follow-up".
    .enablePositionalOptions()
    .exitOverride()
  const desk = openDesk(program, exit)
  editorialLines(desk)
  sendingLines(desk)
  readingLines(desk)
  operatingLines(desk)
  followUpLines(desk)
  suppressionLines(desk)
  runningLines(desk)
  return program
}
