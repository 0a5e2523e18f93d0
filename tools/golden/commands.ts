import type { Stage } from './stage.js'

/** Those that no walk can compare, and why. */
export const NOT_RUN: Record<string, string> = {
  demo: 'it prints how long things took',
  templates: 'the workshop of those who develop, which no installation has',
}

/** Every command that the program's own help lists, the parts of commands too; what it says of each is recorded. */
export async function commandsOf(stage: Stage, above: string[] = []): Promise<string[]> {
  const { out } = await stage.told([...above, '--help'])
  const [, list = ''] = out.split(/^Commands:$/m)
  // What takes --json does something itself; parts it may have as well.
  const names = [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name)
  const isCommand = names.length === 0 || out.includes('--json')
  const found = above.length > 0 && isCommand ? [above.join(' ')] : []
  for (const name of names) {
    const path = [...above, name]
    if (name === 'help') continue
    const parts = await commandsOf(stage, path)
    found.push(...parts)
  }
  return found
}
