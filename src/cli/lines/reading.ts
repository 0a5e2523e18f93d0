import { classifyCommand } from '../classify-command.js'
import type { Common, Desk } from '../desk.js'
import { deliveriesCommand, followUpCommand, statusCommand } from '../reading-commands.js'

/** The command lines of those who look: status, deliveries, follow-up, classify. */
export function readingLines({ command, answer, withApp }: Desk): void {
  command('status [edition]', 'where an edition stands, commune by commune').action(
    (edition: string | undefined, options: Common) => withApp(options, app => statusCommand(app, edition)),
  )
  command('deliveries <edition>', 'every delivery with its attempts')
    .option('--csv', 'for a spreadsheet')
    .action((edition: string, options: Common & { csv?: boolean }) =>
      withApp(options, app => deliveriesCommand(app, edition, options.csv ?? false)),
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
}
