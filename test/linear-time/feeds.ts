import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PROJECT_ROOT } from '../../src/config.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { columnsIn } from '../../src/model/roster/recipient.js'
import type { Grid } from '../../src/parse/roster/grid.js'
import { vocabularyOf } from '../../src/parse/roster/vocabulary.js'
import { KNOWN } from '../support/update-files.js'
import { exportedFunctions, type Parameter, type Signature } from './signatures.js'

/** One way to give a text to a function; `name` says to which, and as what. A header ends after 64 kB: what follows is body. */
export type Feed = { name: string; isHeader?: boolean; take: (text: string) => unknown }

/** Where parsers and renderers are. The faces and steps only pass texts on. */
const PLACES = [
  'model',
  'parse',
  'present',
  'mjml',
  'ical',
  'files',
  'smtp',
  'cli/tables.ts',
  'cli/answer.ts',
  'cli/endings.ts',
  'config-env.ts',
  'config-file.ts',
  'config-values.ts',
  'log.ts',
]

/** What a text is given as, by the type of the parameter. */
const TEXTS: Record<string, (text: string) => unknown> = {
  string: text => text,
  'string | null': text => text,
  'string | undefined': text => text,
  Uint8Array: text => Buffer.from(text),
  Buffer: text => Buffer.from(text),
  'string[]': text => text.split(' '),
  'readonly string[]': text => text.split(' '),
  Grid: gridOf,
  'Field[]': text => [{ name: 'subject', value: text }],
  'Part[]': text => [partOf(text)],
  Part: partOf,
  'readonly WordRun[]': text => [runOf(text)],
  "Pick<WordParagraph, 'runs'>": text => ({ runs: [runOf(text)] }),
  'readonly Buffer[]': text => [Buffer.from(text)],
  '(string | number)[][]': text => [[text]],
  '(string | number | null)[][]': text => [[text]],
  Piece: text => ({ text, firstLine: 1 }),
}

/** Names of strings that are no text of anybody: places of files, ids, dates, keys and lists of ours. */
const NO_TEXT =
  /^(?:dir|dataDir|file|path|folder|host|root|base|timeZone|kind|purpose|to|from|iso|date|day|today|start|end|due|now|instant|monday|sunday|sentOn|openedOn|edition|id|followUp|update|key|part|prefix|selector|level|assigned|secret|allowed|communes|gone|phrases|sent|head|notNeeded)$/

/** Functions that take a text and are not fed, and why. */
const NOT_FED: Record<string, string> = {
  'src/model/sign-off/remark.ts closesSilently': 'takes addresses of staff.yaml, which are compared',
  'src/cli/tables.ts table':
    'is drawn by cli-table3, in the process of one command, where wide characters take quadratic time',
  'src/smtp/dkim.ts readDkimKey': 'reads a key of the operator',
  'src/cli/usage.ts languageMeant': 'takes the option of a command',
  'src/present/sheets/sheet.ts column': 'takes the name of a column of ours',
  'src/model/delivery/throttle.ts slow': 'keeps each text that it is fed, as a key',
  'src/model/follow-ups/shared-question.ts withoutAsker': 'is fed by a frame',
  'src/parse/update/half-written.ts looksHalfWritten': 'is fed by a frame',
  'src/parse/update/body-sections.ts sectionsFrom': 'is fed by readBody',
  'src/parse/word/items.ts addLine': 'is fed by a frame',
  'src/parse/word/items.ts writeItem': 'is fed by a frame',
  'src/parse/problem/yaml-faults.ts syntaxProblems': 'is fed by readYaml',
  'src/present/problem/wording.ts sentence': 'takes a text of ours, and values that are cut',
  'src/present/mail/spans.ts dayBeside': 'takes dates of ours',
  'src/present/mail/spans.ts dayRange': 'takes dates of ours',
  'src/present/mail/calendar-entry.ts matters': 'takes a day and a field of ours',
  'src/present/staff-mail/notices/digest-tasks.ts taskView': 'takes the name of a commune',
  'src/present/staff-mail/notices/answer-facts.ts answerFacts': 'is fed by a frame',
  'src/present/mail/vacant-mandate.ts vacantInWords': 'takes the name of a commune',
}

/** Values that a function can be called with, by type, or by the name of a string. */
const OTHERS: Record<string, unknown> = {
  Language: 'fr',
  ProblemLanguage: 'fr',
  number: 3,
  boolean: true,
  Date: new Date('2026-11-24T09:00:00Z'),
  sentOn: '2026-11-24',
  today: '2026-11-24',
  date: '2026-11-24',
  day: '2026-11-24',
  Day: { year: 2026, month: 11, day: 24 },
  Status: '5.1.1',
  'Known & { file: string }': { ...KNOWN, file: 'a.md' },
  "Pick<Known, 'agency' | 'names'>": KNOWN,
  Agency: BRUSSELS,
  TableWishes: { agency: BRUSSELS },
  Vocabulary: vocabularyOf([], {}, BRUSSELS),
  Separator: ';',
  CodePage: 'ibm850',
  PhoneNumber: '+3220000001',
  FollowUpReason: 'question',
  ReplyTopic: 'question',
  timeZone: 'Europe/Brussels',
  Base: {
    from: '',
    envelopeId: '',
    neverAnswered: [],
    references: [],
    returnedTo: [],
    returnPaths: [],
    envelopeTo: [],
  },
  "Pick<Roster, 'communes' | 'mandateHolders'>": {
    communes: [],
    mandateHolders: [{ id: 'jette-mayor', commune: '21010', role: 'mayor', acting: false, competences: [] }],
  },
}

/** Each parameter of each exported function that takes a text, with samples for its other parameters. */
export async function feedsFromSignatures(
  strings: unknown,
): Promise<{ feeds: Feed[]; unfed: string[]; functions: number }> {
  const feeds: Feed[] = []
  const unfed: string[] = []
  const found = exportedFunctions(PLACES).filter(
    ({ file, name, isAsync, parameters }) =>
      !isAsync && parameters.some(takesText) && !Object.hasOwn(NOT_FED, `${file} ${name}`),
  )
  for (const signature of found) {
    const fed = await feedsOf(signature, strings)
    const name = `${signature.file} ${signature.name}`
    if (fed.length === 0) unfed.push(name)
    feeds.push(...fed)
  }
  const fed = new Set(feeds.map(({ name }) => name.split('(')[0]))
  return { feeds, unfed, functions: fed.size }
}

const takesText = ({ name, type }: Parameter) => Object.hasOwn(TEXTS, type) && !NO_TEXT.test(name)

async function feedsOf({ file, name, parameters }: Signature, strings: unknown): Promise<Feed[]> {
  const module = await import(pathToFileURL(join(PROJECT_ROOT, file)).href)
  const call = module[name] as (...args: unknown[]) => unknown
  if (typeof call !== 'function') return []
  return parameters.flatMap((parameter, index) => {
    if (!takesText(parameter)) return []
    const others = argumentsFor(parameters, index, strings).find(args => runs(() => call(...args('Abc 1'))))
    return others
      ? [
          {
            name: `${file.slice(4, -3)} ${name}(${parameter.name})`,
            take: (text: string) => call(...others(text)),
          },
        ]
      : []
  })
}

/** Ways to fill the other parameters: what is known of their type, else one after the other of a few values. */
function argumentsFor(
  parameters: Parameter[],
  index: number,
  strings: unknown,
): ((text: string) => unknown[])[] {
  const unknown = [undefined, [], {}, null, new Map(), (text: string) => text]
  return unknown.map(
    value => text =>
      parameters.map(({ name, type }, at) => {
        if (at === index) return TEXTS[type]?.(text)
        if (type === 'Strings') return strings
        if (type === 'Record<Language, Strings>') return { fr: strings, nl: strings }
        if (Object.hasOwn(OTHERS, name)) return OTHERS[name]
        if (Object.hasOwn(OTHERS, type)) return OTHERS[type]
        return Object.hasOwn(TEXTS, type) ? TEXTS[type]?.('Abc 1') : value
      }),
  )
}

function runs(act: () => unknown): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}

/** Headings, which may hold the text as well, above rows of it. */
function gridOf(text: string): Grid {
  const head = [...columnsIn(['fr', 'nl']).slice(0, 12), ...text.split('\n', 1)]
  const cells = [head, ...text.split('\n').map(line => line.split('\t'))]
  const rows = cells.map((row, index) => ({
    line: index + 1,
    cells: row.map((cell, at) => ({ text: cell, place: { line: index + 1, column: at + 1 } })),
  }))
  return { rows, problems: [], unreadable: 0 }
}

function partOf(text: string) {
  return {
    type: 'text/plain',
    parameters: new Map(),
    fields: [{ name: 'content-type', value: 'text/plain' }],
    depth: 0,
    returned: false,
    body: Buffer.from(text),
    hasParts: false,
  }
}

function runOf(text: string) {
  return { text, bold: true, italic: false, link: null }
}
