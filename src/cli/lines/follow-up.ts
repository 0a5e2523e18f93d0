import { Option } from 'commander'
import { SHARED_KINDS } from '../../model/follow-ups/shared-question.js'
import { LANGUAGES } from '../../model/language/language.js'
import { REPLY_TOPICS, type ReplyTopic } from '../../model/returned-mail/report.js'
import { correctedCommand } from '../address-commands.js'
import type { Common, Desk } from '../desk.js'
import {
  type FollowUpListOptions,
  followUpActCommand,
  followUpFilter,
  followUpHistoryCommand,
  type ShareOptions,
  shareCommand,
  textOf,
  topicAct,
} from '../follow-up-commands.js'
import { followUpCommand } from '../follow-up-list-command.js'
import type { WorkbookOptions } from '../report-command.js'

type ListOptions = Common & FollowUpListOptions & WorkbookOptions & { csv?: boolean }
type ActOptions = Common & { by: string }
type DoneOptions = { result: string; note?: string; address?: string; yes?: boolean; sendAgain?: boolean }

/** The command lines of who follows up: the list, and what is done with one of it. */
export function followUpLines({ command, withApp }: Desk): void {
  const list = command('follow-up', 'what people still have to do')
    .option('--spoc <email>', 'what is with this person')
    .option('--commune <nis>', 'what is about this commune')
    .option('--all', 'what is done, too')
    .option('--csv', 'for a spreadsheet')
    .option('--xlsx <file>', 'write a workbook')
    .option('--lang <fr|nl>', 'the language of the workbook', 'fr')
    .enablePositionalOptions()
    .action((options: ListOptions) =>
      withApp(options, async app =>
        followUpCommand(app, options.csv ?? false, options, await followUpFilter(app, options)),
      ),
    )
  const act = (usage: string, description: string) =>
    command(usage, description, list).requiredOption('--by <email>', 'who does it, as in staff.yaml')

  act('take <id>', 'say that you deal with it').action((id: string, options: ActOptions) =>
    withApp(options, app => followUpActCommand(app, id, options.by, { kind: 'take' })),
  )
  act('done <id>', 'end it')
    .requiredOption('--result <code>', 'what came of it; a wrong code names those that there are')
    .option('--note <text>', 'in your words')
    .option('--address <address>', 'the official’s new address, for mandate-holders.csv: shown first')
    .option('--yes', 'you have read it: write the address')
    .option('--send-again', 'and send them this week’s edition there')
    .action((id: string, { address, ...options }: ActOptions & DoneOptions) =>
      withApp(options, app =>
        address === undefined
          ? followUpActCommand(app, id, options.by, {
              kind: 'done',
              result: options.result,
              text: options.note ?? null,
            })
          : correctedCommand(app, id, { ...options, address }),
      ),
    )
  act('note <id>', 'add a note')
    .requiredOption('--text <text>', 'the note')
    .action((id: string, options: ActOptions & { text: string }) =>
      withApp(options, app => followUpActCommand(app, id, options.by, { kind: 'note', text: options.text })),
    )
  act('answer <id>', 'note the answer that you sent from your own mailbox; nothing is sent')
    .requiredOption('--text-file <file>', 'what you answered; "-" reads it from stdin')
    .action((id: string, options: ActOptions & { textFile: string }) =>
      withApp(options, async app =>
        followUpActCommand(app, id, options.by, { kind: 'answer', text: await textOf(options.textFile) }),
      ),
    )
  act('assign <id>', 'give it to somebody else')
    .requiredOption('--to <email>', 'to whom, as in staff.yaml')
    .action((id: string, options: ActOptions & { to: string }) =>
      withApp(options, app => followUpActCommand(app, id, options.by, { kind: 'assign', to: options.to })),
    )
  act('topic <id>', 'what somebody wrote is about something else')
    .addOption(new Option('--as <topic>', 'its topic').choices(REPLY_TOPICS).makeOptionMandatory())
    .action((id: string, options: ActOptions & { as: ReplyTopic }) =>
      withApp(options, app => followUpActCommand(app, id, options.by, topicAct(options.as))),
    )
  act('reopen <id>', 'it was not done after all')
    .option('--note <text>', 'why')
    .action((id: string, options: ActOptions & { note?: string }) =>
      withApp(options, app =>
        followUpActCommand(app, id, options.by, { kind: 'reopen', text: options.note ?? null }),
      ),
    )
  act('share <id>', 'answer to all: make an update of a question and its answer')
    .option('--yes', 'you have read it: write the draft')
    .addOption(
      new Option('--kind <kind>', 'what kind of update').choices([...SHARED_KINDS]).default('notice'),
    )
    .addOption(new Option('--lang <lang>', 'the language of both').choices([...LANGUAGES]))
    .option('--question-file <file>', 'the question as it is to be shared')
    .option('--answer-file <file>', 'the answer as it is to be shared')
    .action((id: string, options: Common & ShareOptions) =>
      withApp(options, app => shareCommand(app, id, options)),
    )
  command('history <id>', 'what was done with it, by whom and when', list).action(
    (id: string, options: Common) => withApp(options, app => followUpHistoryCommand(app, id)),
  )
}
