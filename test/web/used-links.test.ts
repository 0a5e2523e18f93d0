import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { STORY_OUTCOMES, type StoryOutcome } from '../../src/model/sign-off/story-outcomes.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { stop } from '../../src/steps/delivery/stop-and-settle.js'
import { cancel } from '../../src/steps/editions/cancel.js'
import { draft } from '../../src/steps/editions/draft.js'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { askSignOff } from '../../src/steps/sign-off/ask-sign-off.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { askedEdition, sendNotices, signOffState } from '../support/signing.js'
import { deliverAll, emptied, openWorld, type World } from '../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const EDITION = '2020-W18'
const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'

let relay: TestRelay
let world: World
let pages: Pages
let tokens: Map<string, string>
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, settings: { PORT: '0' } })
})
beforeEach(async () => {
  await emptied(world)
  world.config.approvalsRequired = 1
  world.setClock(WEDNESDAY)
  world.layOut('2020-W18')
  pages = await startPages(world.app, world.config)
})
afterEach(() => pages.close())
afterAll(async () => {
  await world.close()
  await relay.close()
})

const plain = (page: string) =>
  page
    .slice(page.indexOf('<main '))
    .replaceAll('\u00a0', ' ')
    .replaceAll('&#x27;', "'")
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
const at = (who: string, language: string) => new URL(`/sign/${tokens.get(who)}?lang=${language}`, pages.url)
async function told(who: string, language: string) {
  const answer = await fetch(at(who, language))
  return { status: answer.status, html: await answer.clone().text(), text: plain(await answer.text()) }
}
const post = (who: string, decision: string, comment = '') =>
  fetch(at(who, 'fr'), { method: 'POST', body: new URLSearchParams({ decision, comment }) })

async function asked() {
  tokens = (await askedEdition(world, relay, EDITION)).tokens
}

type Case = {
  outcome: StoryOutcome
  /** What is done after the edition was asked for; DIRECTOR's link is used by then, ADVISER's is not. */
  after: () => Promise<unknown>
  approvals?: number
  /** Who decided what, when, and what happens next. */
  fr: string[]
  nl: string[]
  withdraws?: boolean
}
const approve = () => post(DIRECTOR, 'approve', 'Bien')
const BY_FR = 'mercredi 29 avril à 12 h Approuvée par Direction du cabinet'
const BY_NL = 'woensdag 29 april om 12 uur Goedgekeurd door Kabinetsdirectie'

const CASES: Case[] = [
  {
    outcome: 'waiting',
    approvals: 2,
    after: approve,
    fr: [
      '« Semaine 18 · du 27 avril au 3 mai » attend une signature',
      'Elle part le jeudi 30 avril à 9 h, si elle est approuvée',
      BY_FR,
      '1 sur 2',
    ],
    nl: [
      '“Week 18 · van 27 april tot en met 3 mei” wacht op een handtekening',
      'Ze vertrekt op donderdag 30 april om 9 uur, als',
      BY_NL,
      '1 van 2',
    ],
    withdraws: true,
  },
  {
    outcome: 'approved',
    after: approve,
    fr: [
      '« Semaine 18 · du 27 avril au 3 mai » est approuvée',
      'Elle part le jeudi 30 avril à 9 h.',
      BY_FR,
      'Bien',
    ],
    nl: [
      '“Week 18 · van 27 april tot en met 3 mei” is goedgekeurd',
      'Ze vertrekt op donderdag 30 april om 9 uur.',
      BY_NL,
    ],
    withdraws: true,
  },
  {
    outcome: 'leaving',
    after: async () => {
      await approve()
      world.setClock('2020-04-30T09:00:00+02:00')
    },
    fr: ['Elle part dans la minute.', BY_FR],
    nl: ['Ze vertrekt binnen de minuut.', BY_NL],
    withdraws: true,
  },
  {
    outcome: 'late',
    after: async () => {
      await approve()
      world.setClock('2020-05-01T09:00:00+02:00')
    },
    fr: ['est approuvée, mais n’est pas partie', 'elle ne part que si une personne le décide', BY_FR],
    nl: ['is goedgekeurd, maar niet vertrokken', 'ze vertrekt alleen als iemand dat beslist', BY_NL],
    withdraws: true,
  },
  {
    outcome: 'held',
    after: async () => {
      await approve()
      await stop(world.app, EDITION, 'Le montant est faux')
    },
    fr: [
      '« Semaine 18 · du 27 avril au 3 mai » est arrêtée',
      'Le montant est faux',
      'ne part pas tant que l’arrêt',
      BY_FR,
    ],
    nl: [
      '“Week 18 · van 27 april tot en met 3 mei” is stopgezet',
      'Le montant est faux',
      'vertrekt niet zolang',
      BY_NL,
    ],
    withdraws: true,
  },
  {
    outcome: 'rejected',
    after: () => post(DIRECTOR, 'reject', 'Le montant <b>est</b> faux'),
    fr: [
      '« Semaine 18 · du 27 avril au 3 mai » est renvoyée pour correction',
      'Renvoyée pour correction par Direction du cabinet',
      'Le montant &lt;b&gt;est&lt;/b&gt; faux',
      'un nouveau projet sera soumis à signature',
    ],
    nl: [
      '“Week 18 · van 27 april tot en met 3 mei” is teruggestuurd voor verbetering',
      'Teruggestuurd voor verbetering door Kabinetsdirectie',
      'een nieuw ontwerp wordt ter ondertekening voorgelegd',
    ],
  },
  {
    outcome: 'expired',
    approvals: 2,
    after: async () => {
      await approve()
      world.setClock('2020-05-01T09:00:00+02:00')
    },
    fr: [
      'Le délai de signature de « Semaine 18 · du 27 avril au 3 mai » est passé',
      'un nouveau projet est nécessaire',
      BY_FR,
    ],
    nl: [
      'De termijn om “Week 18 · van 27 april tot en met 3 mei” te ondertekenen is voorbij',
      'er is een nieuw ontwerp nodig',
      BY_NL,
    ],
  },
  {
    outcome: 'cancelled',
    after: async () => {
      await approve()
      await cancel(world.app, EDITION, ADVISER, 'Le Conseil se réunit jeudi.')
    },
    fr: [
      '« Semaine 18 · du 27 avril au 3 mai » est annulée',
      'Conseil Économie du cabinet',
      'Le Conseil se réunit jeudi.',
      'figurera dans l’édition suivante',
      BY_FR,
    ],
    nl: [
      '“Week 18 · van 27 april tot en met 3 mei” is geannuleerd',
      'Kabinetsadvies Economie',
      'Le Conseil se réunit jeudi.',
      'komt in de volgende editie',
      BY_NL,
    ],
  },
  {
    outcome: 'sending',
    after: async () => {
      await approve()
      world.setClock('2020-04-30T09:00:00+02:00')
      await dispatch(world.app, EDITION)
    },
    fr: [
      'est en cours d’envoi',
      'Partie le jeudi 30 avril à 9 h. Messages acceptés jusqu’ici : 0 sur',
      'sur la page de l’édition, par « Arrêter l’envoi »',
      BY_FR,
    ],
    nl: [
      'wordt verzonden',
      'Vertrokken op donderdag 30 april om 9 uur. Aanvaarde berichten tot nu toe: 0 van',
      'stopt u op de pagina van de editie',
      BY_NL,
    ],
  },
  {
    outcome: 'stopped',
    after: async () => {
      await approve()
      await dispatch(world.app, EDITION)
      await stop(world.app, EDITION, 'Une erreur')
    },
    fr: [
      'L’envoi de « Semaine 18 · du 27 avril au 3 mai » est arrêté',
      'Messages acceptés : 0 sur',
      'Une erreur',
      BY_FR,
    ],
    nl: [
      'De verzending van “Week 18 · van 27 april tot en met 3 mei” is stopgezet',
      'Aanvaarde berichten: 0 van',
      'Une erreur',
      BY_NL,
    ],
  },
  {
    outcome: 'sent',
    after: async () => {
      await approve()
      await dispatch(world.app, EDITION)
      await deliverAll(world, EDITION)
    },
    fr: [
      '« Semaine 18 · du 27 avril au 3 mai » est envoyée',
      'Partie le mercredi 29 avril à 12 h. Messages acceptés : 59 sur 59.',
      'Communes entièrement atteintes 19 sur 19',
      BY_FR,
    ],
    nl: [
      '“Week 18 · van 27 april tot en met 3 mei” is verzonden',
      'Aanvaarde berichten: 59 van 59.',
      'Volledig bereikte gemeenten 19 van 19',
      BY_NL,
    ],
  },
  {
    outcome: 'replaced',
    after: async () => {
      await post(DIRECTOR, 'reject', 'À revoir')
      const prime = join(world.config.updatesDir, 'prime-unique.md')
      writeFileSync(prime, readFileSync(prime, 'utf8').replaceAll('4.000', '4.500'))
      world.setClock('2020-04-29T15:00:00+02:00')
      await draft(world.app, EDITION, null)
    },
    fr: [
      'Un projet plus récent de « Semaine 18 · du 27 avril au 3 mai » existe',
      'le projet actuel date du mercredi 29 avril à 15 h',
      'Renvoyée pour correction par Direction du cabinet',
      'À revoir',
      'Voir le projet actuel',
    ],
    nl: [
      'Er is een recenter ontwerp van “Week 18 · van 27 april tot en met 3 mei”',
      'van woensdag 29 april om 15 uur',
      'Teruggestuurd voor verbetering door Kabinetsdirectie',
      'À revoir',
      'Het huidige ontwerp bekijken',
    ],
  },
]

describe('a link that is used', () => {
  it('is told for every outcome that the program has', () => {
    expect(CASES.map(({ outcome }) => outcome).sort()).toEqual([...STORY_OUTCOMES].sort())
  })

  it.each(CASES)(
    'says who decided what, when, and what happens next: $outcome',
    async one => {
      world.config.approvalsRequired = one.approvals ?? 1
      await asked()
      await one.after()
      const before = await signOffState(world)
      for (const language of ['fr', 'nl'] as const) {
        const used = await told(DIRECTOR, language)
        expect(used.status).toBe(410)
        expect(used.text).toContain(language === 'fr' ? 'Ce lien a déjà servi' : 'Deze link is al gebruikt')
        for (const words of one[language]) expect(used.text).toContain(words)
        expect(/value="withdraw"/.test(used.html)).toBe(one.withdraws === true)
        // Who has not decided reads the same, and can take nothing back.
        if (one.outcome === 'waiting') continue
        const other = await told(ADVISER, language)
        expect([409, 410]).toContain(other.status)
        expect(other.text).toContain(one[language][0] as string)
        expect(other.html).not.toContain('value="withdraw"')
      }
      expect(await signOffState(world)).toBe(before)
    },
    60_000,
  )

  it('withdraws its approval, says so, and says that it signs no second time', async () => {
    await asked()
    const done = await post(DIRECTOR, 'approve')
    expect(await done.text()).toContain('Retirer mon approbation')
    const withdrawn = await post(DIRECTOR, 'withdraw', 'Le <i>montant</i>')
    const text = plain(await withdrawn.text())
    expect(withdrawn.status).toBe(200)
    for (const words of [
      'Votre approbation est retirée',
      '« Semaine 18 · du 27 avril au 3 mai » attend une signature',
      'Approbation retirée par Direction du cabinet',
      'Le &lt;i&gt;montant&lt;/i&gt;',
      'Vous avez retiré votre approbation',
    ])
      expect(text).toContain(words)
    const again = await post(DIRECTOR, 'approve')
    expect([again.status, (await readEdition(world.app, EDITION))?.state]).toEqual([410, 'awaiting-sign-off'])
    const twice = await post(DIRECTOR, 'withdraw')
    expect([twice.status, plain(await twice.text())]).toEqual([
      409,
      expect.stringContaining('Aucune approbation'),
    ])
    const other = await post(ADVISER, 'withdraw')
    expect([other.status, (await readEdition(world.app, EDITION))?.decisions.length]).toEqual([409, 2])
    expect((await post(ADVISER, 'approve')).status).toBe(200)
  })

  it('too late, points to the emergency stop and changes nothing', async () => {
    await asked()
    await approve()
    await dispatch(world.app, EDITION)
    const before = await signOffState(world)
    const late = await post(DIRECTOR, 'withdraw')
    const text = plain(await late.text())
    expect(late.status).toBe(409)
    expect(text).toContain('Il est trop tard pour retirer votre approbation')
    expect(text).toContain('Ouvrir la page de l’édition, pour arrêter l’envoi')
    expect(await signOffState(world)).toBe(before)
  })

  it('of a flash says before it is signed that nothing can be taken back after', async () => {
    const flash = `${EDITION}-flash-1`
    await draft(world.app, flash, null, { updates: ['prime-unique'] })
    relay.received.length = 0
    await askSignOff(world.app, flash)
    await sendNotices(world)
    const token = /\/sign\/([0-9a-f.]+)/.exec(relay.received[0]?.raw.replaceAll('=\r\n', '') ?? '')?.[1]
    tokens = new Map([[DIRECTOR, token ?? '']])
    expect((await told(DIRECTOR, 'fr')).text).toContain('une approbation ne peut alors plus être retirée')
    expect((await told(DIRECTOR, 'nl')).text).toContain(
      'een goedkeuring kan dan niet meer worden ingetrokken',
    )
  })
})
