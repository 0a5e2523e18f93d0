import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ParsedMail } from 'mailparser'
import { draftCommand } from '../../src/cli/editorial-commands.js'
import { PROJECT_ROOT } from '../../src/config.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { webEdition, webPage } from '../../src/steps/editions/web-edition.js'
import { takeIn } from '../../src/steps/updates/take-in.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { deliverAll, openWorld, parsed, signedEdition, type World } from '../support/world.js'

/** Two weeks of December 2026: what the first told ends, or comes forward, before the second leaves. */
const WEEKS = join(PROJECT_ROOT, 'test', 'fixtures', 'ended-early')
const W49 = { draft: '2026-12-02T12:00:00+01:00', send: '2026-12-03T09:00:00+01:00' }
const W50 = { draft: '2026-12-09T12:00:00+01:00', send: '2026-12-10T09:00:00+01:00' }
const W51 = '2026-12-16T12:00:00+01:00'

let relay: TestRelay
let world: World
let french: ParsedMail
let dutch: ParsedMail
let before: string
let drafted: { json: unknown; text: string }

beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: W49.draft })
  layOut('before')
  before = calendarOf((await sent('2026-W49', W49.send)).french)
  world.setClock(W50.draft)
  layOut('after')
  // Ended, taken in, and cleared away before the edition is made.
  await takeIn(world.app)
  rmSync(join(world.config.updatesDir, 'until-set.md'))
  const answer = await draftCommand(world.app, '2026-W50', {})
  drafted = { json: answer.json, text: answer.text }
  const mails = await sent('2026-W50', W50.send)
  french = mails.french
  dutch = mails.dutch
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

const layOut = (week: string) =>
  cpSync(join(WEEKS, week), world.config.updatesDir, { recursive: true, force: true })

/** Signs an edition off and delivers it; resolves to a mail that has French first, and one that has Dutch first. */
async function sent(edition: string, at: string) {
  await signedEdition(world, edition)
  world.setClock(at)
  await dispatch(world.app, edition)
  await deliverAll(world, edition)
  const mails = await Promise.all(relay.received.splice(0).map(parsed))
  const first = (language: string) =>
    mails.find(mail => /lang="(..)"/.exec(String(mail.html))?.[1] === language)
  return { french: first('fr') as ParsedMail, dutch: first('nl') as ParsedMail }
}

const spaced = (text = '') => text.replaceAll('\u00a0', ' ')
const calendarOf = (mail: ParsedMail) =>
  mail.attachments.find(({ filename }) => filename?.endsWith('.ics'))?.content.toString() ?? ''

/** SEQUENCE, STATUS and first day of an entry of a calendar file; null where it isn't there. */
function entryOf(file: string, uid: string) {
  const entry = file
    .replaceAll('\r\n ', '')
    .split('BEGIN:VEVENT')
    .find(one => one.includes(`UID:${uid}@`))
  const value = (name: string) => entry && new RegExp(`^${name}[:;](.*)$`, 'm').exec(entry)?.[1]?.trim()
  const [start, end] = [value('DTSTART')?.replace('VALUE=DATE:', ''), value('DTEND')]
  return entry ? [value('SEQUENCE'), value('STATUS'), [start, end].filter(Boolean).join(' ')] : null
}

/** What the first half of a mail's text part says of an item: from its title's line on. */
function itemIn(mail: ParsedMail, title: string): string {
  const [half = ''] = spaced(mail.text).split('────────')
  return half.split(`\n${title}\n-----`)[1]?.split(/\n-{5,}|\n={5,}/)[0] ?? ''
}

describe('a week in which editors end what was told', () => {
  it('counts it once among what changed, and names what it leaves out and why', () => {
    expect(drafted.json).toMatchObject({
      updates: { new: 0, changed: 9, withdrawn: 1, standing: 0 },
      ended: [
        'ended-before-its-end-was-near',
        'event-cut-off',
        'event-moved-to-the-past',
        'event-over-sooner',
        'until-brought-forward',
        'until-set',
      ],
      leftOut: [{ id: 'changed-after-its-end', reason: 'over-since', day: '2026-12-05' }],
    })
    expect(drafted.text).toContain('9 changed (6 of them over), 1 withdrawn')
    expect(drafted.text).toContain('("changed-after-its-end") is not in it: it was over on 2026-12-05')
  })

  it('says in both languages what ended, since when and why, in the text part', () => {
    const told = itemIn(french, 'Essai until-brought-forward')
    expect(told).toMatch(/^-*\nTerminé plus tôt · Mesure · Économie\nDernier jour {2}mardi 8 décembre 2026\n/)
    expect(told).toContain('> Dernier jour : jeudi 31 décembre 2026 → mardi 8 décembre 2026')
    expect(told).toContain('> La fermeture a pris fin plus tôt que prévu.')
    expect(told).toContain('Ce qui était annoncé : Les magasins restent fermés.')
    const verteld = itemIn(dutch, 'Proef until-brought-forward')
    expect(verteld).toMatch(
      /^-*\nVroeger beëindigd · Maatregel · Economie\nLaatste dag {2}dinsdag 8 december 2026\n/,
    )
    expect(verteld).toContain('> Laatste dag: donderdag 31 december 2026 → dinsdag 8 december 2026')
    expect(verteld).toContain('> De sluiting is vroeger dan voorzien geëindigd.')
    expect(verteld).toContain('Wat was aangekondigd: De winkels blijven dicht.')
  })

  it('says it in the HTML part, the summary at the top and the web version, too', async () => {
    const html = spaced(String(french.html))
    for (const part of [
      'Terminé ou annulé',
      'Terminé plus tôt · Mesure',
      '<s class="muted"',
      '6 fins ou annulations',
    ])
      expect(html).toContain(part)
    expect(spaced(french.text)).toMatch(
      /\* Parking gratuit\n {2}jusqu’au samedi 5 décembre inclus · Terminé plus tôt/,
    )
    expect(spaced(dutch.text)).toContain('6 beëindigd of geannuleerd')
    const web = await webEdition(world.app, '2026-W50')
    if (!web) throw new Error('there is no web version')
    const [fr, nl] = (['fr', 'nl'] as const).map(language => spaced(webPage(world.app, web, language)))
    expect(fr).toContain('Terminé plus tôt · Mesure')
    expect(nl).toContain('Vroeger beëindigd · Maatregel')
  })

  it.each([
    ['until-brought-forward.until', ['1', 'CONFIRMED', '20261231'], ['2', 'CONFIRMED', '20261208']],
    ['deadline-brought-forward.deadline', ['1', 'CONFIRMED', '20261231'], ['2', 'CONFIRMED', '20261208']],
    ['withdrawn.until', ['1', 'CONFIRMED', '20261231'], ['2', 'CANCELLED', '20261208']],
    ['until-still-ahead.until', ['1', 'CONFIRMED', '20261231'], ['2', 'CONFIRMED', '20261220']],
    ['until-removed.until', ['1', 'CONFIRMED', '20261231'], ['2', 'CANCELLED', '20261231']],
    ['until-set.until', null, ['2', 'CONFIRMED', '20261207']],
    [
      'event-moved-to-the-past.event',
      ['1', 'CONFIRMED', '20261215T090000Z 20261215T110000Z'],
      ['2', 'CONFIRMED', '20261208T090000Z 20261208T110000Z'],
    ],
    [
      'event-over-sooner.event',
      ['1', 'CONFIRMED', '20261207T080000Z 20261211T160000Z'],
      ['2', 'CONFIRMED', '20261207T080000Z 20261208T160000Z'],
    ],
    [
      'event-cut-off.event',
      ['1', 'CONFIRMED', '20261214T080000Z 20261218T160000Z'],
      ['2', 'CANCELLED', '20261214T080000Z 20261218T160000Z'],
    ],
    ['ended-before-its-end-was-near.until', ['1', 'CONFIRMED', '20261209'], ['2', 'CONFIRMED', '20261205']],
    ['ended-as-told.until', ['1', 'CONFIRMED', '20261207'], null],
  ])('puts %s right in the calendars that have it', (uid, first, second) => {
    expect(entryOf(before, uid)).toEqual(first)
    for (const mail of [french, dutch]) expect(entryOf(calendarOf(mail), uid)).toEqual(second)
  })

  it('names an event by what became of it', () => {
    expect(itemIn(french, 'Semaine de la rue')).toContain('Annulé · Mesure')
    expect(itemIn(french, 'Séance d’information')).toContain('Déjà passé · Mesure')
    expect(itemIn(dutch, 'Jobbeurs')).toContain(
      '> Afspraak: van maandag 7 december om 9 uur tot vrijdag 11 december 2026 om 17 uur → van maandag 7 december om 9 uur tot dinsdag 8 december 2026 om 17 uur',
    )
  })

  it('says none of it again the week after, also where a file was deleted since', async () => {
    rmSync(join(world.config.updatesDir, 'event-cut-off.md'))
    world.setClock(W51)
    const { json } = await draftCommand(world.app, '2026-W51', {})
    expect(json).toMatchObject({
      updates: { new: 0, changed: 0, withdrawn: 0, standing: 3 },
      ended: [],
      leftOut: [],
    })
    const row = await readEdition(world.app, '2026-W51')
    const frozen = row && (await readFrozen(world.app, row))
    expect(frozen?.content.items.map(({ update }) => update.id)).toEqual([
      'deadline-brought-forward',
      'until-removed',
      'until-still-ahead',
    ])
  })
})
