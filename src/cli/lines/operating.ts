import { Option } from 'commander'
import { ConfigError, readConfig } from '../../config.js'
import { openLookup } from '../../dns/resolver.js'
import type { TakeOrLeave } from '../../parse/roster/sheet.js'
import { withAgency } from '../../steps/operations/agency.js'
import type { Answer } from '../answer.js'
import { backupCommand, restoreCommand } from '../backup-commands.js'
import { type Common, clockAt, type Desk } from '../desk.js'
import { doctorCommand, doctorOnConfig } from '../doctor-command.js'
import { importCommand } from '../import-command.js'
import { moveCommand } from '../move-command.js'

type ImportOptions = Common & {
  yes?: boolean
  allowShrink?: boolean
  allowUncovered?: boolean
  sheet?: string
  hidden?: TakeOrLeave
  struck?: TakeOrLeave
  allowNoMayor?: boolean
  commune?: string
}

type RestoreOptions = Common & { show?: boolean; replace?: boolean; by?: string; folders: boolean }

/** The command lines of operators: import, backup, restore, move, doctor. */
export function operatingLines({ command, answer, tell }: Desk): void {
  command('import <file>', 'the roster from CSV or a workbook: shows the difference first')
    .option('--yes', 'apply it')
    .option(
      '--commune <nis|name>',
      'the list is the college of this commune alone: what ends keeps its line, with `until`',
    )
    .option('--allow-shrink', 'also when more than a fifth of the roster goes, or half of the college')
    .option('--allow-uncovered', 'also when a commune is left with nobody to write to')
    .option('--allow-no-mayor', 'also when a commune is left without a mayor')
    .option('--sheet <name>', 'of a workbook: the sheet that holds the list')
    .addOption(takeOrLeave('--hidden <what>', 'whether hidden rows and columns of the sheet count'))
    .addOption(takeOrLeave('--struck <what>', 'whether rows that are struck through count'))
    .action(async (file: string, options: ImportOptions) => {
      const { yes = false, allowShrink = false, allowUncovered = false, allowNoMayor = false } = options
      const { sheet, hidden, struck, commune } = options
      const at = { config: await withAgency(readConfig()), clock: clockAt(options.now) }
      const allowed = { allowShrink, allowUncovered, allowNoMayor }
      answer(await importCommand(at, file, { yes, ...allowed, sheet, hidden, struck, commune }), options)
    })
  command('backup <file>', 'everything into one file, while mails leave: ledger, SECRET, folders')
    .option('--overwrite', 'also where there is such a file already')
    .action(async (file: string, { overwrite = false, ...options }: Common & { overwrite?: boolean }) =>
      answer(await backupCommand(readConfig(), { file, overwrite, progress: tell }), options),
    )
  command('restore <file>', 'puts a backup back; it sends nothing until somebody takes it over')
    .option('--show', 'only say whether it is whole, and what is in it')
    .option('--replace', 'in the place of the ledger that is here; a backup of that one is kept first')
    .option('--by <email>', 'who decides that')
    .option('--no-folders', 'leave updates, recipients and the other folders as they are')
    .action(async (file: string, options: RestoreOptions) => {
      const { show = false, replace = false, by = null, folders: withFolders } = options
      const at = { config: readConfig(), clock: clockAt(options.now) }
      const wishes = { file, show, replace, by, withFolders, progress: tell }
      answer(await restoreCommand(at, wishes), options)
    })
  command('move', 'the embedded ledger into another PostgreSQL, compared row by row')
    .requiredOption('--to <url>', 'postgres://USER:PASSWORD@HOST:PORT/DATABASE, which holds no ledger')
    .action(async ({ to, ...options }: Common & { to: string }) => {
      const at = { config: readConfig(), clock: clockAt(options.now) }
      answer(await moveCommand(at, to, tell), options)
    })
  command('doctor', 'check configuration, engines, SMTP, IMAP and DNS; changes and sends nothing').action(
    async (options: Common) => answer(await diagnosis(options), options),
  )
}

const takeOrLeave = (flags: string, text: string) => new Option(flags, text).choices(['take', 'leave'])

/** How long each engine may take to answer, in milliseconds. */
const LOOKUP_MS = 5000

async function diagnosis({ now }: Common): Promise<Answer> {
  try {
    return await doctorCommand({
      config: await withAgency(readConfig()),
      clock: clockAt(now),
      realTime: () => new Date(),
      lookup: openLookup(LOOKUP_MS),
      patience: LOOKUP_MS,
    })
  } catch (error) {
    if (error instanceof ConfigError) return doctorOnConfig(error)
    throw error
  }
}
