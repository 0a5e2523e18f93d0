import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { commandLine, main } from '../../src/cli.js'
import { PROJECT_ROOT } from '../../src/config.js'
import { openFollowUps } from '../../src/postgres/follow-ups/follow-ups.js'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../src/postgres/server/embedded.js'
import { draft } from '../../src/steps/editions/draft.js'
import { keepFollowUpRules } from '../../src/steps/follow-ups/keep-follow-up-rules.js'
import { openLedgerEngine } from '../../src/steps/operations/engines.js'
import { takeIn } from '../../src/steps/updates/take-in.js'
import { commandsOf } from '../support/commands-of.js'
import { passableFolder } from '../support/folders.js'
import { openWorld } from '../support/world.js'

const SPOC = 'spoc-sud@agence.example'
const ADMIN = 'informatique@agence.example'
const APPROVER = 'direction@cabinet.example'
const NOW = '2026-11-25T12:00:00+01:00'
const EDITION = '2026-W48'

let dir: string
/** The follow-up of a question. */
let asked = ''
/** The hash of the last draft. */
let frozen = ''
let server: EmbeddedServer
const before = { ...process.env }
beforeAll(async () => {
  dir = passableFolder('estafette-every-')
  for (const folder of ['recipients', 'updates'])
    cpSync(join(PROJECT_ROOT, folder), join(dir, folder), { recursive: true })
  writeFileSync(join(dir, 'updates/urgent.md'), URGENT)
  Object.assign(process.env, {
    DATA_DIR: join(dir, 'data'),
    UPDATES_DIR: join(dir, 'updates'),
    RECIPIENTS_DIR: join(dir, 'recipients'),
  })
  // Kept open, so that the commands share one server instead of each starting its own.
  server = await openEmbeddedServer(join(dir, 'data'))
}, 120_000)
afterAll(async () => {
  process.env = before
  await server.close()
  rmSync(dir, { recursive: true, force: true })
})

const URGENT = `---
id: couvre-feu
kind: measure
topic: public-space
level: region
urgency: urgent
---
# fr: Couvre-feu à partir de 22 heures
Les déplacements sont interdits de 22 heures à 6 heures.
`

/** Runs a command line in this process, with what it writes caught. */
async function estafette(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const streams = [
    [process.stdout, out],
    [process.stderr, err],
  ] as const
  const writes = streams.map(([stream]) => stream.write)
  for (const [stream, list] of streams)
    stream.write = ((text: string) => list.push(String(text)) > 0) as typeof stream.write
  try {
    const status = await main(args.map(arg => (arg === QUESTION ? asked : arg === HASH ? frozen : arg)))
    return { status, out: out.join(''), err: err.join('') }
  } finally {
    for (const [index, [stream]] of streams.entries()) stream.write = writes[index] as typeof stream.write
  }
}

const REASON = ['--reason', 'le temps presse']
const CAUSE = ['--cause', 'demandé au téléphone']
/** Stands for the number that the follow-up of a question gets. */
const QUESTION = 'QUESTION'
/** Stands for the hash that the draft before has. */
const HASH = 'HASH'
const NEXT = '2026-W49'
const BY = ['--by', APPROVER]
const act = (...rest: string[]) => ['follow-up', ...rest]

type Row = [name: string[], wrong: string[], no: string[] | null, yes: string[] | null]

/** Each command with a wrong usage, what is refused, and what is done; in an order in which they build on one another. */
const COMMANDS: Row[] = [
  // What it does is in put-command.test.ts: a file more would change the drafts below.
  [
    ['update', 'put'],
    ['none.md', ...BY],
    [join(PROJECT_ROOT, 'examples/2020-W18/numero-1819.md'), ...BY],
    null,
  ],
  [
    ['update', 'leave-out'],
    ['efface', '--by', APPROVER],
    ['couvre-feu', '--by', APPROVER, ...REASON],
    ['efface', '--by', APPROVER, ...REASON],
  ],
  [
    ['remark', 'add'],
    ['prime-unique', ...BY],
    ['none', ...BY, '--text', 'lequel ?'],
    ['efface', ...BY, '--text', 'lequel ?'],
  ],
  [
    ['remark', 'answer'],
    ['x', ...BY, '--text', 'a'],
    ['999', ...BY, '--text', 'a'],
    ['1', ...BY, '--text', 'celui-ci'],
  ],
  [['remark', 'close'], ['1'], ['999', ...BY], ['1', ...BY]],
  [['remark', 'list'], ['x'], null, ['--all']],
  [
    ['let-through'],
    ['couvre-feu'],
    ['x', '--by', APPROVER, ...REASON],
    ['couvre-feu', '--by', APPROVER, ...REASON],
  ],
  [
    ['suppress'],
    ['forest-mayor'],
    ['nobody', '--by', ADMIN, ...CAUSE],
    ['forest-mayor', '--by', ADMIN, ...CAUSE],
  ],
  [['suppressions'], ['x'], null, []],
  [
    ['unsuppress'],
    ['forest-mayor'],
    ['forest-mayor', '--by', 'x@y.example', ...CAUSE],
    ['forest-mayor', '--by', ADMIN, ...CAUSE],
  ],
  [['reports'], ['--days', 'many'], null, ['--unmatched']],
  [['import'], [], ['broken.csv'], ['recipients/mandate-holders.csv']],
  [['backup'], [], ['updates/a.estafette'], ['a.estafette']],
  [['restore'], [], ['a.estafette'], ['a.estafette', '--show']],
  [['move'], ['--to', 'mysql://a/b'], null, null],
  [['doctor'], ['x'], null, []],
  [['cancel'], [EDITION], ['2026-W01', '--by', APPROVER, ...REASON], [EDITION, '--by', APPROVER, ...REASON]],
  [['publish'], [EDITION], [EDITION, '--by', APPROVER], null],
  [['report'], [], ['2026-W01'], [EDITION]],
  [
    ['export'],
    ['deliveries', '--to', 'x.pdf', '--by', SPOC],
    ['editions', '--to', 'x.csv', '--by', 'nobody@agence.example'],
    ['editions', '--to', join(tmpdir(), 'estafette-list.csv'), '--by', SPOC],
  ],
  [act('take'), ['1'], ['999', '--by', SPOC], ['1', '--by', SPOC]],
  [
    act('note'),
    ['1', '--by', SPOC],
    ['1', '--by', SPOC, '--text', ' '],
    ['1', '--by', SPOC, '--text', 'rappelé'],
  ],
  [
    act('topic'),
    [QUESTION, '--by', ADMIN, '--as', 'x'],
    ['1', '--by', ADMIN, '--as', 'question'],
    [QUESTION, '--by', ADMIN, '--as', 'unsubscribe'],
  ],
  [
    act('answer'),
    [QUESTION, '--by', ADMIN, '--text-file', 'none.txt'],
    ['999', '--by', ADMIN, '--text-file', 'words.txt'],
    [QUESTION, '--by', ADMIN, '--text-file', 'words.txt'],
  ],
  [act('share'), [QUESTION], ['999', '--by', ADMIN], [QUESTION, '--by', ADMIN, '--yes']],
  [
    ['confirm-address'],
    ['x', '--by', ADMIN],
    ['999', '--by', ADMIN, '--address', 'a@b.example'],
    [QUESTION, '--by', ADMIN, '--address', 'nouveau@forest.example'],
  ],
  [
    act('assign'),
    ['1', '--by', SPOC],
    ['1', '--by', SPOC, '--to', APPROVER],
    ['1', '--by', SPOC, '--to', ADMIN],
  ],
  [
    act('done'),
    ['1', '--by', ADMIN],
    ['1', '--by', ADMIN, '--result', 'x'],
    ['1', '--by', ADMIN, '--result', 'no-successor-yet'],
  ],
  [act('reopen'), ['1'], ['999', '--by', ADMIN], ['1', '--by', ADMIN]],
  [act('history'), [], ['999'], ['1']],
  [['person', 'card'], ['forest-mayor', '--lang', 'de'], ['nobody'], ['forest-mayor']],
  [['follow-up'], ['x'], null, ['--all']],
  [['check'], ['x'], null, null],
  [['take-in'], ['x'], null, []],
  [['meant'], [], ['updates/none.md', ...BY], null],
  [['template'], [], null, ['--docx', 'form.docx']],
  [['draft'], ['2026-49'], null, [NEXT]],
  [['preview'], [NEXT], ['2026-W01', '--to', 'mails'], [NEXT, '--to', 'mails']],
  [['approve'], [NEXT, ...BY], [NEXT, '--hash', 'f'.repeat(64), ...BY], [NEXT, '--hash', HASH, ...BY]],
  [['stop'], [], ['2026-W01'], [NEXT]],
  [['resume'], [], ['2026-W01'], [NEXT]],
  [['send'], [], ['2026-W01'], null],
  [['approval', 'withdraw'], [NEXT], [NEXT, '--by', SPOC], [NEXT, ...BY]],
  [['reject'], [NEXT, ...BY], [NEXT, '--hash', 'f'.repeat(64), ...BY], [NEXT, '--hash', HASH, ...BY]],
  [['settle'], ['x', '--by', ADMIN], ['x', '--by', ADMIN, '--as', 'accepted'], null],
  [['send-again'], ['x'], ['x', '--by', ADMIN], null],
  [['deliveries'], [], ['2026-W01'], [NEXT]],
  [['status'], [NEXT, 'x'], ['2026-W01'], []],
  [['classify'], ['a', 'b'], null, ['mail.eml']],
  [['take-over'], ['x'], null, []],
  // These run until somebody ends them: others test what they do.
  ...['demo', 'start', 'worker', 'templates'].map(name => [[name], ['x'], null, null] as Row),
]

describe('each command', () => {
  beforeAll(async () => {
    process.chdir(dir)
    writeFileSync('broken.csv', 'id;commune\n1;2\n')
    writeFileSync('words.txt', 'Le 1er juin.\n')
    writeFileSync('mail.eml', 'Subject: Re: Estafette\r\n\r\nMerci.\r\n')
    const world = await openWorld({ now: NOW, dir })
    await keepFollowUpRules(world.app)
    const deleted = join(dir, 'updates/efface.md')
    writeFileSync(deleted, `${URGENT.replace('couvre-feu', 'efface')}\n# nl: Avondklok\nTekst.\n`)
    await takeIn(world.app)
    rmSync(deleted)
    await takeIn(world.app)
    const { hash } = (await draft(world.app, '2026-W48', null)) as { hash?: string }
    expect(hash ?? null).toBeNull()
    const engine = await openLedgerEngine(world.config)
    const rule = { reason: 'question', action: 'answer', due: '2026-11-26', spoc: 'spoc-sud' } as const
    const about = { edition: null, commune: '21007', recipient: 'forest-mayor', detail: 'Quand ?' }
    await openFollowUps(engine.db, [{ ...about, ...rule, openedAt: new Date(NOW) }])
    const listed = await listFollowUps(engine.db)
    asked = listed.find(({ reason }) => reason === 'question')?.id ?? ''
    await engine.close()
    await world.app.close()
  }, 120_000)
  afterAll(() => process.chdir(PROJECT_ROOT))

  it('has its row: a new one is asked for here', () => {
    const all = commandsOf(commandLine(() => {}).program).map(([name]) => name)
    expect(COMMANDS.map(([name]) => name.join(' ')).sort()).toEqual(all.sort())
  })

  it.each(COMMANDS)(
    '%j explains itself, and exits 2, 1 and 0 as it should',
    async (name, wrong, no, yes) => {
      const help = await estafette(...name, '--help')
      expect([help.status, help.err]).toEqual([0, ''])
      expect(help.out).toContain(`Usage: estafette ${name.join(' ')}`)
      const misused = await estafette(...name, ...wrong, '--json')
      expect([misused.status, misused.out]).toEqual([2, ''])
      expect(misused.err).not.toBe('')
      for (const [args, status] of [
        [no, 1],
        [yes, 0],
      ] as const) {
        if (!args) continue
        if (name[0] === 'cancel' && status === 0) await estafette('draft', EDITION, '--now', NOW)
        const ran = await estafette(...name, ...args, '--json', '--now', NOW)
        expect([ran.status, ran.err]).toEqual([status, ''])
        const json = JSON.parse(ran.out)
        expect(typeof json).toBe('object')
        if (name[0] === 'draft') frozen = json.hash
      }
    },
    120_000,
  )

  it('doctor tells a broken configuration as findings, and exits 2', async () => {
    process.env.SEND_WINDOW_HOURS = 'long'
    const { status, out } = await estafette('doctor', '--json')
    delete process.env.SEND_WINDOW_HOURS
    expect(status).toBe(2)
    expect(JSON.parse(out)).toMatchObject([{ check: 'configuration', ok: false }])
  })

  it('draft stops at a template that names what a mail does not have', async () => {
    cpSync(join(PROJECT_ROOT, 'templates'), join(dir, 'templates'), { recursive: true })
    const file = join(dir, 'templates/partials/foot.mjml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('{{half.foot.why}}', '{{half.foot.wy}}'))
    process.env.TEMPLATES_DIR = join(dir, 'templates')
    const { status, err } = await estafette('draft', '2026-W50', '--now', NOW)
    delete process.env.TEMPLATES_DIR
    expect([status, err]).toEqual([1, expect.stringContaining('templates/partials/foot.mjml:')])
    expect((await estafette('status', '2026-W50', '--json', '--now', NOW)).status).toBe(1)
  }, 60_000)
})
