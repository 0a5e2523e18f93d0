import { readConfig } from '../../config.js'
import type { Desk } from '../desk.js'

/** The command lines that stay: demo, start, worker. */
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
}
