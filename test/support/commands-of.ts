import type { Command } from 'commander'

/** Each command that does something, by its whole name, with its own options as they are declared. */
export function commandsOf(command: Command, path: string[] = []): [name: string, options: string[]][] {
  const own = command.commands.flatMap(sub => commandsOf(sub, [...path, sub.name()]))
  const isGroup = own.length > 0 && command.options.length === 0
  if (path.length === 0 || isGroup) return own
  return [[path.join(' '), command.options.map(({ long }) => long ?? '')], ...own]
}
