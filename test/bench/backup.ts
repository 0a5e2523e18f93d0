import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig } from '../../src/config.js'
import { openEmbeddedServer } from '../../src/postgres/server/embedded.js'
import { openLedgerEngine } from '../../src/steps/operations/engines.js'
import { run } from '../faults/running.js'
import { peakOf } from './measure.js'

const HELP = `node --import tsx test/bench/backup.ts [--deliveries N]
  How long backup, restore and move of a ledger of N deliveries (1,000,000 unless said) take, and how much memory.
  Exit status 1 when one of them takes more than 300 MB.
`
/** What a backup may take of memory, in MB, however large the ledger is. */
const MOST_MB = 300
const LOOK_MS = 50

/** A ledger as large as a hundred years of weekly editions, made by the server itself. */
const FILL = (deliveries: number) => `
  insert into edition (id, kind, version, created_at, dispatched_at, expires_at)
    values ('2026-W48', 'regular', 1, now(), now(), now() + interval '3 days');
  insert into frozen (edition, version, hash, content_hash, audience_hash, content, candidates, frozen_at)
    values ('2026-W48', 1, 'h', 'c', 'a', repeat('{"a": "é\\t"}', 5000), ${deliveries}, now());
  insert into addressee (edition, version, recipient, commune, role, acting, competences, languages, name, salutation_fr, salutation_nl, email)
    select '2026-W48', 1, 'r' || n, '21009', 'mayor', false, '{economy,horeca}', 'fr+nl', 'Bourgmestre ' || n, 'Madame la Bourgmestre,',
      'Mevrouw de burgemeester,', 'r' || n || '@commune.example' from generate_series(1, ${deliveries}) n;
  insert into delivery (id, edition, version, recipient, commune, message_id, due_at, created_at, state, attempts, claim)
    select '2026-W48.r' || n, '2026-W48', 1, 'r' || n, '21009', '<2026-W48.r' || n || '.' || substr(md5(n::text), 1, 20) || '@a.example>',
      now(), now(), 'accepted', 1, 1 from generate_series(1, ${deliveries}) n;
  insert into attempt (delivery, number, claim, phase, started_at, dot_at, ended_at, outcome, reply_code, enhanced_status, reply)
    select '2026-W48.r' || n, 1, 1, 'answered', clock_timestamp(), clock_timestamp(), clock_timestamp(), 'accepted', 250, '2.0.0',
      '2.0.0 Ok: queued as ' || md5(n::text) from generate_series(1, ${deliveries}) n;`

async function main(argv: string[]): Promise<number> {
  if (argv.includes('--help')) return print(HELP)
  const deliveries = argv.includes('--deliveries')
    ? Number(argv[argv.indexOf('--deliveries') + 1])
    : 1_000_000
  const dir = mkdtempSync(join(tmpdir(), 'estafette-backup-bench-'))
  const target = await openEmbeddedServer(join(dir, 'target'))
  try {
    await fill(join(dir, 'data'), deliveries)
    const file = join(dir, 'a.estafette')
    const at = (name: string) => ({ DATA_DIR: join(dir, name), UPDATES_DIR: join(dir, name, 'updates') })
    const worst = [
      await measured('backup', ['backup', file], at('data'), dir),
      await measured('restore --show', ['restore', file, '--show'], at('data'), dir),
      await measured('restore', ['restore', file], at('elsewhere'), dir),
      await measured('move', ['move', '--to', target.url], at('data'), dir),
    ]
    print(`the file: ${(statSync(file).size / 1e6).toFixed(0)} MB\n`)
    return Math.max(...worst) > MOST_MB ? 1 : 0
  } finally {
    await target.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function fill(dataDir: string, deliveries: number) {
  const engine = await openLedgerEngine(readConfig({ DATA_DIR: dataDir }, tmpdir()))
  const owner = new pg.Client({
    connectionString: engine.ownerUrl ?? '',
    options: '-c search_path=estafette',
  })
  await owner.connect()
  await owner.query(FILL(deliveries))
  await owner.end()
  await engine.close()
}

/** Runs a command and resolves to its peak of memory in MB. Throws when it fails. */
async function measured(
  name: string,
  args: string[],
  env: Record<string, string>,
  cwd: string,
): Promise<number> {
  const began = performance.now()
  const process = run(args, { ...env, RECIPIENTS_DIR: join(cwd, 'recipients'), LOG_LEVEL: 'warn' }, cwd)
  let peak = 0
  const look = setInterval(() => {
    try {
      // Of one that is ending nothing is told.
      peak = Math.max(peak, peakOf(process.pid) || 0)
    } catch {
      // It has ended.
    }
  }, LOOK_MS)
  const status = await process.ended
  clearInterval(look)
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${process.out()}${process.err()}`)
  print(`${name.padEnd(16)} ${((performance.now() - began) / 1000).toFixed(1)} s, ${peak.toFixed(0)} MB\n`)
  return peak
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

process.exitCode = await main(process.argv.slice(2))
