import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PROJECT_ROOT } from '../../src/config.js'
import { freePort } from '../../test/support/redis.js'
import { startScriptedServer } from '../../test/support/scripted-smtp.js'
import { commandsOf, NOT_RUN } from './commands.js'
import { differencesOf, type Recording } from './compare.js'
import { openFrozenDatabase } from './database.js'
import { FIRST_INSTANT, firstWeek } from './first-week.js'
import { secondWeek } from './second-week.js'
import { type Engines, openStage, type Places } from './stage.js'

/**
 * Plays the same two weeks with two checkouts, with equal clock, randomness, roster and addresses. Compares every answer, mail, page and file, byte
 * for byte: `npm run -s golden -- --before DIR [--after DIR] [--keep DIR]`. Exit status 1: something differs.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      before: { type: 'string' },
      after: { type: 'string', default: PROJECT_ROOT },
      keep: { type: 'string' },
    },
  })
  if (!values.before) throw new Error('--before DIR: the checkout to compare with')
  const inputs = resolve(values.before)
  const recordings: Recording[] = []
  // One path for both: what is said of a path is compared as well.
  const dir = mkdtempSync(join(tmpdir(), 'golden-'))
  chmodSync(dir, 0o711)
  const engines = await openEngines(join(dir, 'engine'))
  try {
    for (const [name, program] of Object.entries({ before: inputs, after: resolve(values.after) })) {
      console.error(`${name}: ${program}`)
      const recorded = new Map<string, Buffer>()
      recordings.push(recorded)
      try {
        await record({ dir: join(dir, 'stage'), program, inputs }, engines, recorded)
      } finally {
        if (values.keep) writeAll(join(values.keep, name), recorded)
      }
    }
  } finally {
    await engines.close()
    rmSync(dir, { recursive: true, force: true })
  }
  const [before = new Map(), after = new Map()] = recordings
  const differences = differencesOf(before, after)
  for (const difference of differences) console.log(difference)
  console.log(
    `${before.size} answers, mails, pages and files before, ${after.size} after; ${differences.length} differ.`,
  )
  return differences.length === 0 ? 0 : 1
}

async function openEngines(dir: string) {
  const smtp = await startScriptedServer()
  const database = await openFrozenDatabase(dir, await freePort(), new Date(FIRST_INSTANT))
  const close = async () => {
    await database.close()
    await smtp.close()
  }
  return { database, smtp, port: await freePort(), close }
}

/** Records a checkout's output in the two weeks into `recorded`. Throws when a command of its help is neither run nor excused. */
async function record(places: Places, engines: Engines, recorded: Map<string, Buffer>): Promise<void> {
  rmSync(places.dir, { recursive: true, force: true })
  mkdirSync(places.dir)
  engines.smtp.journal.length = 0
  engines.smtp.commands.length = 0
  const stage = openStage(places, engines, await engines.database.fresh(), recorded)
  const commands = await commandsOf(stage)
  await firstWeek(stage)
  await secondWeek(stage)
  const missed = commands.filter(command => !stage.commands.has(command))
  for (const command of missed) console.error(`not run: ${command}: ${NOT_RUN[command] ?? 'nobody says why'}`)
  if (missed.some(command => !NOT_RUN[command])) throw new Error('The walk leaves out commands.')
}

function writeAll(folder: string, recording: Recording) {
  for (const [name, bytes] of recording) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
}

process.exitCode = await main()
