import { ROLE_NAMES } from '../agency/role-names.js'
import { bareName, codeNamed, type NameList, type Names } from '../language/names.js'

/** Lists whose names stand elsewhere: in the templates' locales, and in communes.yaml. */
export type LabelledList = 'topics' | 'competences' | 'communes'

/** A key of the front matter: its names, its own keys, and how its value may be written. */
export type Field = {
  names: Names
  parts?: Fields
  /** The codes that its value, or each item of it, may be. */
  values?: NameList | LabelledList
  /** What its value says, so that a form people write is read. */
  reads?: 'day' | 'moment' | 'amount'
}
export type Fields = Readonly<Record<string, Field>>

export const KIND_NAMES: NameList = {
  measure: { fr: ['mesure'], nl: ['maatregel'] },
  support: { fr: ['aide', 'soutien'], nl: ['steun', 'hulp', 'ondersteuning', 'steunmaatregel'] },
  event: { fr: ['événement'], nl: ['evenement'] },
  practice: { fr: ['bonne pratique', 'pratique'], nl: ['goede praktijk', 'praktijk'] },
  notice: { fr: ['avis'], nl: ['bericht', 'kennisgeving', 'mededeling'] },
}

export const LEVEL_NAMES: NameList = {
  municipality: { fr: ['commune', 'communal'], nl: ['gemeente', 'gemeentelijk'] },
  region: { fr: ['Région', 'régional'], nl: ['Gewest', 'gewestelijk', 'regio', 'regionaal'] },
  community: { fr: ['Communauté', 'communautaire'], nl: ['Gemeenschap'] },
  federal: {
    fr: ['fédéral', 'État fédéral', 'niveau fédéral'],
    nl: ['federaal', 'federale overheid', 'federaal niveau'],
  },
  europe: {
    fr: ['Europe', 'européen', 'Union européenne', 'UE'],
    nl: ['Europa', 'Europees', 'Europese Unie', 'EU'],
  },
}

export const URGENCY_NAMES: NameList = {
  urgent: { fr: ['urgent', 'urgente'], nl: ['dringend', 'urgent'] },
  normal: { fr: ['normal', 'normale'], nl: ['normaal', 'gewoon'] },
  info: {
    fr: ['info', 'information', 'pour information'],
    nl: ['info', 'informatie', 'ter info', 'ter informatie'],
  },
}

export const STATUS_NAMES: NameList = {
  'in-force': { fr: ['en vigueur'], nl: ['van kracht', 'geldend'] },
  withdrawn: { fr: ['retiré', 'retirée', 'retrait'], nl: ['ingetrokken', 'intrekking'] },
}

const UNIT_NAMES: NameList = { EUR: { fr: ['EUR', 'euro', 'euros', '€'], nl: ['EUR', 'euro', '€'] } }

/** The keys of a text in both languages. */
const BOTH: Fields = {
  fr: { names: { fr: ['fr', 'français'], nl: ['fr', 'Frans'] } },
  nl: { names: { fr: ['nl', 'néerlandais'], nl: ['nl', 'Nederlands'] } },
}

/**
 * Every key of the front matter, at all depths, with what editors may call it; beside it the key itself goes on. Case,
 * accents, spaces, hyphens and apostrophes don't count. Topics, competences and communes have their names elsewhere.
 */
export const FIELDS: Fields = {
  id: { names: { fr: ['id', 'identifiant'], nl: ['id', 'identificatie', 'kenmerk'] } },
  kind: {
    names: { fr: ['type', 'nature', 'sorte', 'genre'], nl: ['soort', 'type', 'aard'] },
    values: KIND_NAMES,
  },
  topic: {
    names: { fr: ['thème', 'rubrique', 'sujet'], nl: ['onderwerp', 'thema', 'rubriek'] },
    values: 'topics',
  },
  level: {
    names: { fr: ['niveau', 'niveau de pouvoir'], nl: ['niveau', 'bestuursniveau'] },
    values: LEVEL_NAMES,
  },
  authority: {
    names: {
      fr: ['autorité', 'autorité compétente', 'instance'],
      nl: ['overheid', 'bevoegde overheid', 'autoriteit', 'instantie'],
    },
    parts: BOTH,
  },
  urgency: { names: { fr: ['urgence'], nl: ['dringendheid', 'urgentie'] }, values: URGENCY_NAMES },
  from: {
    names: {
      fr: ['à partir du', 'du', 'dès le', 'dès', 'depuis le', 'depuis', 'en vigueur dès le', 'début'],
      nl: ['vanaf', 'van', 'sinds', 'van kracht vanaf', 'begin'],
    },
    reads: 'day',
  },
  until: {
    names: {
      fr: ['jusqu’au', 'au', 'jusqu’au inclus', 'en vigueur jusqu’au', 'fin'],
      nl: ['tot en met', 'tot', 't.e.m.', 't/m', 'van kracht tot en met', 'einde'],
    },
    reads: 'day',
  },
  deadline: {
    names: {
      fr: ['échéance', 'date limite', 'dernier jour'],
      nl: ['uiterste datum', 'uiterlijk', 'laatste dag', 'vervaldatum'],
    },
    reads: 'day',
  },
  amount: {
    names: { fr: ['montant'], nl: ['bedrag'] },
    parts: {
      min: { names: { fr: ['minimum', 'minimal'], nl: ['minimum', 'minimaal'] }, reads: 'amount' },
      max: { names: { fr: ['maximum', 'maximal'], nl: ['maximum', 'maximaal'] }, reads: 'amount' },
      unit: {
        names: { fr: ['unité', 'devise', 'monnaie'], nl: ['eenheid', 'munt'] },
        values: UNIT_NAMES,
      },
      per: { names: { fr: ['par'], nl: ['per'] }, parts: BOTH },
    },
  },
  concerns: {
    names: { fr: ['concerne'], nl: ['betreft'] },
    parts: {
      roles: {
        names: {
          fr: ['rôles', 'rôle', 'mandats', 'mandat', 'fonctions', 'fonction'],
          nl: ['rollen', 'rol', 'mandaten', 'mandaat', 'functies', 'functie'],
        },
        values: ROLE_NAMES,
      },
      competences: {
        names: {
          fr: ['compétences', 'compétence', 'attributions'],
          nl: ['bevoegdheden', 'bevoegdheid'],
        },
        values: 'competences',
      },
      communes: {
        names: { fr: ['communes', 'commune'], nl: ['gemeenten', 'gemeente', 'gemeentes'] },
        values: 'communes',
      },
    },
  },
  links: {
    names: { fr: ['liens', 'lien'], nl: ['links', 'link'] },
    parts: {
      ...BOTH,
      label: {
        names: { fr: ['libellé', 'intitulé', 'texte'], nl: ['label', 'omschrijving', 'tekst'] },
        parts: BOTH,
      },
    },
  },
  event: {
    names: { fr: ['événement', 'rendez-vous'], nl: ['evenement'] },
    parts: {
      start: { names: { fr: ['début', 'commence'], nl: ['begin', 'start', 'aanvang'] }, reads: 'moment' },
      end: { names: { fr: ['fin', 'se termine'], nl: ['einde', 'eindigt'] }, reads: 'moment' },
      place: { names: { fr: ['lieu', 'endroit'], nl: ['plaats', 'locatie'] }, parts: BOTH },
      url: {
        names: { fr: ['adresse web', 'site web', 'site', 'lien'], nl: ['webadres', 'website', 'link'] },
      },
    },
  },
  change: {
    names: {
      fr: ['changement', 'modification', 'ce qui change'],
      nl: ['wijziging', 'verandering', 'wat verandert'],
    },
    parts: BOTH,
  },
  pass_on: {
    names: {
      fr: ['à relayer', 'texte à relayer', 'à transmettre'],
      nl: ['door te geven', 'tekst om door te geven', 'om door te geven'],
    },
    parts: BOTH,
  },
  status: { names: { fr: ['statut', 'état'], nl: ['status', 'toestand'] }, values: STATUS_NAMES },
}

/** The field at a path of codes, whatever the indices in it. */
export function fieldAt(path: readonly PropertyKey[]): Field | null {
  let parts: Fields | undefined = FIELDS
  let field: Field | null = null
  for (const key of path) {
    if (typeof key !== 'string') continue
    field = parts && Object.hasOwn(parts, key) ? (parts[key] ?? null) : null
    if (!field) return null
    parts = field.parts
  }
  return field
}

const LISTS = new WeakMap<Fields, NameList>()

/** The names of keys, as a list in which a key can be looked up. */
export function keyNames(fields: Fields): NameList {
  const known = LISTS.get(fields)
  if (known) return known
  const names = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.names]))
  LISTS.set(fields, names)
  return names
}

/** The one key within another that a name means: `lieu` is `event.place`. Null where there is none, or there are two. */
export function innerField(name: string): string[] | null {
  const paths = Object.entries(FIELDS).flatMap(([key, { parts }]) => {
    const inner = parts === BOTH ? null : codeNamed(name, keyNames(parts ?? {}))
    return inner && !Object.hasOwn(BOTH, inner) ? [[key, inner]] : []
  })
  return paths.length === 1 ? (paths[0] ?? null) : null
}

const FILLERS = new Set(['de', 'du', 'des', 'la', 'le', 'l', 'd', 'en', 'in', 'het', 'van', 'voor', 'pour'])
/** Far more words than any label has. */
const WORDS = 16

/**
 * The key that a label names, as the table of a Word file has it: `amount.max`, `Montant maximum`,
 * `Événement : lieu (fr)`; `Thème / Onderwerp` is one key in two languages. Null where it names none, or two.
 */
export function fieldNamed(label: string): string[] | null {
  const whole = pathOf(label)
  if (whole) return whole
  const paths = label
    .slice(0, 300)
    .split(/[/|\n]/)
    .filter(part => part.trim() !== '')
    .map(pathOf)
  const [first] = paths
  return first && paths.every(path => path?.join('.') === first.join('.')) ? first : null
}

function pathOf(label: string): string[] | null {
  const words = label
    .slice(0, 300)
    .split(/[\s.:()*'’–—-]+/u)
    .filter(word => bareName(word) !== '')
  return words.length === 0 || words.length > WORDS ? null : pathIn(FIELDS, words)
}

/** The longest name first, so that `date limite` is one key. */
function pathIn(fields: Fields | undefined, words: readonly string[]): string[] | null {
  if (words.length === 0) return []
  for (let length = words.length; fields && length > 0; length--) {
    const key = codeNamed(words.slice(0, length).join(''), keyNames(fields))
    const rest = key && pathIn(fields[key]?.parts, words.slice(length))
    if (key && rest) return [key, ...rest]
  }
  return FILLERS.has(bareName(words[0] ?? '')) && words.length > 1 ? pathIn(fields, words.slice(1)) : null
}
