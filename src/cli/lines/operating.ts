import { readConfig } from '../../config.js'
import { type Common, clockAt, type Desk } from '../desk.js'
import { importCommand } from '../import-command.js'

type ImportOptions = Common & { yes?: boolean; allowShrink?: boolean; allowUncovered?: boolean }

/** The command lines of those who run Estafette: import. */
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
}
