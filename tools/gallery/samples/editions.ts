import type { Templates } from '../../../src/mjml/load.js'
import type { EditionContent, EditionItem, Reader } from '../../../src/model/editions/edition.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { awkwardItems } from './awkward.js'
import { endedItems, manyItems, SAMPLE_DATE, weekItems } from './updates.js'

type Made = Pick<EditionContent, 'items'> & Partial<EditionContent>
/** `web`: the public page instead of the mail. */
export type EditionSample = { name: string; about: string; make: () => Made; web?: true }

/** The edition in each of its forms, by gallery id. */
export const EDITION_SAMPLES: Record<string, EditionSample> = {
  week: {
    name: 'A week',
    about: 'new, changed, withdrawn and standing measures, those of the examples',
    make: () => ({ items: weekItems() }),
  },
  few: { name: 'Few', about: '2 measures', make: () => ({ items: fewItems() }) },
  many: { name: 'Many', about: '30 measures', make: () => ({ items: manyItems(30) }) },
  quiet: {
    name: 'Nothing new',
    about: 'only standing measures',
    make: () => ({ items: weekItems().filter(({ section }) => section === 'standing') }),
  },
  ended: {
    name: 'Ended early',
    about:
      'three measures that end before the day that was told, an event over midnight, a measure of one day',
    make: () => ({ items: endedItems() }),
  },
  flash: {
    name: 'Flash',
    about: 'one urgent measure, for two communes',
    make: () => ({
      edition: '2020-W19-flash-1',
      kind: 'flash',
      onlyFor: ['21009', '21004'],
      items: weekItems()
        .filter(({ update }) => update.id === 'reouverture-commerces')
        .map(item => ({ ...item, update: { ...item.update, urgency: 'urgent' as const } })),
    }),
  },
  erratum: {
    name: 'Erratum',
    about: 'corrects a sent edition',
    make: () => ({
      edition: '2020-W19-erratum-1',
      kind: 'erratum',
      erratum: {
        corrects: '2020-W19',
        reason: {
          fr: 'La date limite de la prime unique était donnée au 18 mai ; elle est au 1er juin.',
          nl: 'De uiterste datum van de eenmalige premie stond op 18 mei; het is 1 juni.',
        },
      },
      items: weekItems().filter(({ update }) => update.id === 'prime-unique'),
    }),
  },
  'without-translation': {
    name: 'Without a translation',
    about: 'one urgent measure that an approver let through without its Dutch text',
    make: letThrough,
  },
  web: {
    name: 'Web version',
    about: 'the page of the same week: all in full, nothing of a reader, with its proof',
    make: () => ({ items: weekItems() }),
    web: true,
  },
  awkward: {
    name: 'Awkward text',
    about: '300-character title, braces, markup, a script that runs from right to left',
    make: () => ({ items: awkwardItems(weekItems()) }),
  },
}

/** A flash without its Dutch text: its Dutch half shows the French title and says that the text follows. */
function letThrough(): Made {
  const items = weekItems()
    .filter(({ update }) => update.id === 'reouverture-commerces')
    .map(item => {
      const fr = inLanguage(item.update.text, 'fr')
      const text = { fr, nl: { title: fr.title, summary: '', body: '' } }
      const update = { ...item.update, urgency: 'urgent' as const, text, follows: 'nl' as const }
      return { ...item, section: 'new' as const, changes: [], update }
    })
  return {
    edition: '2020-W19-flash-1',
    kind: 'flash',
    items,
    letThrough: items.map(({ update }) => ({
      update: update.id,
      missing: 'nl' as const,
      by: 'direction@cabinet.example',
      at: '2020-05-06T11:40:00+02:00',
      reason: 'La décision vaut dès ce soir.',
    })),
  }
}

/** One changed and one new update. */
function fewItems(): EditionItem[] {
  const told = weekItems()
  const first = (section: string, id: string) =>
    told.find(item => item.section === section && item.update.id === id) ??
    told.find(item => item.section === section)
  return [first('changed', 'prime-unique'), first('new', 'pret-recover')].filter(
    (item): item is EditionItem => item !== undefined,
  )
}

/** A sample as it would be frozen with these templates. */
export function sampleContent(sample: EditionSample | Made, templates: Templates): EditionContent {
  const made = 'make' in sample ? sample.make() : sample
  return {
    edition: '2020-W19',
    kind: 'regular',
    week: { year: 2020, number: 19, monday: '2020-05-04', sunday: '2020-05-10' },
    date: SAMPLE_DATE,
    timeZone: 'Europe/Brussels',
    web: { address: 'https://estafette.example/e/0123456789abcdef' },
    ...templates,
    communes: [
      commune('21009', { fr: 'Ixelles', nl: 'Elsene' }, "d'Ixelles", ['mobility']),
      commune('21004', { fr: 'Ville de Bruxelles', nl: 'Stad Brussel' }, 'de la Ville de Bruxelles', []),
    ],
    spocs: { '21009': SPOC, '21004': SPOC },
    ...made,
  }
}

const SPOC = {
  id: 'spoc-sud',
  name: 'Point de contact Sud / Contactpunt Zuid',
  email: 'spoc-sud@agence.example',
  phone: '+32 2 000 00 02',
}

function commune(nis: string, name: { fr: string; nl: string }, deFr: string, themes: string[]) {
  return {
    nis,
    name,
    deFr,
    postalCodes: [],
    spoc: SPOC.id,
    agreement: { signed: null, themes, priorities: [] },
  }
}

/** A mayor without own competences, or an alderman for finance and horeca. */
export function sampleReader(role: Reader['role'], languages: Reader['languages']): Reader {
  const isMayor = role === 'mayor'
  return {
    languages,
    role,
    competences: isMayor ? [] : ['finance', 'horeca'],
    commune: isMayor ? '21004' : '21009',
    salutation: isMayor
      ? { fr: 'Madame la Bourgmestre,', nl: 'Mevrouw de burgemeester,' }
      : { fr: 'Monsieur l’Échevin,', nl: 'Mijnheer de schepen,' },
  }
}
