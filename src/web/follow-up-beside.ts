import type { FastifyRequest } from 'fastify'
import { seesAll } from '../model/follow-ups/contacts.js'
import type { FollowUp } from '../model/follow-ups/follow-up.js'
import { nextInOrder } from '../model/follow-ups/order.js'
import { followUpAccess } from '../steps/follow-ups/act-on-follow-up.js'
import { followUpChoice, visibleFollowUps } from '../steps/follow-ups/visible-follow-ups.js'
import { addressOfOne, followUpSearch, type Telling } from './follow-up-telling.js'
import { lineView } from './follow-up-view.js'
import { addressWith } from './list-links.js'
import { languageOf, type PageContext, speaker } from './page-frame.js'

/** The list beside an opened follow-up, narrowed as before it was opened, and what comes after one that is done. All of it is text. */
export async function besideView(opened: FollowUp, telling: Telling, { app }: PageContext) {
  const { person, search, strings, language } = telling
  const { text, count } = speaker(strings, language, 'pages.followUps')
  const followUps = await visibleFollowUps(app, person, followUpChoice(search))
  const left = followUps.filter(({ state }) => state !== 'done')
  const next = opened.state === 'done' ? nextInOrder(left, opened) : null
  const shown = next && lineView(next, telling)
  return {
    title: count('count', left.length),
    lines: followUps.map(one => ({
      ...lineView(one, telling),
      isOpened: one.id === opened.id,
    })),
    next: shown && { href: shown.href, text: text('next', { name: `${shown.commune} · ${shown.why}` }) },
  }
}

/** The links that narrow the list, with the present choice. All of it is text. */
export function filtersView({ person, search, strings, language }: Telling) {
  const { text } = speaker(strings, language, 'pages.followUps')
  const whose = search.whose || 'all'
  const done = search.done || 'no'
  const link = (name: string, to: Record<string, string>, isChosen: boolean) => ({
    name: text(name),
    href: addressWith('/follow-ups', { whose, done, ...to }, language),
    isChosen,
  })
  return [
    link(seesAll(person) ? 'everything' : 'all', { whose: 'all' }, whose === 'all'),
    link('mine', { whose: 'mine' }, whose === 'mine'),
    link('not-done', { done: 'no' }, done === 'no'),
    link('also-done', { done: 'yes' }, done === 'yes'),
  ]
}

/** Where a person goes after an act: to the next one when it ended the follow-up, else back to it. */
export async function addressAfter(
  request: FastifyRequest,
  { app }: PageContext,
  followUp: FollowUp,
  hasEnded: boolean,
): Promise<string> {
  const search = followUpSearch(request.query)
  const language = languageOf(request)
  if (!hasEnded || !request.person) return addressOfOne(followUp.id, search, language)
  const choice = { ...followUpChoice(search), withDone: false }
  const next = nextInOrder(await visibleFollowUps(app, request.person, choice), followUp)
  const told = { ...search, ended: followUp.id }
  return next ? addressOfOne(next.id, told, language) : addressWith('/follow-ups', told, language)
}

/** What a person has just ended, for the page of the next one; null: nothing, or not theirs. All of it is text. */
export async function endedView(request: FastifyRequest, telling: Telling, { app }: PageContext) {
  const { ended } = request.query as { ended?: unknown }
  if (typeof ended !== 'string') return null
  const access = await followUpAccess(app, ended, telling.person.email)
  if ('refused' in access || access.before.state !== 'done') return null
  const { strings, language, search } = telling
  const { text } = speaker(strings, language, 'pages.followUps')
  const { before } = access
  const { commune, why } = lineView(before, telling)
  const result = speaker(strings, language, 'followUps.results').text(before.result ?? '')
  return {
    what: text('ended', { name: `${commune} · ${why}`, result }),
    link: { href: addressOfOne(before.id, search, language), text: text('ended-see') },
    share:
      before.result === 'answered'
        ? { href: addressWith(`/follow-ups/${before.id}/share`, {}, language), text: text('share') }
        : null,
  }
}
