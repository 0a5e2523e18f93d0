import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { openBrowser } from './browser.js'
import type { Folder } from './folder.js'
import { makeMail, webVersion } from './mails.js'
import { withFewColours } from './png.js'
import { viewOf } from './views.js'

/** `screens`: how much of a long mail, in screen heights; null for all of it. */
type Picture = {
  name: string
  mail: string
  reading: 'fr' | 'nl'
  view: 'desktop' | 'dark' | 'images-off' | 'bare' | 'print'
  width: number
  height: number
  screens: number | null
  /** Shows the public page instead of the mail. */
  web?: true
}

const [DESK, PHONE, SHEET] = [
  { width: 640, height: 860 },
  { width: 375, height: 667 },
  { width: 794, height: 1123 },
]

/** The pictures of docs/: both language orders, both modes, a phone, images off, paper; few and many measures. */
export const PICTURES: readonly Picture[] = [
  ...(['fr', 'nl'] as const).flatMap(reading => [
    { name: `mail-${reading}-600`, mail: 'week', reading, view: 'desktop' as const, ...DESK, screens: 2 },
    { name: `mail-${reading}-600-dark`, mail: 'week', reading, view: 'dark' as const, ...DESK, screens: 2 },
    { name: `mail-${reading}-375`, mail: 'week', reading, view: 'desktop' as const, ...PHONE, screens: 3 },
    { name: `mail-${reading}-375-dark`, mail: 'week', reading, view: 'dark' as const, ...PHONE, screens: 3 },
    { name: `mail-${reading}-375-few`, mail: 'few', reading, view: 'desktop' as const, ...PHONE, screens: 3 },
    {
      name: `mail-${reading}-375-many`,
      mail: 'many',
      reading,
      view: 'desktop' as const,
      ...PHONE,
      screens: 3,
    },
    { name: `mail-${reading}-print`, mail: 'week', reading, view: 'print' as const, ...SHEET, screens: 1 },
  ]),
  { name: 'mail-fr-375-first-screen', mail: 'week', reading: 'fr', view: 'desktop', ...PHONE, screens: 1 },
  { name: 'mail-fr-600-images-off', mail: 'week', reading: 'fr', view: 'images-off', ...DESK, screens: 1 },
  { name: 'mail-fr-375-no-styles', mail: 'week', reading: 'fr', view: 'bare', ...PHONE, screens: 2 },
  { name: 'mail-fr-600-few-whole', mail: 'few', reading: 'fr', view: 'desktop', ...DESK, screens: null },
  { name: 'mail-fr-600-flash', mail: 'flash', reading: 'fr', view: 'desktop', ...DESK, screens: 1 },
  { name: 'mail-fr-600-erratum', mail: 'erratum', reading: 'fr', view: 'desktop', ...DESK, screens: 1 },
  { name: 'mail-fr-600-ended', mail: 'ended', reading: 'fr', view: 'desktop', ...DESK, screens: 2 },
  { name: 'mail-nl-375-ended-dark', mail: 'ended', reading: 'nl', view: 'dark', ...PHONE, screens: 3 },
  {
    name: 'mail-nl-600-ended-web',
    mail: 'ended',
    web: true,
    reading: 'nl',
    view: 'desktop',
    ...DESK,
    screens: 2,
  },
  { name: 'mail-fr-600-web', mail: 'web', reading: 'fr', view: 'desktop', ...DESK, screens: 1 },
  { name: 'mail-nl-375-web', mail: 'web', reading: 'nl', view: 'desktop', ...PHONE, screens: 2 },
  {
    name: 'mail-fr-sign-off-request',
    mail: 'sign-off-request',
    reading: 'fr',
    view: 'desktop',
    ...DESK,
    screens: 1,
  },
  {
    name: 'mail-nl-update-problems',
    mail: 'update-problems',
    reading: 'nl',
    view: 'desktop',
    ...PHONE,
    screens: 1,
  },
]

/** Takes all pictures into a folder as PNG; resolves to one line per file, with its size. */
export async function takePictures(folder: Folder, to: string): Promise<string[]> {
  await mkdir(to, { recursive: true })
  const browser = await openBrowser()
  try {
    const lines: string[] = []
    for (const picture of PICTURES) lines.push(await takePicture(picture, folder, to, browser))
    return lines
  } finally {
    await browser.close()
  }
}

async function takePicture(picture: Picture, folder: Folder, to: string, browser: Browser): Promise<string> {
  const { name, mail, reading, view, width, height, screens } = picture
  const page = await browser.newPage({
    viewport: { width, height: height * (screens ?? 1) },
    colorScheme: view === 'dark' ? 'dark' : 'light',
  })
  if (view === 'print') await page.emulateMedia({ media: 'print' })
  if (view === 'images-off') await page.route(/\.(png|jpe?g|gif|svg|webp)/, route => route.abort())
  const { html } = picture.web
    ? webVersion(mail, folder, reading)
    : makeMail(mail, folder, { reading, role: 'alderman' })
  await page.setContent(view === 'bare' ? viewOf('bare', { html, subject: '', text: '' }, reading) : html)
  const picture256 = withFewColours(await page.screenshot({ fullPage: screens === null }))
  await page.close()
  const path = join(to, `${name}.png`)
  await writeFile(path, picture256)
  return `${path}  ${Math.round(picture256.length / 1024)} kB`
}
