import { spawn } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../src/postgres/server/embedded.js'
import { inProcess } from '../support/command-line.js'
import { passableFolder } from '../support/folders.js'
import { startRelay, type TestRelay } from '../support/relay.js'

type Ran = { status: number | null; out: string; err: string; json: () => unknown }

let dir: string
let relay: TestRelay
let server: EmbeddedServer
beforeAll(async () => {
  dir = passableFolder('estafette-cli-')
  for (const folder of ['recipients', 'updates'])
    cpSync(join(PROJECT_ROOT, folder), join(dir, folder), { recursive: true })
  relay = await startRelay()
  // Kept open, so that the commands below share one server instead of each starting its own.
  server = await openEmbeddedServer(join(dir, 'data'))
})
afterAll(async () => {
  await server.close()
  await relay.close()
  rmSync(dir, { recursive: true, force: true })
})

/** Runs the command line as a process of its own, as an operator does. */
function estafette(args: string[], settings: Record<string, string> = {}): Promise<Ran> {
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    DATA_DIR: join(dir, 'data'),
    UPDATES_DIR: join(dir, 'updates'),
    RECIPIENTS_DIR: join(dir, 'recipients'),
    SMTP_URL: `smtp://127.0.0.1:${relay.port}`,
    ALLOWED_RECIPIENTS: '*',
    ...settings,
  }
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'src', 'launch.js'), ...args], {
    cwd: dir,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stderr.on('data', chunk => {
    err += chunk
  })
  return new Promise(resolve =>
    child.once('close', status => resolve({ status, out, err, json: () => JSON.parse(out) })),
  )
}

describe('the command line', () => {
  it('finds nothing wrong with what is shipped', async () => {
    const ran = await estafette(['check', '--json'])
    expect(ran.json()).toMatchObject({ updates: 4, recipients: 62, communes: 19, problems: [] })
    expect(ran.status).toBe(0)
  })

  it('takes an edition from the folder to the inboxes, eight senders at once', async () => {
    const drafted = await estafette(['draft', '--json'])
    expect(drafted.status).toBe(0)
    const { edition, hash, ...draft } = drafted.json() as { edition: string; hash: string }
    expect(draft).toMatchObject({
      state: 'awaiting-sign-off',
      updates: { new: 4, changed: 0, withdrawn: 0, standing: 0 },
      candidates: 62,
      addressees: 59,
      communes: { covered: 19, total: 19, missing: [] },
      problems: [],
    })

    const early = await estafette(['send', edition, '--wait'])
    expect([early.status, early.out]).toEqual([1, expect.stringContaining('awaits sign-off')])
    const other = await estafette([
      'approve',
      edition,
      '--hash',
      'f'.repeat(64),
      '--by',
      'direction@cabinet.example',
      '--json',
    ])
    expect([other.status, other.json()]).toEqual([1, expect.objectContaining({ state: 'awaiting-sign-off' })])
    const approved = await estafette([
      'approve',
      edition,
      '--hash',
      hash,
      '--by',
      'direction@cabinet.example',
      '--json',
    ])
    expect(approved.json()).toEqual({
      edition,
      state: 'approved',
      hash,
      by: 'direction@cabinet.example',
      approvals: { given: 1, required: 1 },
      at: expect.stringMatching(/^\d{4}-.*[+-]\d\d:\d\d$/),
    })

    const sent = await Promise.all(
      Array.from({ length: 8 }, () => estafette(['send', edition, '--wait', '--json'])),
    )
    expect(sent.map(({ status }) => status)).toEqual(Array(8).fill(0))
    for (const one of sent)
      expect(one.json()).toMatchObject({
        state: 'closed',
        hash,
        counts: { pending: 0, deferred: 0, accepted: 59, bounced: 0, inDoubt: 0, gaveUp: 0, suppressed: 0 },
      })
    expect(relay.received).toHaveLength(59)

    const deliveries = (await estafette(['deliveries', edition, '--json'])).json() as { messageId: string }[]
    expect(deliveries).toHaveLength(59)
    expect(deliveries[0]).toMatchObject({
      state: 'accepted',
      attempts: [{ number: 1, phase: 'answered', outcome: 'accepted', replyCode: 250 }],
    })
    expect(new Set(deliveries.map(({ messageId }) => messageId)).size).toBe(59)
    expect((await estafette(['follow-up', '--json'])).json()).toMatchObject([
      { recipient: 'saint-gilles-alderman-youth', reason: 'vacant', state: 'open' },
    ])
  })

  it('writes a preview with the mail of whom one asks for', async () => {
    const to = join(dir, 'preview')
    const { edition } = (await estafette(['status', '--json'])).json() as { edition: string }
    const ran = await estafette(['preview', edition, '--to', to, '--recipient', 'ixelles-mayor', '--json'])
    expect((ran.json() as { files: string[] }).files.map(file => file.split('/').at(-1))).toEqual([
      'fr.html',
      'fr.txt',
      'nl.html',
      'nl.txt',
      'ixelles-mayor.eml',
    ])
    expect(readFileSync(join(to, 'nl.html'), 'utf8')).toContain('Crisismaatregelen')
  })

  it('names every problem, still counts what is good, and refuses to freeze', async () => {
    const bad = join(dir, 'bad')
    mkdirSync(bad)
    for (const folder of ['recipients', 'updates'])
      cpSync(join(dir, folder), join(bad, folder), { recursive: true })
    writeFileSync(
      join(bad, 'updates', 'wrong.md'),
      '---\nid: wrong\nkind: measure\ntopic: economy\nlevel: region\ndeadline: 2020-02-30\n---\n# fr: T\nx\n\n# nl: T\ny\n',
    )
    appendFileSync(
      join(bad, 'recipients', 'mandate-holders.csv'),
      'x1;99999;mayor;no;;X;Madame,;Mevrouw,;fr;x1@y.example;;\n',
    )
    const settings = { UPDATES_DIR: join(bad, 'updates'), RECIPIENTS_DIR: join(bad, 'recipients') }
    const ran = await estafette(['check', '--json'], settings)
    expect(ran.status).toBe(1)
    expect(ran.json()).toMatchObject({
      updates: 4,
      recipients: 62,
      problems: [
        {
          file: 'updates/wrong.md',
          line: 6,
          column: 11,
          message: 'deadline "2020-02-30" is not a date.',
          hint: 'Write it as 2020-02-29.',
        },
        { file: 'recipients/mandate-holders.csv', line: 64, column: 4 },
      ],
    })
    const draft = await estafette(['draft', '2026-W50', '--json'], settings)
    expect(draft.status).toBe(1)
    expect(draft.json()).toMatchObject({
      edition: '2026-W50',
      hash: null,
      problems: [{ file: 'updates/wrong.md' }, { file: 'recipients/mandate-holders.csv' }],
    })
  })

  it.each([
    [['frobnicate'], {}, 2, "unknown command 'frobnicate'"],
    [['status', '2026-48'], {}, 2, '"2026-48" is not an edition. Write it as 20'],
    [['approve', '2026-W48'], {}, 2, "required option '--hash <hash>' not specified"],
    [['check', '--now', 'tomorrow'], {}, 2, `Write it as ${new Date().getFullYear()}-`],
    [['check'], { PORT: 'http', SCHEDULE_SEND: '0 2 * * 4' }, 2, 'SCHEDULE_SEND: "0 2 * * 4" uses hour 2'],
    [['worker'], {}, 2, 'DATABASE_URL: a worker needs the database'],
    [
      ['status'],
      { DATABASE_URL: 'postgres://x:secret-word@127.0.0.1:1/x' },
      3,
      'PostgreSQL: connect ECONNREFUSED 127.0.0.1:1. Check DATABASE_URL.',
    ],
    [['send', '2026-W48'], { REDIS_URL: 'redis://127.0.0.1:1' }, 3, 'Redis does not answer'],
    [['send', '2026-W48', '--wait'], { SMTP_URL: 'smtp://127.0.0.1:1' }, 3, 'The SMTP relay does not answer'],
  ])('answers %j %j with status %i and one clear sentence', async (args, settings, status, sentence) => {
    const ran = await estafette(args as string[], settings as Record<string, string>)
    expect([ran.status, ran.err]).toEqual([status, expect.stringContaining(sentence as string)])
    expect(ran.out).toBe('')
    expect(ran.err).not.toMatch(/secret-word|\bat .*\(.*:\d+:\d+\)/)
  })

  it.each([
    'check',
    'take-in',
    'draft',
    'preview',
    'approve',
    'reject',
    'send',
    'stop',
    'resume',
    'status',
    'deliveries',
    'settle',
    'follow-up',
    'classify',
    'demo',
    'start',
    'worker',
  ])('explains %s', async command => {
    const ran = await inProcess([command, '--help'])
    expect([ran.status, ran.out]).toEqual([0, expect.stringContaining(`Usage: estafette ${command}`)])
  })
})
