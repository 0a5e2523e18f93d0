import { beforeAll, describe, expect, it } from '@jest/globals'
import type { EditionContent } from '../../../src/model/editions/edition.js'
import { editionView } from '../../../src/present/mail/edition-view.js'
import { brussels, sampleEdition, sampleItem, sampleReader } from '../../support/sample-edition.js'

let sample: EditionContent
beforeAll(async () => {
  sample = await sampleEdition()
})

const economy = { roles: [], competences: ['economy'], communes: [] }
const horeca = { roles: [], competences: ['horeca'], communes: [] }

describe('the order of an edition', () => {
  it('puts urgent ones first, then what concerns the reader, then new, changed and withdrawn', () => {
    const items = [
      sampleItem({ id: 'still' }, { section: 'standing' }),
      sampleItem({ id: 'gone' }, { section: 'withdrawn' }),
      sampleItem({ id: 'moved' }, { section: 'changed' }),
      sampleItem({ id: 'fresh' }),
      sampleItem({ id: 'mine', concerns: horeca }, { section: 'changed' }),
      sampleItem({ id: 'quick', urgency: 'urgent' }, { section: 'changed' }),
    ]
    const [half] = editionView({ ...sample, items }, sampleReader()).halves
    expect(half.parts.map(({ key, items }) => [key, items.map(({ anchor }) => anchor)])).toEqual([
      ['urgent', ['fr-quick']],
      ['for-you', ['fr-mine']],
      ['new', ['fr-fresh']],
      ['changed', ['fr-moved']],
      ['withdrawn', ['fr-gone']],
    ])
    expect(half.standing.map(({ anchor }) => anchor)).toEqual(['fr-still'])
  })

  it('sorts by topic what is equal otherwise, and by id within a topic, however the items came', () => {
    const items = [
      sampleItem({ id: 'b', topic: 'taxes' }),
      sampleItem({ id: 'c', topic: 'economy' }),
      sampleItem({ id: 'a', topic: 'economy' }),
    ]
    const [half] = editionView({ ...sample, items }, sampleReader()).halves
    expect(half.brief.map(({ anchor }) => anchor)).toEqual(['fr-a', 'fr-c', 'fr-b'])
  })

  it('shows every item to every reader, in the same order in both halves', () => {
    for (const role of ['mayor', 'alderman'] as const)
      for (const competences of [[], ['economy'], ['mobility', 'health']]) {
        const { halves } = editionView(sample, sampleReader({ role, competences }))
        const ids = halves.map(half =>
          [...half.parts.flatMap(part => part.items), ...half.standing].map(({ anchor }) => anchor.slice(3)),
        )
        expect([...(ids[0] ?? [])].sort()).toEqual(sample.items.map(({ update }) => update.id).sort())
        expect(ids[1]).toEqual(ids[0])
      }
  })
})

describe('the mark', () => {
  const markOf = (concerns: typeof economy | object, reader = sampleReader(), topic = 'economy') => {
    const items = [sampleItem({ topic, concerns: { roles: [], competences: [], communes: [], ...concerns } })]
    return editionView({ ...sample, items }, reader).halves[0].brief[0]?.mark ?? null
  }

  it('names the competence that the reader shares with the measure', () => {
    expect(markOf({ competences: ['economy', 'horeca'] })).toBe('votre compétence\u00a0: Horeca')
  })

  it('is missing where the measure concerns everybody or other competences', () => {
    expect(markOf({})).toBeNull()
    expect(markOf({ roles: ['mayor', 'alderman'] })).toBeNull()
    expect(markOf({ competences: ['economy'] })).toBeNull()
  })

  it('is for a mayor where mayors alone are named, whatever the competences', () => {
    const concerns = { roles: ['mayor'], competences: ['economy'] }
    expect(markOf(concerns, sampleReader({ role: 'mayor', competences: [] }))).toBe('votre mandat')
    expect(markOf(concerns)).toBeNull()
  })

  it('is for the communes of the list only', () => {
    expect(markOf({ communes: ['21009'] })).toBe('votre commune')
    expect(markOf({ communes: ['21004'], competences: ['horeca'] })).toBeNull()
  })

  it('names a theme of the agreement of the commune', () => {
    expect(markOf({}, sampleReader(), 'mobility')).toBe('thème de votre convention\u00a0: Mobilité')
  })
})

describe('the words of an edition', () => {
  it('counts what is new, changed and withdrawn, and what ends this week', () => {
    const [french, dutch = french] = editionView(sample, sampleReader()).halves
    expect(french.counts).toBe('3 nouveautés, 4 modifications, 1 retrait, 1 fin ce dimanche')
    expect(dutch.counts).toBe('3 nieuwe berichten, 4 wijzigingen, 1 intrekking, 1 eindigt zondag')
  })

  it('names week and days in each language', () => {
    const [french, dutch = french] = editionView(sample, sampleReader()).halves
    expect([french.masthead.week, french.masthead.dates]).toEqual(['Semaine 19', 'du 4 au 10\u00a0mai 2020'])
    expect([dutch.masthead.week, dutch.masthead.dates]).toEqual([
      'Week 19',
      'van 4 tot en met 10\u00a0mei 2020',
    ])
  })

  it.each([
    ['21009', 'Commune d’Ixelles', 'Gemeente Elsene'],
    [brussels.nis, 'Ville de Bruxelles', 'Stad Brussel'],
    ['99999', '', ''],
  ])('calls the commune %s %j and %j', (commune, fr, nl) => {
    const { halves } = editionView(sample, sampleReader({ commune }))
    expect(halves.map(half => half.commune)).toEqual([fr, nl])
  })

  it('shows a deadline with its weekday, amounts and periods as each language writes them', () => {
    const items = [
      sampleItem({
        from: '2020-04-08',
        until: '2020-06-30',
        deadline: '2020-06-01',
        amount: { min: 1291.69, max: 4000, unit: 'EUR', per: { fr: 'par mois', nl: 'per maand' } },
      }),
    ]
    const values = editionView({ ...sample, items }, sampleReader()).halves.map(half =>
      half.brief[0]?.facts.map(({ value }) => value.replaceAll('\u00a0', ' ')),
    )
    expect(values).toEqual([
      [
        'lundi 1er juin 2020',
        'de 1 291,69 € à 4 000 € par mois',
        'du 8 avril 2020 au 30 juin 2020',
        'Région',
      ],
      [
        'maandag 1 juni 2020',
        'van € 1.291,69 tot € 4.000 per maand',
        'van 8 april 2020 tot en met 30 juni 2020',
        'Gewest',
      ],
    ])
  })

  it('says of a deadline that has passed that it has, and of one on the day of sending that it has not', () => {
    const items = [
      sampleItem({ id: 'past', deadline: '2020-05-06' }),
      sampleItem({ id: 'today', deadline: '2020-05-07' }),
    ]
    const { halves } = editionView({ ...sample, items }, sampleReader())
    const shown = halves.map(half =>
      half.parts.flatMap(part =>
        part.items.map(({ when, facts }) => [when, facts[0]?.value, facts[0]?.strong]),
      ),
    )
    expect(shown).toEqual([
      [
        ['clôturé le mercredi 6\u00a0mai', 'mercredi 6\u00a0mai 2020 (dépassée)', false],
        ['au plus tard le jeudi 7\u00a0mai', 'jeudi 7\u00a0mai 2020', true],
      ],
      [
        ['afgesloten op woensdag 6\u00a0mei', 'woensdag 6\u00a0mei 2020 (verstreken)', false],
        ['uiterlijk op donderdag 7\u00a0mei', 'donderdag 7\u00a0mei 2020', true],
      ],
    ])
  })

  it('lists days of the coming five weeks, the day of sending and the thirty-fifth day included', () => {
    const items = ['2020-05-06', '2020-06-12', '2020-06-11', '2020-05-07'].map((deadline, index) =>
      sampleItem({ id: `m${index}`, deadline, until: deadline }),
    )
    const [half] = editionView({ ...sample, items }, sampleReader()).halves
    expect(half.days.map(({ date, what }) => [date.replace('\u00a0', ' '), what])).toEqual([
      ['jeu. 7 mai', 'date limite'],
      ['jeu. 11 juin', 'date limite'],
    ])
  })

  it('says when and where a meeting is', () => {
    const [french, dutch = french] = editionView(sample, sampleReader()).halves
    expect(french.events[0]).toMatchObject({
      when: 'jeudi 14\u00a0mai 2020, de 14\u00a0h à 15\u00a0h\u00a030',
      place: 'En ligne',
    })
    expect(dutch.events[0]).toMatchObject({
      when: 'donderdag 14\u00a0mei 2020, van 14 tot 15.30\u00a0uur',
      place: 'Online',
    })
  })
})

describe('what changed', () => {
  const changed = (changes: Parameters<typeof sampleItem>[1]) =>
    editionView(
      { ...sample, items: [sampleItem({}, { section: 'changed', ...changes })] },
      sampleReader(),
    ).halves[0].brief[0]?.changes.map(({ field, from, to }) =>
      [field, from, to].join('|').replaceAll('\u00a0', ' '),
    )

  it('stands old beside new, in words', () => {
    expect(
      changed({
        changes: [
          { field: 'deadline', from: '2020-05-18', to: '2020-06-01' },
          { field: 'amount', from: '..4000 EUR', to: '7500..54000 EUR' },
          { field: 'concerns', from: 'alderman economy', to: 'mayor alderman economy horeca 21009' },
          { field: 'authority', from: null, to: { fr: 'La Région', nl: 'Het Gewest' } },
          { field: 'event', from: '2020-04-06T14:00', to: null },
        ],
      }),
    ).toEqual([
      'Date limite :|lundi 18 mai 2020|lundi 1er juin 2020',
      'Montant :|jusqu’à 4 000 €|de 7 500 € à 54 000 €',
      'Concerne surtout :|échevines et échevins, Économie|Économie, Horeca, Ixelles',
      'Autorité :||La Région',
      'Rendez-vous :|lundi 6 avril 2020, à 14 h|aucune date',
    ])
  })

  it('is said once where the last day moves with the deadline, and only told for texts and links', () => {
    const moved = { from: '2020-05-18', to: '2020-06-01' }
    expect(
      changed({
        changes: [
          { field: 'deadline', ...moved },
          { field: 'until', ...moved },
          { field: 'text', from: null, to: null },
          { field: 'links', from: null, to: null },
          { field: 'urgency', from: 'normal', to: 'urgent' },
        ],
      }),
    ).toEqual(['Date limite :|lundi 18 mai 2020|lundi 1er juin 2020', 'Texte revu||', 'Liens mis à jour||'])
  })
})
