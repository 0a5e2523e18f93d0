import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { accessOf } from '../../src/web/login-guard.js'
import { type DeskWeek, ledgerOf, openDesk } from '../support/desk-week.js'
import { type AddressOf, layEverything } from '../support/known-pages.js'
import { loseFile, MISTAKES, type Mistake } from '../support/mistaken-forms.js'

/** Forms of buttons and lists alone, in which nothing can be typed wrongly, and those that other tests hold. */
const NO_FIELDS = [
  ...['/log-out', '/updates/meant', '/deliveries/:id', '/follow-ups/:id/take', '/follow-ups/:id/send-again'],
  ...['/follow-ups/:id/undo', '/follow-ups/:id/topic', '/follow-ups/:id/reopen'],
  // write-pages.test.ts: judged while one types.
  ...['/updates/new/check', '/updates/:id/edit/check'],
  // desk-in-browser.test.ts
  ...['/editions/flash', '/editions/:edition/erratum'],
  // remark-pages.test.ts
  '/updates/:id/remarks/:remark',
  // Choices alone.
  '/editions/:edition/mail/test',
  // follow-up-pages.test.ts: only a question has it, and the one here is answered.
  '/follow-ups/:id/answer',
  // edition-signing.test.ts
  '/editions/:edition/decision',
  // updates-pages.test.ts: what is wrong is in a file.
  '/updates/upload',
]

let desk: DeskWeek
let addressOf: AddressOf
beforeAll(async () => {
  desk = await openDesk()
  addressOf = await layEverything(desk)
  await loseFile(desk)
}, 120_000)
afterAll(() => desk.close())

const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]
/** The opening tags of a page by their ids. */
const tagsOf = (page: string) =>
  new Map([...page.matchAll(/<[a-z][^>]*\bid="([^"]+)"[^>]*>/g)].map(([tag, id = '']) => [id, tag]))

/** What is wrong with how a page tells of one mistake. */
function faultsOf(page: string, { wrong, typed }: Mistake): string[] {
  const faults: string[] = []
  const tags = tagsOf(page)
  const alert = page.slice(page.indexOf('role="alert"'))
  const summary = alert.slice(0, alert.search(/<\/(section|p)>/))
  const links = [...summary.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id)
  if (!page.includes('role="alert"')) faults.push('no summary')
  if (!links.includes(wrong)) faults.push(`the summary leads to ${links}, not to ${wrong}`)
  for (const id of links) if (!tags.has(id)) faults.push(`nothing bears the id ${id}`)
  const field = tags.get(wrong) ?? ''
  if (attribute(field, 'aria-invalid') !== 'true') faults.push(`${wrong} is not marked as wrong: ${field}`)
  const described = (attribute(field, 'aria-describedby') ?? '').split(' ')
  if (!described.every(id => tags.has(id))) faults.push(`${wrong} is described by nothing: ${described}`)
  if (typed && !page.includes(typed)) faults.push('what was typed is lost')
  return faults
}

const forms = () =>
  desk.pages.routes.filter(
    ({ method, url }) => method === 'POST' && !['anybody', 'catcher'].includes(accessOf(url) ?? ''),
  )

describe('a form with a mistake', () => {
  it('is one of these, or has nothing to type', () => {
    const known = new Set([...Object.keys(MISTAKES), ...NO_FIELDS])
    expect(forms().filter(({ url }) => !known.has(url))).toEqual([])
    expect([...known].filter(url => !forms().some(one => one.url === url))).toEqual([])
  })

  it.each(
    Object.entries(MISTAKES).flatMap(([url, mistakes]) =>
      mistakes.map((mistake): [string, string, Mistake] => [url, mistake.wrong, mistake]),
    ),
  )('%s comes back filled in, and leads to %s', async (url, _, mistake) => {
    const { who, fields, edition } = mistake
    const session = await desk.as(who)
    const before = await ledgerOf(desk.world)
    for (const language of ['fr', 'nl']) {
      const path = `${addressOf(url, edition ? { edition } : {})}?lang=${language}`
      const answer = await session.post(path, fields)
      expect([answer.status, faultsOf(await answer.text(), mistake)]).toEqual([422, []])
    }
    // What is written is kept for its author.
    expect({ ...(await ledgerOf(desk.world)), update_draft: '' }).toEqual({ ...before, update_draft: '' })
  })
})
