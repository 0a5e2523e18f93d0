import { InvalidArgumentError } from 'commander'
import { readConfig } from '../../config.js'
import type { Desk } from '../desk.js'
import { UsageError } from '../usage.js'

/** The command lines of long-running processes: demo, start, worker, and the gallery of the mails. */
export function runningLines({ program, print, exit }: Desk): void {
  program
    .command('demo')
    .description('two crisis weeks on this machine, in a minute; nothing leaves it')
    .exitOverride()
    .action(async () => {
      const { demo } = await import('../../demo.js')
      exit(await demo(readConfig(), print))
    })
  program
    .command('start')
    .description('the service: scheduler, worker and pages in one process')
    .exitOverride()
    .action(async () => {
      const { runService } = await import('../../../worker/main.js')
      exit(await runService(readConfig()))
    })
  program
    .command('worker')
    .description('one more delivery worker; needs DATABASE_URL')
    .exitOverride()
    .action(async () => {
      const { runWorker } = await import('../../../worker/main.js')
      exit(await runWorker(readConfig()))
    })
  program
    .command('templates')
    .description('all mails with sample data in a browser page that follows templates/; or lints them')
    .option('--port <number>', 'of the page; 0 takes a free one', portNumber, 3131)
    .option('--lint', 'lint all mails and end: 1 when something was found')
    .option('--report <file>', 'lint, and write the report as Markdown')
    .option('--pictures <folder>', 'take pictures of the mails with Chromium, and end')
    .exitOverride()
    .action(async options => {
      const { templates } = await import('../../../tools/gallery/command.js').catch(withoutTools)
      exit(await templates(readConfig().templatesDir, options, print))
    })
}

function portNumber(value: string): number {
  const port = Number(value)
  if (/^\d+$/.test(value) && port <= 65535) return port
  throw new InvalidArgumentError('It is not a port: 0 to 65535.')
}

/** An installation without development packages has no linters. */
function withoutTools(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
  throw new UsageError('The workshop of the mails needs the development dependencies: npm ci')
}
