import { ConfigError, readConfig } from '../../config.js'
import { openLookup } from '../../dns/resolver.js'
import type { Answer } from '../answer.js'
import { type Common, clockAt, type Desk } from '../desk.js'
import { doctorCommand, doctorOnConfig } from '../doctor-command.js'
import { importCommand } from '../import-command.js'

type ImportOptions = Common & { yes?: boolean; allowShrink?: boolean; allowUncovered?: boolean }

/** The command lines of those who run Estafette: import, doctor. */
export function operatingLines({ command, answer }: Desk): void {
  command('import <file>', 'the roster from CSV or a workbook: shows the difference first')
    .option('--yes', 'apply it')
    .option('--allow-shrink', 'also when more than a fifth of the roster goes')
    .option('--allow-uncovered', 'also when a commune is left with nobody to write to')
    .action(async (file: string, options: ImportOptions) => {
      const { yes = false, allowShrink = false, allowUncovered = false } = options
      const at = { config: readConfig(), clock: clockAt(options.now) }
      answer(await importCommand(at, file, { yes, allowShrink, allowUncovered }), options)
    })
  command('doctor', 'check configuration, engines, SMTP, IMAP and DNS; changes and sends nothing').action(
    async (options: Common) => answer(await diagnosis(options), options),
  )
}

/** How long each engine may take to answer, in milliseconds. */
const PATIENCE = 5000

async function diagnosis({ now }: Common): Promise<Answer> {
  try {
    return await doctorCommand({
      config: readConfig(),
      clock: clockAt(now),
      realTime: () => new Date(),
      lookup: openLookup(PATIENCE),
      patience: PATIENCE,
    })
  } catch (error) {
    if (error instanceof ConfigError) return doctorOnConfig(error)
    throw error
  }
}
