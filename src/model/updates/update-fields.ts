import type { NameList, Names } from '../language/names.js'
import { KIND_NAMES, STATUS_NAMES, URGENCY_NAMES } from './code-names.js'

const UNIT_NAMES: NameList = { EUR: { fr: ['EUR', 'euro', 'euros', '€'], nl: ['EUR', 'euro', '€'] } }

/** Lists with names elsewhere: of the agency, in the templates' locales and communes.yaml. */
export type LabelledList = 'levels' | 'roles' | 'topics' | 'competences' | 'communes'

/** A key of the front matter: its names, its subkeys, and how its value may be written. */
export type Field = {
  names: Names
  parts?: Fields
  /** The codes allowed for its value, or for each item. */
  values?: NameList | LabelledList
  /** The kind of its value, so that people's spelling is understood. */
  reads?: 'day' | 'moment' | 'amount'
}

export type Fields = Readonly<Record<string, Field>>

/** The keys of a bilingual text. */
export const BOTH: Fields = {
  fr: { names: { fr: ['fr', 'français'], nl: ['fr', 'Frans'] } },
  nl: { names: { fr: ['nl', 'néerlandais'], nl: ['nl', 'Nederlands'] } },
}

/**
 * Every key of the front matter, at all depths, with the names that editors may use besides the key itself. Ignores case, accents, spaces, hyphens
 * and apostrophes.
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
    values: 'levels',
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
        values: 'roles',
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
  act: {
    names: {
      fr: ['base légale', 'acte', 'acte légal', 'texte légal'],
      nl: ['rechtsgrond', 'akte', 'wettekst', 'wettelijke basis'],
    },
    parts: {
      ...BOTH,
      title: { names: { fr: ['titre', 'dénomination'], nl: ['titel', 'opschrift'] }, parts: BOTH },
    },
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
