import { InvalidArgumentError } from 'commander'
import type { Config } from '../../config.js'
import type { Settlement } from '../../model/delivery/delivery.js'
import type { Common, Desk } from '../desk.js'
import { publishCommand } from '../publish-command.js'
import { sendAgainCommand } from '../send-again-command.js'
import { resumeCommand, sendCommand, settleCommand, stopCommand } from '../sending-commands.js'
import { type TakeOverOptions, takeOverCommand } from '../take-over-command.js'
import { isTest, type TestOptions, testSendCommand } from '../test-send-command.js'

/** The command lines for sending: send, stop, resume, settle, send-again, publish, take-over. */
export function sendingLines({ command, withApp, tell }: Desk): void {
  command('send <edition>', 'dispatch a signed edition now')
    .option('--wait', 'deliver in this process until nothing is pending')
    .option('--test <address>', 'send the frozen mail to this address only, marked as a test; signed or not')
    .option('--commune <nis>', 'test: as a reader of this commune gets it')
    .option('--role <role>', 'test: as a mayor or an alderman gets it')
    .option('--languages <reading>', 'test: as it is read: fr, nl, fr+nl or nl+fr')
    .option('--recipient <id>', 'test: as this recipient')
    .option('--matrix', 'test: one for each commune, role and languages of the audience')
    .action((edition: string, options: Common & TestOptions & { wait?: boolean }) =>
      withApp(options, async app =>
        isTest(options)
          ? testSendCommand(app, edition, options)
          : sendCommand(
              app,
              edition,
              options.wait ?? false,
              tell,
              await toldToEnd(app.config),
              options.now !== undefined,
            ),
      ),
    )
  command('stop <edition>', 'emergency stop: nothing more leaves')
    .option('--reason <text>', 'why', 'stopped by an operator')
    .option('--by <email>', 'who stops it')
    .action((edition: string, { reason, by, ...options }: Common & { reason: string; by?: string }) =>
      withApp(options, app => stopCommand(app, edition, reason, by)),
    )
  command('resume <edition>', 'go on after a stop')
    .option('--by <email>', 'who lets it go on')
    .action((edition: string, options: Common & { by?: string }) =>
      withApp(options, app => resumeCommand(app, edition, options.by)),
    )
  command('settle <delivery>', 'settle a delivery in doubt')
    .requiredOption('--as <accepted|again>', 'count it as accepted, or send it again', settlement)
    .requiredOption('--by <email>', 'who decides')
    .action((delivery: string, options: Common & { as: Settlement; by: string }) =>
      withApp(options, app => settleCommand(app, delivery, options.as, options.by)),
    )
  command('send-again <delivery>', 'send the same mail once more, to an address corrected since')
    .requiredOption('--by <email>', 'who asks: the SPOC of its commune, or an admin')
    .action((delivery: string, options: Common & { by: string }) =>
      withApp(options, app => sendAgainCommand(app, delivery, options.by)),
    )
  command('publish <edition>', 'make the web version of a sent edition public')
    .requiredOption('--by <email>', 'the approver who decides')
    .option('--withdraw', 'take that back')
    .action((edition: string, options: Common & { by: string; withdraw?: boolean }) =>
      withApp(options, app => publishCommand(app, edition, options.by, options.withdraw ?? false)),
    )
  command('take-over', 'let a restored backup, or a ledger that was put back, send from here')
    .option('--by <email>', 'who decides it; without, says what would be sent')
    .option('--continue <edition...>', 'nothing of it has left since: it goes on')
    .option('--in-doubt <edition...>', 'it may have left: what is open of it is put in doubt')
    .option('--leave-other', 'the other ledger of this DATA_DIR is finished: this one goes on')
    .option('--new-secret', 'SECRET was changed on purpose: from now on mails are signed with it')
    .action((options: Common & TakeOverOptions) =>
      withApp(options, app => takeOverCommand(app, options), 'tell'),
    )
}

/** A signal that is aborted when the process is asked to end; mails in flight are finished first. */
async function toldToEnd({ startedByNpm }: Config): Promise<AbortSignal> {
  const { endAtLast, untilToldToStop } = await import('../../../worker/signals.js')
  const told = new AbortController()
  untilToldToStop(startedByNpm).then(() => {
    endAtLast()
    told.abort()
  })
  return told.signal
}

function settlement(value: string): Settlement {
  if (value === 'accepted' || value === 'again') return value
  throw new InvalidArgumentError('It is "accepted" or "again".')
}
