import { join, relative } from 'node:path'
import type { App } from '../app.js'
import { listFollowUps } from '../postgres/follow-ups/listed-follow-ups.js'
import { todayOf } from '../steps/context.js'
import { readStatus } from '../steps/editions/read-status.js'
import { showsCatcher } from '../web/this-machine.js'
import { type Print, WEEKS } from './demo-weeks.js'
import { followUpTable } from './follow-up-list-command.js'
import { communeHeads, table } from './tables.js'

export async function report(app: App, print: Print, engineless: string) {
  const states = await Promise.all(
    WEEKS.map(async ({ edition }) => (await readStatus(app, edition))?.communes ?? []),
  )
  const rows = (states[0] ?? []).map(({ nis, name }) => [
    nis,
    ...Object.values<string>(name),
    ...states.map(communes => communes.find(commune => commune.nis === nis)?.state ?? ''),
  ])
  print(
    `\n${table(['NIS', ...communeHeads(app.config.agency.languages), ...WEEKS.map(week => week.edition)], rows)}`,
  )
  print('\nFollow-up:')
  print(followUpTable(await listFollowUps(app.engine.db), todayOf(app)))
  const at = (...parts: string[]) => relative(process.cwd(), join(app.config.dataDir, ...parts))
  print('\nLook at:')
  for (const { edition } of WEEKS) {
    print(
      `  ${at('output', edition, 'fr.html')}  ${at('output', edition, 'nl.html')}   the mail, in a browser`,
    )
  }
  print(`  ${at('mail')}${' '.repeat(4)}every mail as it arrived, one .eml each`)
  const { host, port } = app.config
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${port}/`
  print(`\nThe same as pages, at ${base} until Ctrl-C:`)
  const folders = {
    DATA_DIR: at(),
    UPDATES_DIR: at('output', 'updates'),
    RECIPIENTS_DIR: at('output', 'recipients'),
  }
  const named = Object.entries(folders).map(([name, path]) => `${name}=${typed(path)}`)
  print(`  ${engineless}${named.join(' ')} npm start`)
  print('  These weeks are of 2020: what is late is counted from today.')
  if (showsCatcher(app.config))
    print(`  There, ${base}catcher shows every mail in the browser, also those with links to log in.`)
  print('\nNext: npm start, then drop an update into updates/ (updates/README.md says how).')
}

/** A path quoted as a shell needs it. */
function typed(path: string): string {
  return /^[\w./@%+,:-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
