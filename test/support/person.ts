import type { BrowserContext, FrameLocator, Page } from 'playwright-core'
import type { DeskWeek } from './desk-week.js'
import { sentNotices } from './follow-ups.js'

/** What somebody did in a browser, by the names that they saw. `unfold`: its third is the item it is in. */
export type Did =
  | readonly ['click', 'link' | 'button', string]
  | readonly ['unfold', string, string?]
  | readonly ['type' | 'choose', string, string]
  | readonly ['replace', string, string, string]
  | readonly ['see' | 'see in the mail', string]

/** Somebody with a browser who has logged in by the mailed link, and how often they clicked. */
export type Person = { page: Page; clicks: number }

/** Logs in as people do: by the page, the mail and its link. */
export async function enters(
  { world, relay, pages }: DeskWeek,
  context: BrowserContext,
  {
    email,
    words,
  }: { email: string; words: readonly [link: string, field: string, ask: string, enter: string] },
): Promise<Person> {
  const [link, field, ask, enter] = words
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  await page.goto(pages.url)
  const menu = page.getByRole('button', { name: 'Menu' })
  if (await menu.isVisible()) await menu.click()
  await page.getByRole('link', { name: link, exact: true }).first().click()
  await page.getByLabel(field).fill(email)
  await page.getByRole('button', { name: ask }).click()
  const mails = await sentNotices(world, relay)
  const path = /\/log-in\/[0-9a-f.]+/.exec(mails.find(({ to }) => to === email)?.text ?? '')?.[0] ?? ''
  await page.goto(new URL(path, pages.url).href)
  await page.getByRole('button', { name: enter }).click()
  return { page, clicks: 4 }
}

/** Replays what somebody did; throws where the page no longer has what they clicked or saw. */
export async function replay(person: Person, acts: readonly Did[]): Promise<void> {
  for (const act of acts) {
    await once(person.page, act)
    if (act[0] === 'click' || act[0] === 'unfold') person.clicks++
  }
}

async function once(page: Page, act: Did): Promise<void> {
  switch (act[0]) {
    case 'click':
      return page.getByRole(act[1], { name: act[2] }).first().click()
    case 'unfold':
      return within(page, act[2]).getByText(act[1]).first().click()
    case 'type':
      return page.getByRole('textbox', { name: act[1] }).first().fill(act[2])
    case 'choose':
      await page.getByRole('combobox', { name: act[1] }).selectOption({ label: act[2] })
      return
    case 'replace':
      return replaceIn(page, act)
    case 'see':
      return page.getByText(act[1]).first().waitFor()
    default:
      return seenIn(page.frameLocator('iframe').first(), act[1])
  }
}

const within = (page: Page, item?: string) =>
  item ? page.getByRole('listitem').filter({ hasText: item }).last() : page.locator('main')

async function replaceIn(page: Page, [, name, from, to]: Extract<Did, readonly ['replace', ...unknown[]]>) {
  const field = page.getByRole('textbox', { name })
  const before = await field.inputValue()
  if (!before.includes(from)) throw new Error(`${name} has no ${from}`)
  await field.fill(before.replaceAll(from, to))
}

const seenIn = (frame: FrameLocator, words: string) => frame.getByText(words).first().waitFor()
