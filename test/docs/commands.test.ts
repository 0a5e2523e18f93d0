import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../../src/cli.js'
import { commandsOf } from '../support/commands-of.js'
import { codeIn, markdownFiles, rowsOf, textOf } from './pages-of-docs.js'

/** What every command has, told once above the tables. */
const EVERYWHERE = ['--json', '--now', '--help', '--version']

/** The commands with their own options. */
const COMMANDS = new Map(
  commandsOf(commandLine(() => {}).program).map(([name, options]) => [
    name,
    options.filter(long => !EVERYWHERE.includes(long)),
  ]),
)

/** The command that a line begins with, or null: the longest name counts. */
function commandIn(line: string): string | null {
  const [first = '', second = ''] = line.split(/\s+/)
  return [`${first} ${second}`, first].find(name => COMMANDS.has(name)) ?? null
}

const optionsIn = (line: string) => [...line.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option)

/** Every `…` of a row with the command that it is about: its own, else that of the row. */
const told = rowsOf(textOf('docs/operating/commands.md')).flatMap(([head = '', does = '']) => {
  const [row = ''] = codeIn(head)
  const ofRow = commandIn(row)
  if (ofRow === null) return []
  return [row, ...codeIn(does)].map(code => ({
    command: code.startsWith('--') ? ofRow : (commandIn(code) ?? ofRow),
    options: optionsIn(code),
  }))
})

describe('docs/operating/commands.md', () => {
  it('has a row for each command, and none for what is no command', () => {
    const heads = rowsOf(textOf('docs/operating/commands.md')).flatMap(([head = '']) => codeIn(head))
    expect(heads.filter(head => commandIn(head) === null)).toEqual([])
    expect(COMMANDS.size).toBeGreaterThan(40)
    expect([...COMMANDS.keys()].filter(name => !heads.some(head => commandIn(head) === name))).toEqual([])
  })

  it.each([...COMMANDS])('tells the options of %s: %j', (name, options) => {
    const named = told.filter(({ command }) => command === name).flatMap(({ options: some }) => some)
    expect([...new Set(named)].filter(option => !EVERYWHERE.includes(option)).sort()).toEqual(
      [...options].sort(),
    )
  })
})

describe('the pages of the repository', () => {
  /** The command lines that they show to be typed. */
  const shown = markdownFiles().flatMap(page =>
    [
      ...textOf(page).matchAll(
        /(?:npx estafette|npm run -s estafette --|(?<=^|`)estafette) ([a-z][^`\n#]*)/gm,
      ),
    ].map(([, line]) => ({ page, line: (line as string).trim() })),
  )

  it('show only commands and options that there are', () => {
    const wrong = shown.filter(({ line }) => {
      const command = commandIn(line)
      const known = [...(COMMANDS.get(command ?? '') ?? []), ...EVERYWHERE]
      return command === null || optionsIn(line).some(option => !known.includes(option))
    })
    expect(shown.length).toBeGreaterThan(25)
    expect(wrong).toEqual([])
  })
})
