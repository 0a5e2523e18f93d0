import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'

const CHROMIUM = '/usr/bin/chromium'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Whether the Debian package's Chromium is installed. */
export const hasChromium = (): boolean => existsSync(CHROMIUM)

/** Opens a browser without a window. */
export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS })

type Violation = { impact: string; id: string; nodes: { html: string }[] }

type Found = [id: string, html: string | undefined]

/** What axe finds serious or critical on a page: rule and first element. */
export const graveViolations = (page: Page): Promise<Found[]> => found(page, ['serious', 'critical'])

/** All that axe finds on a page: rule and first element. */
export const violations = (page: Page): Promise<Found[]> =>
  found(page, ['minor', 'moderate', 'serious', 'critical'])

async function found(page: Page, impacts: readonly string[]): Promise<Found[]> {
  // Works on pages that forbid scripts, too. It is long, and stays until the page goes elsewhere.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(AXE)
  const all = await page.evaluate<Violation[]>('axe.run().then(result => result.violations)')
  return all.filter(({ impact }) => impacts.includes(impact)).map(({ id, nodes }) => [id, nodes[0]?.html])
}
