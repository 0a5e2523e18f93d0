import { Command } from 'commander'
import { keepDetails } from './cli/bug-details.js'
import { openDesk, tell } from './cli/desk.js'
import { endingOf } from './cli/endings.js'
import { endBySignal, listenForInterruption } from './cli/interruption.js'
import { editorialLines } from './cli/lines/editorial.js'
import { followUpLines } from './cli/lines/follow-up.js'
import { operatingLines } from './cli/lines/operating.js'
import { peopleLines } from './cli/lines/people.js'
import { readingLines } from './cli/lines/reading.js'
import { remarkLines } from './cli/lines/remarks.js'
import { runningLines } from './cli/lines/running.js'
import { sendingLines } from './cli/lines/sending.js'
import { suppressionLines } from './cli/lines/suppressions.js'
import { outputOf } from './cli/output.js'
import { type Config, configWarnings, readConfig } from './config.js'
import { visible } from './model/language/marks.js'
import { hiding } from './steps/delivery/hiding.js'
import { VERSION } from './version.js'

/**
 * Runs one command line and resolves to its exit status: 0 done; 1 the answer is no, or a bug; 2 wrong usage or configuration; 3 an engine or this
 * machine refuses; 4 what is left waits for a time. Never throws: the reason is a sentence on stderr.
 */
export async function main(argv: string[]): Promise<number> {
  const output = outputOf(process.stdout, process.stderr)
  const interruption = listenForInterruption()
  let status = 0
  const { program, close } = commandLine(code => {
    status = code
  })
  const running = program.parseAsync(argv, { from: 'user' }).then(
    () => status,
    // Errors while closing after Ctrl-C are not reported.
    error => (interruption.isTold() ? 1 : explain(error)),
  )
  const ended = await Promise.race([running, interruption.signal])
  interruption.ignore()
  if (typeof ended === 'number') return (await output.fault()) ? 3 : ended
  tell('Ended before it was done. What was committed stands: run the command again.')
  return endBySignal(ended, Promise.all([close(), running]))
}

/** Prints in one sentence, without any secret, why a command ended; returns the exit status. */
export function explain(error: unknown): number {
  const config = configOrNull()
  const hide = hiding(config)
  const { status, said, isBug } = endingOf(error)
  if (said === null) return status
  tell(isBug ? `${hide(said)} ${keepDetails(error, config, hide, tell)}` : hide(said))
  return status
}

function configOrNull(): Config | null {
  try {
    return readConfig()
  } catch {
    return null
  }
}

/** All commands, and a function that closes what a running one has open. */
export function commandLine(exit: (status: number) => void) {
  const program = new Command('estafette')
    .version(VERSION, '-V, --version', 'the version of Estafette')
    .description('Crisis information to the communes, every week, and who was not reached.')
    .showHelpAfterError('See: estafette --help')
    // An option belongs to the command before it: --json of "follow-up take" isn't one of "follow-up".
    .enablePositionalOptions()
    .exitOverride()
    // Arguments may come from a file name; the message shows their control characters as marks.
    .configureOutput({ writeErr: text => process.stderr.write(visible(text)) })
  const desk = openDesk(program, exit)
  // The doctor reports configuration warnings among its findings.
  program.hook('preAction', (_, command) => {
    if (command.name() !== 'doctor') for (const warning of configWarnings()) tell(warning)
  })
  editorialLines(desk)
  remarkLines(desk)
  sendingLines(desk)
  readingLines(desk)
  operatingLines(desk)
  followUpLines(desk)
  suppressionLines(desk)
  peopleLines(desk)
  runningLines(desk)
  return { program, close: desk.close }
}
