import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { takeIn } from '../../src/steps/updates/take-in.js'
import { accessOf } from '../../src/web/login-guard.js'
import {
  type DeskWeek,
  ledgerOf,
  openDesk,
  removeFile,
  type StaffRole,
  writeFile,
} from '../support/desk-week.js'
import { type AddressOf, layEverything, SENT } from '../support/known-pages.js'

const TYPED = 'Tapé à la main 7373'

/** A form with one mistake: who sends it, what, the id of the field that is wrong, and what was typed beside it. */
type Mistake = {
  who: StaffRole
  fields: Record<string, string>
  wrong: string
  typed?: string
  edition?: string
}

const MISTAKES: Record<string, Mistake[]> = {
  '/updates/new': [
    {
      who: 'editor',
      fields: { action: 'save', 'title.fr': TYPED, deadline: '2020-02-30' },
      wrong: 'deadline',
      typed: TYPED,
    },
    {
      who: 'editor',
      fields: { action: 'save', 'title.fr': TYPED, kind: 'notice' },
      wrong: 'topic',
      typed: TYPED,
    },
  ],
  '/updates/:id/edit': [
    {
      who: 'editor',
      fields: { action: 'save', 'text.fr': TYPED, until: 'demain' },
      wrong: 'until',
      typed: TYPED,
    },
  ],
  '/updates/gone': [
    { who: 'editor', fields: { reason: TYPED }, wrong: 'chosen', typed: TYPED },
    { who: 'editor', fields: { update: 'perdue', reason: '' }, wrong: 'reason' },
  ],
  '/editions/:edition/act': [
    { who: 'approver', fields: { act: 'stop', reason: ' ' }, wrong: 'reason-stop', edition: SENT },
  ],
  '/follow-ups/:id/address': [
    { who: 'spoc', fields: { address: 'nobody at all', note: TYPED }, wrong: 'address', typed: TYPED },
  ],
  '/follow-ups/:id/answer': [{ who: 'spoc', fields: { text: ' ' }, wrong: 'answer' }],
  '/follow-ups/:id/assign': [{ who: 'spoc', fields: { to: 'spoc-ouest@agence.example' }, wrong: 'to' }],
  '/follow-ups/:id/done': [
    { who: 'spoc', fields: { result: '', note: TYPED }, wrong: 'result', typed: TYPED },
  ],
  '/follow-ups/:id/note': [{ who: 'spoc', fields: { text: TYPED.repeat(600) }, wrong: 'note', typed: TYPED }],
  '/follow-ups/:id/share': [
    {
      ...{ who: 'spoc', wrong: 'confirmed', typed: TYPED },
      fields: { kind: 'notice', language: 'fr', question: TYPED, answer: 'Oui' },
    },
    {
      ...{ who: 'spoc', wrong: 'answer', typed: TYPED },
      fields: { kind: 'notice', language: 'fr', question: TYPED, answer: '', confirmed: 'yes' },
    },
  ],
}

/** Forms of buttons and lists alone, in which nothing can be typed wrongly, and those that other tests hold. */
const NO_FIELDS = [
  ...['/log-out', '/updates/meant', '/deliveries/:id', '/follow-ups/:id/take', '/follow-ups/:id/send-again'],
  ...['/follow-ups/:id/undo', '/follow-ups/:id/topic', '/follow-ups/:id/reopen'],
  // edition-signing.test.ts
  '/editions/:edition/decision',
  // updates-pages.test.ts: what is wrong is in a file.
  '/updates/upload',
]

let desk: DeskWeek
let addressOf: AddressOf
beforeAll(async () => {
  desk = await openDesk()
  writeFile(desk.world, 'perdue', {})
  addressOf = await layEverything(desk)
  writeFile(desk.world, 'perdue', {})
  await takeIn(desk.world.app)
  removeFile(desk.world, 'perdue')
  await takeIn(desk.world.app)
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
