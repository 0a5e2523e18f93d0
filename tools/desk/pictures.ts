import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { contextAs, type DeskWeek, openDesk } from '../../test/support/desk-week.js'
import { openBrowser } from '../gallery/browser.js'
import { withFewColours } from '../gallery/png.js'
import { LOOKS, type Look } from './looks.js'
import { REACH } from './week.js'

/** Each page on a desktop by day and by night, and on a phone. Sizes in CSS pixels. */
export const MODES = [
  { suffix: '', width: 1280, height: 800, colorScheme: 'light' },
  { suffix: '-dark', width: 1280, height: 800, colorScheme: 'dark' },
  { suffix: '-375', width: 375, height: 667, colorScheme: 'light' },
] as const

/** Takes the pictures of all pages into a folder, each on a desktop by day and by night and on a phone; resolves to one line per file. */
export async function takeDeskPictures(to: string, only: string): Promise<string[]> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(to)) if (name.includes(only)) await rm(join(to, name))
  const browser = await openBrowser()
  const desk = await openDesk()
  try {
    const lines: string[] = []
    for (const state of ['writing', 'asked', 'sending'] as const) {
      await REACH[state](desk)
      for (const look of LOOKS)
        if (look.state === state && look.name.includes(only))
          lines.push(...(await take(look, desk, browser, to)))
    }
    return lines
  } finally {
    await desk.close()
    await browser.close()
  }
}

async function take(look: Look, desk: DeskWeek, browser: Browser, to: string): Promise<string[]> {
  const lines: string[] = []
  for (const { suffix, width, height, colorScheme } of MODES) {
    const options = { viewport: { width, height }, colorScheme, bypassCSP: true }
    const context = await (look.who === 'nobody'
      ? browser.newContext(options)
      : contextAs(browser, desk, look.who, options))
    const page = await context.newPage()
    const path = look.path + (look.path.includes('?') ? '&' : '?')
    await page.goto(new URL(`${path}lang=${look.language ?? 'fr'}`, desk.pages.url).href)
    if (look.press) await page.click(look.press)
    const picture = withFewColours(await page.screenshot())
    const file = join(to, `${look.name}${suffix}.png`)
    await writeFile(file, picture)
    lines.push(`${file}  ${Math.round(picture.length / 1024)} kB`)
    await context.close()
  }
  return lines
}
