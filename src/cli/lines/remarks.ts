import type { Common, Desk } from '../desk.js'
import {
  addRemarkCommand,
  answerRemarkCommand,
  closeRemarkCommand,
  listRemarksCommand,
} from '../remark-commands.js'

type Words = Common & { by: string; text: string }

/** The command lines of remarks on updates: add, answer, close, list. */
export function remarkLines({ program, command, withApp }: Desk): void {
  const remark = program
    .command('remark')
    .description('what colleagues remark on updates; never in a mail to officials')
  command('add <update>', 'remark on an update', remark)
    .requiredOption('--by <email>', 'who remarks, as in staff.yaml: an editor, approver or admin')
    .requiredOption('--text <text>', 'the remark')
    .option('--edition <edition>', 'the frozen edition in which it was read')
    .action((update: string, { by, text, edition, ...options }: Words & { edition?: string }) =>
      withApp(options, app => addRemarkCommand(app, update, { by, text, edition: edition ?? null })),
    )
  command('answer <id>', 'answer a remark', remark)
    .requiredOption('--by <email>', 'who answers, as in staff.yaml')
    .requiredOption('--text <text>', 'the answer; who remarked is told')
    .action((id: string, { by, text, ...options }: Words) =>
      withApp(options, app => answerRemarkCommand(app, id, { by, text })),
    )
  command('close <id>', 'close a remark, for good', remark)
    .requiredOption('--by <email>', 'who closes it, as in staff.yaml')
    .option('--text <text>', 'what was done; needed for the remark of another that nobody has answered')
    .action((id: string, { by, text, ...options }: Common & { by: string; text?: string }) =>
      withApp(options, app => closeRemarkCommand(app, id, { by, text: text ?? null })),
    )
  command('list', 'open remarks', remark)
    .option('--update <id>', 'on this update')
    .option('--edition <edition>', 'read in this edition')
    .option('--all', 'closed ones, too')
    .action(
      ({
        update,
        edition,
        all = false,
        ...options
      }: Common & { update?: string; edition?: string; all?: boolean }) =>
        withApp(options, app =>
          listRemarksCommand(app, { all, ...(update ? { update } : {}), ...(edition ? { edition } : {}) }),
        ),
    )
}
