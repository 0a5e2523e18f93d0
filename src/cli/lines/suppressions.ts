import type { Common, Desk } from '../desk.js'
import { suppressCommand, suppressionsCommand, unsuppressCommand } from '../suppression-commands.js'

type Deciding = Common & { by: string; cause: string }

/** The command lines on addresses: suppress, unsuppress, suppressions. */
export function suppressionLines({ command, withApp }: Desk): void {
  command('suppress <address|recipient>', 'send nothing to an address any more')
    .requiredOption('--by <email>', 'who decides: a SPOC or an admin of staff.yaml')
    .requiredOption('--cause <text>', 'why')
    .action((whom: string, { by, cause, ...options }: Deciding) =>
      withApp(options, app => suppressCommand(app, { whom, by, cause })),
    )
  command('unsuppress <address|recipient>', 'send to an address again, also after two bounces in a row')
    .requiredOption('--by <email>', 'who decides: a SPOC or an admin of staff.yaml')
    .requiredOption('--cause <text>', 'why')
    .action((whom: string, { by, cause, ...options }: Deciding) =>
      withApp(options, app => unsuppressCommand(app, { whom, by, cause })),
    )
  command('suppressions', 'addresses to which nothing is sent: why, since when, who decided')
    .option('--csv', 'for a spreadsheet')
    .action((options: Common & { csv?: boolean }) =>
      withApp(options, app => suppressionsCommand(app, options.csv ?? false)),
    )
}
