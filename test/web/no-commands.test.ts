import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { commandLine } from '../../src/cli.js'
import { PROJECT_ROOT } from '../../src/config.js'
import { commandsOf } from '../support/commands-of.js'

const COMMANDS = commandsOf(commandLine(() => {}).program).map(([name]) => name)
const TEMPLATES = join(PROJECT_ROOT, 'templates')
const PROBLEMS = join(PROJECT_ROOT, 'src', 'present', 'problem', 'texts')

type Tree = { [key: string]: string | Tree }
const textsIn = (tree: Tree, path: string): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}.${key}`, value]] : textsIn(value, `${path}.${key}`),
  )
const jsonOf = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8')) as Tree

/** Every text that a page may show: of the locales all but the mails to staff, of the templates what is no tag. */
const SHOWN = [
  ...['fr', 'nl'].flatMap(language => {
    const { notices: _mails, ...pages } = jsonOf(TEMPLATES, 'locales', `${language}.json`)
    return [
      ...textsIn(pages, language),
      ...textsIn(jsonOf(PROBLEMS, `${language}.json`), `problems.${language}`),
    ]
  }),
  ...readdirSync(join(TEMPLATES, 'pages'))
    .filter(file => file.endsWith('.hbs'))
    .map((file): [string, string] => [
      file,
      readFileSync(join(TEMPLATES, 'pages', file), 'utf8').replace(/\{\{[^}]*\}\}|<[^>]*>/g, ' '),
    ]),
]

/** A command is told by the program's name before it, by a mark of quotation, or by a name that is no word. */
const tells = (text: string, command: string) => {
  const isNoWord = /[- ]/.test(command)
  const before = isNoWord ? '(?<![\\p{L}\\w-])' : '(?:estafette |npm run |npx |[«“`‘"] ?|<code>)'
  return new RegExp(`${before}${command}(?![\\p{L}\\w:-])`, 'u').test(text)
}

it('no page tells anybody to run a command', () => {
  expect(COMMANDS.length).toBeGreaterThan(40)
  expect(SHOWN.length).toBeGreaterThan(1500)
  const told = SHOWN.flatMap(([where, text]) =>
    COMMANDS.filter(command => tells(text, command)).map(command => `${where}: ${command}`),
  )
  expect(told).toEqual([])
  expect(SHOWN.filter(([, text]) => /npm run|npx |estafette [a-z-]+ [A-Z{-]/.test(text))).toEqual([])
})

it.each([
  ['take-over', 'la commande « estafette take-over » montre'],
  ['stop', 'met de opdracht “estafette stop {edition}”'],
  ['stop', 'donnez `stop`'],
  ['send-again', 'passez par send-again.'],
])('would be seen: %s', (command, text) => {
  expect(COMMANDS).toContain(command)
  expect(tells(text, command)).toBe(true)
  expect(tells('Envoi stoppé. L’informatie stopt, un status, import-export', command)).toBe(false)
})
