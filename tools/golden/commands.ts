import type { Stage, Told } from './stage.js'

/** Commands whose output can't be compared, and why. */
export const NOT_RUN: Record<string, string> = {
  demo: 'it prints how long things took',
  templates: 'the workshop of those who develop, which no installation has',
}

const AT_ONCE = 6

/** Every command in the program's own help, including subcommands; the help of each is recorded. */
export async function commandsOf(stage: Stage): Promise<string[]> {
  const found: string[] = []
  const waiting: string[][] = [[]]
  while (waiting.length > 0) {
    const paths = waiting.splice(0, AT_ONCE)
    const helps = await Promise.all(paths.map(path => stage.told([...path, '--help'])))
    for (const [index, path] of paths.entries()) {
      const { out } = helps[index] as Told
      const [, list = ''] = out.split(/^Commands:$/m)
      const parts = [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name)
      // A command with --json does something itself, even if it has subcommands.
      if (path.length > 0 && (parts.length === 0 || out.includes('--json'))) found.push(path.join(' '))
      waiting.push(...parts.filter(name => name !== 'help').map(name => [...path, name]))
    }
  }
  return found
}
