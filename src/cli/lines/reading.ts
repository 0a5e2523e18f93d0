import { readConfig } from '../../config.js'
import { loadOurWords } from '../../mjml/our-words.js'
import { withAgency } from '../../steps/operations/agency.js'
import { classifyCommand } from '../classify-command.js'
import type { Common, Desk } from '../desk.js'
import { type ExportOptions, exportCommand } from '../export-command.js'
import { deliveriesCommand, statusCommand } from '../reading-commands.js'
import { reportCommand } from '../report-command.js'
import type { FileOptions, WorkbookOptions } from '../workbooks.js'

type ListOptions = WorkbookOptions & { csv?: boolean }

/** The command lines that only read: status, report, deliveries, classify. */
export function readingLines({ command, answer, withApp }: Desk): void {
  command('status [edition]', 'where an edition stands, commune by commune').action(
    (edition: string | undefined, options: Common) => withApp(options, app => statusCommand(app, edition)),
  )
  command('deliveries <edition>', 'every delivery with its attempts')
    .option('--csv', 'for a spreadsheet')
    .option('--xlsx <file>', 'write a workbook')
    .option('--lang <lang>', 'the language of the workbook')
    .action((edition: string, options: Common & ListOptions) =>
      withApp(options, app => deliveriesCommand(app, edition, options.csv ?? false, options)),
    )
  command('report <edition>', 'what came of an edition: everybody accounted for, times, follow-ups')
    .option('--csv <file>', 'write each candidate with what came of it, for a spreadsheet')
    .option('--xlsx <file>', 'write a workbook')
    .option('--lang <lang>', 'the language of these files')
    .action((edition: string, options: Common & FileOptions) =>
      withApp(options, app => reportCommand(app, edition, options)),
    )
  command(
    'export <list> [edition]',
    'a list of the desk as a file: deliveries, call-sheet, updates, follow-ups, editions',
  )
    .requiredOption('--to <file>', 'a file that ends in .csv or .xlsx')
    .requiredOption('--by <email>', 'who asks: it is the list as they see it')
    .option('--query <text>', 'narrow and sort it as the page does: state=bounced&sort=person')
    .option('--lang <lang>', 'the language of the file')
    .action((list: string, edition: string | undefined, options: Common & ExportOptions) =>
      withApp(options, app => exportCommand(app, list, edition, options)),
    )
  command('classify [file]', 'what a mail that came back says; reads stdin without a file, or for -').action(
    async (file: string | undefined, options: Common) =>
      answer(await classifyCommand(file, process.stdin, await ourWords()), options),
  )
}

/** The words of our editions. Empty where no templates can be read: classifying works without a configuration. */
async function ourWords(): Promise<string[]> {
  try {
    const { templatesDir, agency } = await withAgency(readConfig())
    return await loadOurWords(templatesDir, agency)
  } catch {
    return []
  }
}
