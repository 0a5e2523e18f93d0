import { compilePhrases } from '../../model/delivery/phrase.js'

/** Formulas before a signature, folded. */
const CLOSINGS = [
  ...['cordialement', 'bien cordialement', 'tres cordialement', 'bien a vous', 'bien a toi', 'salutations'],
  ...[
    'meilleures salutations',
    'sinceres salutations',
    'mes salutations',
    'respectueusement',
    'bonne journee',
  ],
  ...[
    'bonne reception',
    'mvg',
    'met vriendelijke groet',
    'met de meeste',
    'vriendelijke groet',
    'hoogachtend',
  ],
  ...[
    'groeten',
    'groetjes',
    'beste groeten',
    'met beleefde groet',
    'met hartelijke groet',
    'hartelijke groet',
  ],
  ...[
    'kind regards',
    'best regards',
    'regards',
    'sincerely',
    'mit freundlichen gru',
    'freundliche gru',
    'viele gru',
  ],
]

const LONGEST_CLOSING = 60

/** Sentences of institutions, not people: privacy, confidentiality, viruses, paper; folded. */
const DISCLAIMERS = [
  ...['donnees sont traitees', 'traitons vos donnees', 'traite vos donnees', 'traitement de vos donnees'],
  ...[
    'conformement au rgpd',
    'conformement au reglement',
    'politique de confidentialite',
    'vie privee',
    'vie-privee',
  ],
  ...['est confidentiel', 'sont confidentiel', 'caractere confidentiel', "n'etes pas le destinataire"],
  ...[
    'destinataire de ce',
    'par erreur',
    "pensez a l'environnement",
    "avant d'imprimer",
    "respectez l'environnement",
  ],
  ...['sans virus', 'protection des donnees', "n'engage pas", 'exoneration', 'clause de non-responsabilite'],
  ...[
    'gegevens worden verwerkt',
    'verwerken uw gegevens',
    'verwerkt uw gegevens',
    'verwerking van uw gegevens',
  ],
  ...[
    'overeenkomstig de avg',
    'conform de avg',
    'privacyverklaring',
    'privacybeleid',
    'vertrouwelijk',
    'disclaimer',
  ],
  ...[
    'niet de geadresseerde',
    'niet de bestemmeling',
    'denk aan het milieu',
    'virusvrij',
    'gegevensbescherming',
  ],
  ...[
    'privacy policy',
    'privacy statement',
    'confidential',
    'intended recipient',
    'intended only',
    'data protection',
  ],
]

/** Signs of a gateway's warnings and disclaimers, which may contain questions; up to the line that ends a sentence. */
const GATEWAYS = compilePhrases(`
  message provient de l'exterieur | mail provient de l'exterieur | courriel provient de l'exterieur | message provient d'un expediteur |
  exterieur de l'organisation | exterieur de votre organisation | expediteur externe | courriel externe | ne cliquez pas sur les | ne cliquez pas sur un |
  ne cliquez sur aucun | recu ce message par erreur | recu ce mail par erreur | recu ce courriel par erreur | recu cet e-mail par erreur |
  l'avez recu par erreur | n'etes pas le destinataire | connaissez-vous l'expediteur | avant d'imprimer ce | pensez a l'environnement |
  buiten de organisatie | buiten uw organisatie | buiten onze organisatie | externe afzender | klik niet op links | klik niet op de links | klik niet op koppelingen |
  ten onrechte ontvangen | per vergissing ontvangen | niet de geadresseerde | niet de bestemmeling | kent u de afzender | denk aan het milieu |
  originated from outside | mail from outside | message from outside | outside the organi | outside of the organi | outside your organi | outside of your organi |
  external sender | external email | do you know the sender | do not click links | do not click on | received this message in error | received this email in error |
  received this e-mail in error | intended recipient | before printing this | before you print |
  externer absender | kennen sie den absender | ausserhalb der organisation | ausserhalb ihrer organisation | irrtumlich erhalten | nicht der richtige adressat`)

/** "Une question ? Appelez le 1234": an office's invitation to all. */
const INVITES =
  /(?<![a-z])(?:questions?|vragen|fragen) ?\? ?(?:appelez|contactez|ecrivez|consultez|composez|telephonez|visitez|bel|mail|contacteer|surf|neem contact|raadpleeg|call|contact|write|rufen sie|kontaktieren)(?![a-z])/

/** A footer's sentences about its mails, for all readers. */
const SUBSCRIBING =
  /(?<![a-z])(?:(?:de|re)?s?inscri|desabonn|abonn|newsletter|nieuwsbrief|uitschrij|inschrij|uit te schrijven|unsubscribe|subscribe|afmeld|plus (?:la )?recevoir|niet (?:meer|langer) (?:te )?ontvangen)/

/** How a footer addresses its readers. */
const TO_READERS = /^\W{0,5}(?:pour |si vous|vous |om |indien |als u|wilt u|wenst u|u ontvangt|if you|to )/
const FIRST_PERSON = /(?<![a-z])(?:je|j'|me|m'|moi|mon|ma|mes|ik|mij|mijn|i|my)(?![a-z])/
const LINKED = /(?:https?:|www\.|\.(?:be|com|org|net|eu|fr|nl|brussels|example)\b)|\|/

export function isClosing(said: string): boolean {
  return (
    said.length <= LONGEST_CLOSING &&
    !said.includes('?') &&
    CLOSINGS.some(closing => said.startsWith(closing))
  )
}

export const isOfGateway = (said: string) => !FIRST_PERSON.test(said) && GATEWAYS.test(said)

/** Whether a line was not written for this mail. A line in the first person is a person's. */
export function isFoot(said: string): boolean {
  if (FIRST_PERSON.test(said)) return false
  if (INVITES.test(said)) return true
  if (SUBSCRIBING.test(said) && (LINKED.test(said) || TO_READERS.test(said))) return true
  return (
    DISCLAIMERS.some(phrase => said.includes(phrase)) &&
    !/\?|verwijder|supprim|effac|oppos|bezwaar/.test(said)
  )
}
