import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { PROJECT_ROOT, readConfig } from '../../src/config.js'
import { openQueue } from '../../src/steps/delivery/queue.js'
import { type Service, startService } from '../../worker/main.js'
import { tickOnce } from '../../worker/schedule.js'
import { passableFolder } from './folders.js'
import { layCluster } from './ready-cluster.js'
import { startRelay, type TestRelay } from './relay.js'
import { parsed } from './world.js'

/** In milliseconds: how long a mail may take. */
const MAIL_MS = 30_000

/** The whole service with its worker, a relay of the test, and a clock that the test moves. */
export type BrowserWeek = {
  dir: string
  relay: TestRelay
  service: Service
  setClock: (instant: string) => void
  /** Does once what the scheduler does each minute. */
  tick: () => Promise<void>
  /** Waits for a mail to somebody, after so many, with a link that begins with this path, and returns the link without its host. */
  linkTo: (email: string, path: string, after: number) => Promise<string>
  close: () => Promise<void>
}

/** Starts the service over an empty ledger, with an example week in the drop folder. */
export async function openBrowserWeek(week: string, start: string): Promise<BrowserWeek> {
  const dir = passableFolder('estafette-week-')
  cpSync(join(PROJECT_ROOT, 'recipients'), join(dir, 'recipients'), { recursive: true })
  cpSync(join(PROJECT_ROOT, 'examples', week), join(dir, 'updates'), { recursive: true })
  const relay = await startRelay()
  let now = new Date(start)
  const smtp = { SMTP_URL: `smtp://127.0.0.1:${relay.port}`, ALLOWED_RECIPIENTS: '*' }
  const config = readConfig({ ...smtp, PORT: '0', LOG_LEVEL: 'silent' }, dir)
  await layCluster(config.dataDir)
  const service = await startService(config, () => now, { pages: true, schedule: false })
  const queue = await openQueue(service.app)
  return {
    dir,
    relay,
    service,
    setClock: instant => {
      now = new Date(instant)
    },
    tick: () => tickOnce(service.app, 'week', { queue, sending: null as never }),
    linkTo: async (email, path, after) => {
      const isSo = new RegExp(`https?://[^/\\s]+(${path}\\S*)`)
      for (const end = performance.now() + MAIL_MS; performance.now() < end; await pause(20))
        for (const mail of relay.received.slice(after).filter(({ to }) => to === email)) {
          const link = isSo.exec((await parsed(mail)).text ?? '')?.[1]
          if (link) return link
        }
      const came = await Promise.all(relay.received.slice(after).map(parsed))
      throw new Error(`no mail to ${email} with ${path}: ${came.map(({ text }) => text).join('\n---\n')}`)
    },
    close: async () => {
      await queue.close()
      await service.stop()
      await relay.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export type Visit = {
  page: Page
  /** Opens an address of the service. */
  open: (path: string) => Promise<void>
  /** Clicks, or touches where there is no mouse, and counts it. */
  press: (what: Locator) => Promise<void>
  clicks: () => number
}

export type Device = { width: number; hasTouch: boolean; hasScript: boolean }

/** A browser of somebody's own, on a device, in their language. */
export async function visit(
  browser: Browser,
  url: string,
  { width, hasTouch, hasScript }: Device,
  language: string,
): Promise<Visit> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width, height: 812 },
    reducedMotion: 'reduce',
    javaScriptEnabled: hasScript,
    ...{ hasTouch, isMobile: hasTouch, locale: language },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  let clicks = 0
  return {
    page,
    open: async path => {
      await page.goto(new URL(path, url).href)
      clicks = 0
    },
    press: async what => {
      clicks++
      await (hasTouch ? what.tap() : what.click())
    },
    clicks: () => clicks,
  }
}
