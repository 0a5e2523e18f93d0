import type { NameList } from '../language/names.js'

export const KIND_NAMES: NameList = {
  measure: { fr: ['mesure'], nl: ['maatregel'] },
  support: { fr: ['aide', 'soutien'], nl: ['steun', 'hulp', 'ondersteuning', 'steunmaatregel'] },
  event: { fr: ['événement'], nl: ['evenement'] },
  practice: { fr: ['bonne pratique', 'pratique'], nl: ['goede praktijk', 'praktijk'] },
  notice: { fr: ['avis'], nl: ['bericht', 'kennisgeving', 'mededeling'] },
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
