import { type Command, Option } from 'commander'
import type { FollowUpAct } from '../../model/follow-ups/act.js'
import { SHARED_KINDS } from '../../model/follow-ups/shared-question.js'
import { reasonOfTopic } from '../../model/follow-ups/topic.js'
import { REPLY_TOPICS, type ReplyTopic } from '../../model/returned-mail/report.js'
import { correctedCommand } from '../address-commands.js'
import type { Common, Desk } from '../desk.js'
import {
  followUpActCommand,
  followUpHistoryCommand,
  type ShareOptions,
  shareCommand,
  textOf,
} from '../follow-up-commands.js'
import { type FollowUpListOptions, followUpCommand, followUpFilter } from '../follow-up-list-command.js'
import type { WorkbookOptions } from '../workbooks.js'

type ListOptions = Common & FollowUpListOptions & WorkbookOptions & { csv?: boolean }
type DoneOptions = { result: string; note?: string; address?: string; yes?: boolean; sendAgain?: boolean }
type By = Common & { by: string }

/** Begins the line of what is done with one follow-up. */
type Line = (usage: string, description: string) => Command

/** The command lines for follow-ups: the list, and what is done with one of them. */
export function followUpLines(desk: Desk): void {
  const { command, withApp } = desk
  const list = command('follow-up', 'what people still have to do')
    .option('--spoc <email>', 'what is with this person')
    .option('--commune <nis>', 'what is about this commune')
    .option('--all', 'what is done, too')
    .option('--csv', 'for a spreadsheet')
    .option('--xlsx <file>', 'write a workbook')
    .option('--lang <lang>', 'the language of the workbook')
    .enablePositionalOptions()
    .action((options: ListOptions) =>
      withApp(options, async app =>
        followUpCommand(app, options.csv ?? false, options, await followUpFilter(app, options)),
      ),
    )
  const line: Line = (usage, description) =>
    command(usage, description, list).requiredOption('--by <email>', 'who does it, as in staff.yaml')
  acts(line('take <id>', 'say that you deal with it'), desk, () => ({ kind: 'take' }))
  doneLine(line, desk)
  actLines(line, desk)
  shareLine(line, desk)
  command('history <id>', 'what was done with it, by whom and when', list).action(
    (id: string, options: Common) => withApp(options, app => followUpHistoryCommand(app, id)),
  )
}

function acts<T>(
  line: Command,
  { withApp }: Desk,
  actFrom: (options: T) => FollowUpAct | Promise<FollowUpAct>,
) {
  line.action((id: string, options: By & T) =>
    withApp(options, async app => followUpActCommand(app, id, options.by, await actFrom(options))),
  )
}

function doneLine(line: Line, { withApp }: Desk) {
  line('done <id>', 'end it')
    .requiredOption('--result <code>', 'what came of it; a wrong code names those that there are')
    .option('--note <text>', 'in your words')
    .option('--address <address>', 'the official’s new address, for mandate-holders.csv: shown first')
    .option('--yes', 'you have read it: write the address')
    .option('--send-again', 'and send them this week’s edition there')
    .action((id: string, { address, ...options }: By & DoneOptions) =>
      withApp(options, app => {
        if (address !== undefined) return correctedCommand(app, id, { ...options, address })
        const { by, result, note = null } = options
        return followUpActCommand(app, id, by, { kind: 'done', result, text: note })
      }),
    )
}

function actLines(line: Line, desk: Desk) {
  const note = line('note <id>', 'add a note').requiredOption('--text <text>', 'the note')
  acts<{ text: string }>(note, desk, ({ text }) => ({ kind: 'note', text }))
  const answer = line(
    'answer <id>',
    'note the answer that you sent from your own mailbox; nothing is sent',
  ).requiredOption('--text-file <file>', 'what you answered; "-" reads it from stdin')
  acts<{ textFile: string }>(answer, desk, async ({ textFile }) => ({
    kind: 'answer',
    text: await textOf(textFile),
  }))
  const assign = line('assign <id>', 'give it to somebody else')
  assign.requiredOption('--to <email>', 'to whom, as in staff.yaml')
  acts<{ to: string }>(assign, desk, ({ to }) => ({ kind: 'assign', to }))
  const topic = line('topic <id>', 'what somebody wrote is about something else')
  topic.addOption(new Option('--as <topic>', 'its topic').choices(REPLY_TOPICS).makeOptionMandatory())
  acts<{ as: ReplyTopic }>(topic, desk, ({ as }) => ({
    kind: 'move',
    reason: reasonOfTopic(as),
    moves: null,
  }))
  const reopen = line('reopen <id>', 'it was not done after all').option('--note <text>', 'why')
  acts<{ note?: string }>(reopen, desk, ({ note: text = null }) => ({ kind: 'reopen', text }))
}

function shareLine(line: Line, { withApp }: Desk) {
  line('share <id>', 'answer to all: make an update of a question and its answer')
    .option('--yes', 'you have read it: write the draft')
    .addOption(
      new Option('--kind <kind>', 'what kind of update').choices([...SHARED_KINDS]).default('notice'),
    )
    .option('--lang <lang>', 'the language of both')
    .option('--question-file <file>', 'the question as it is to be shared')
    .option('--answer-file <file>', 'the answer as it is to be shared')
    .action((id: string, options: Common & ShareOptions) =>
      withApp(options, app => shareCommand(app, id, options)),
    )
}
