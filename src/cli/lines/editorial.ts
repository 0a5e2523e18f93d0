import { readConfig } from '../../config.js'
import { silent } from '../../log.js'
import { withAgency } from '../../steps/operations/agency.js'
import { checkCommand } from '../check-command.js'
import { cancelCommand } from '../decision-commands.js'
import { type Common, clockAt, type Desk } from '../desk.js'
import type { DraftOptions } from '../draft-command.js'
import { draftCommand, previewCommand, takeInCommand } from '../editorial-commands.js'
import { letThroughCommand } from '../let-through-command.js'
import { meantCommand } from '../meant-command.js'
import { type PutOptions, putCommand } from '../put-command.js'
import { remarkGiven } from '../remark-commands.js'
import { signOffCommand } from '../sign-off-command.js'
import { templateCommand } from '../template-command.js'
import { leaveOutCommand } from '../update-commands.js'
import { withdrawCommand } from '../withdraw-command.js'

/** The command lines of those who write and sign: check, take-in, meant, template, draft, preview, approve, reject, approval, update, let-through, cancel. */
export function editorialLines(desk: Desk): void {
  const { command, answer, withApp } = desk
  command('check', 'validate updates and recipients; changes nothing').action(async (options: Common) =>
    answer(await checkCommand({ config: readConfig(), clock: clockAt(options.now), log: silent }), options),
  )
  command('take-in', 'take in what lies in the drop folder').action((options: Common) =>
    withApp(options, takeInCommand),
  )
  command('meant <file>', 'say that the warnings of a file, as it lies in the drop folder now, are meant')
    .option('--undo', 'take that back')
    .option('--by <email>', 'who decides it, as in staff.yaml; needed where a file has several editors')
    .action((file: string, { undo, by, ...options }: Common & { undo?: boolean; by?: string }) =>
      withApp(options, app => meantCommand(app, file, { undo: undo ?? false, by: by ?? null })),
    )
  command('template', 'write the Word file that editors copy and fill in')
    .requiredOption('--docx <file>', 'the file to write')
    .action(async (options: Common & { docx: string }) =>
      answer(await templateCommand(options.docx, await withAgency(readConfig())), options),
    )
  command('draft [edition]', 'take in, prepare and freeze what is there now')
    .option('--by <email>', 'who prepares it: will not be able to sign it off')
    .option('--flash', 'the next flash of this week: what is urgent and not carried yet')
    .option('--erratum <edition>', 'the next erratum of a sent edition')
    .option(
      '--corrects <edition>',
      'erratum: the edition that it corrects, when you name the erratum yourself',
    )
    .option('--reason-fr <text>', 'erratum: what was wrong, in French')
    .option('--reason-nl <text>', 'erratum: what was wrong, in Dutch')
    .option('--reason <language=text...>', 'erratum: what was wrong, in another language of the agency')
    .option('--update <id...>', 'flash, erratum: these updates only')
    .option('--communes <nis...>', 'flash: to these communes only; "all" for all again')
    .option('--concerned', 'flash: to the communes that its updates concern')
    .option('--notify', 'ask the approvers by mail, with a link to sign it off')
    .action((edition: string | undefined, options: Common & DraftOptions) =>
      withApp(options, app => draftCommand(app, edition, options)),
    )
  command('preview <edition>', 'write the mails as they will be sent')
    .requiredOption('--to <dir>', 'the folder to write to')
    .option('--recipient <id...>', 'also the mail of these recipients; "all" for everybody', [])
    .action((edition: string, options: Common & { to: string; recipient: string[] }) =>
      withApp(options, app => previewCommand(app, edition, options.to, options.recipient)),
    )
  decisionLines(desk)
}

type Decided = { hash: string; by: string; comment?: string; remark: string[] }

/** What a person decides on an edition or an update. */
function decisionLines(desk: Desk): void {
  const { command, withApp } = desk
  for (const decision of ['approve', 'reject'] as const) {
    command(
      `${decision} <edition>`,
      decision === 'approve' ? 'sign an edition off' : 'send an edition back to the editors',
    )
      .requiredOption('--hash <hash>', 'the hash that you looked at')
      .requiredOption('--by <email>', 'the approver, as in staff.yaml')
      .option('--comment <text>', 'why')
      .option('--remark <update=text...>', 'a remark on one of its updates', [])
      .action((edition: string, { hash, by, comment, remark, ...options }: Common & Decided) =>
        withApp(options, app =>
          signOffCommand(app, decision, edition, {
            hash,
            by,
            comment: comment ?? null,
            remarks: remark.map(remarkGiven),
          }),
        ),
      )
  }
  approvalLines(desk)
  updateLines(desk)
  command('let-through <update>', 'let an urgent update go although one of its languages is missing')
    .requiredOption('--by <email>', 'the approver, as in staff.yaml')
    .requiredOption('--reason <text>', 'why it can’t wait for its translation')
    .action((update: string, { by, reason, ...options }: Common & { by: string; reason: string }) =>
      withApp(options, app => letThroughCommand(app, update, { by, reason })),
    )
  command('cancel <edition>', 'give an edition up before it is sent')
    .requiredOption('--by <email>', 'who decides it, as in staff.yaml')
    .requiredOption('--reason <text>', 'why')
    .action((edition: string, { by, reason, ...options }: Common & { by: string; reason: string }) =>
      withApp(options, app => cancelCommand(app, edition, { by, reason })),
    )
}

/** Actions on an update. */
function updateLines({ program, command, withApp }: Desk): void {
  const update = program.command('update').description('what is done with an update')
  command('leave-out <id>', 'say that an update whose file went is left out on purpose', update)
    .requiredOption('--by <email>', 'who says so, as in staff.yaml')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, { by, reason, ...options }: Common & { by: string; reason: string }) =>
      withApp(options, app => leaveOutCommand(app, id, { by, reason })),
    )
  command('put <file>', "save a file as an update in the drop folder, in a person's name", update)
    .requiredOption('--by <email>', 'who wrote it, as in staff.yaml: an editor or an admin')
    .option('--as <name>', 'its name in the drop folder, such as economie/prime.md; without, its own')
    .option('--replace', 'replace the file of that name')
    .action((file: string, { by, as, replace = false, ...options }: Common & PutOptions) =>
      withApp(options, app => putCommand(app, file, { by, replace, ...(as ? { as } : {}) })),
    )
}

/** Actions on an approval that was given. */
function approvalLines({ program, command, withApp }: Desk): void {
  const approval = program.command('approval').description('what is done with an approval that was given')
  command('withdraw <edition>', 'take your approval back, until the edition is dispatched', approval)
    .requiredOption('--by <email>', 'who gave it, as in staff.yaml')
    .option('--reason <text>', 'why; editors and approvers are told')
    .action((edition: string, { by, reason, ...options }: Common & { by: string; reason?: string }) =>
      withApp(options, app => withdrawCommand(app, edition, { by, reason: reason ?? null })),
    )
}
