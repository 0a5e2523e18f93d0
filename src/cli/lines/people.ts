import type { Common, Desk } from '../desk.js'
import { type CardOptions, personCardCommand } from '../person-commands.js'

/** The command lines about one official. */
export function peopleLines({ program, command, withApp }: Desk): void {
  const person = program.command('person').description('one mandate holder of the roster').exitOverride()
  command('card <id>', 'a contact card (vCard) with their telephone numbers', person)
    .option('--to <file>', 'write it there instead of showing it')
    .option('--lang <lang>', 'the language of the card')
    .action((id: string, options: Common & CardOptions) =>
      withApp(options, app => personCardCommand(app, id, options)),
    )
}
