import { InvalidArgumentError } from 'commander'
import { type ConfirmOptions, confirmAddressCommand } from '../address-commands.js'
import type { Common, Desk } from '../desk.js'
import { type ReportListOptions, reportListCommand } from '../report-list-command.js'
import { suppressCommand, unsuppressCommand } from '../suppression-commands.js'
import { suppressionsCommand } from '../suppressions-command.js'

type Deciding = Common & { by: string; cause: string; wholeAddress?: boolean }

/** The command lines for returned mail and addresses: reports, suppress, unsuppress, suppressions, confirm-address. */
export function suppressionLines({ command, withApp }: Desk): void {
  command(
    'suppress <address|recipient>',
    'send nothing to an address any more, or to one person of several who have it',
  )
    .requiredOption('--by <email>', 'who decides: a SPOC or an admin of staff.yaml')
    .requiredOption('--cause <text>', 'why')
    .option('--whole-address', 'all who have the address of that recipient')
    .action((whom: string, { by, cause, wholeAddress, ...options }: Deciding) =>
      withApp(options, app => suppressCommand(app, { whom, by, cause, wholeAddress })),
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
  command('confirm-address [follow-up]', 'write an official’s new address into mandate-holders.csv')
    .requiredOption('--by <email>', 'who confirms it')
    .option('--address <address>', 'another address than the one that they gave')
    .option('--send-again', 'and send them this week’s edition there')
    .option('--undo <recipient>', 'take the last confirmed change of their address back')
    .action((followUp: string | undefined, options: Common & ConfirmOptions) =>
      withApp(options, app => confirmAddressCommand(app, followUp, options)),
    )
  command('reports', 'mails that came back, and what they were taken for')
    .option(
      '--unmatched',
      'only those that belong to no delivery or prove nothing, and those that could not be read',
    )
    .option('--days <n>', 'of so many days', wholeDays, 30)
    .option('--csv', 'for a spreadsheet')
    .action((options: Common & ReportListOptions) => withApp(options, app => reportListCommand(app, options)))
}

function wholeDays(value: string): number {
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It is a whole number of days.')
}
