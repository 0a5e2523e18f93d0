import { fold } from './saying.js'

/** Formulas after which a signature follows, folded. */
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
const POSTSCRIPT = /^(?:p\.? ?s\b|n\.? ?b\b|post-scriptum)/

/** Sentences of institutions, not of people: on privacy, confidentiality, viruses, paper; folded. */
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
/** What a footer says to everybody about its mails. */
const SUBSCRIBING =
  /(?<![a-z])(?:(?:de|re)?s?inscri|desabonn|abonn|newsletter|nieuwsbrief|uitschrij|inschrij|uit te schrijven|unsubscribe|subscribe|afmeld|plus (?:la )?recevoir|niet (?:meer|langer) (?:te )?ontvangen)/
/** By which a footer speaks to its readers. */
const TO_READERS = /^\W{0,5}(?:pour |si vous|vous |om |indien |als u|wilt u|wenst u|u ontvangt|if you|to )/
const FIRST_PERSON = /(?<![a-z])(?:je|j'|me|m'|moi|mon|ma|mes|ik|mij|mijn|i|my)(?![a-z])/
const LINKED = /(?:https?:|www\.|\.(?:be|com|org|net|eu|fr|nl|brussels|example)\b)|\|/

/**
 * What a text says in its author's words, for finding a topic: folded, one space between words, paragraphs apart by `¶`. A
 * signature ends at a form feed, where a quotation stood. Without addresses, links, signatures after a closing formula, disclaimers and the footers of newsletters.
 */
export function authorsWords(text: string): string {
  const kept: string[] = []
  let isSignature = false
  for (const line of text.split('\n')) {
    const said = fold(line).trim()
    if (said === '') kept.push('¶')
    if (POSTSCRIPT.test(said) || line.startsWith('\f')) isSignature = false
    if (isClosing(said)) isSignature = true
    if (!isSignature && !isFoot(said)) kept.push(withoutLinks(said))
  }
  return kept.join(' ').replace(/\s+/g, ' ').trim()
}

function isClosing(said: string): boolean {
  return (
    said.length <= LONGEST_CLOSING &&
    !said.includes('?') &&
    CLOSINGS.some(closing => said.startsWith(closing))
  )
}

/** A line that no person wrote for this mail. Who speaks of themselves is a person. */
function isFoot(said: string): boolean {
  if (FIRST_PERSON.test(said)) return false
  if (SUBSCRIBING.test(said) && (LINKED.test(said) || TO_READERS.test(said))) return true
  return (
    DISCLAIMERS.some(phrase => said.includes(phrase)) &&
    !/\?|verwijder|supprim|effac|oppos|bezwaar/.test(said)
  )
}

function withoutLinks(said: string): string {
  return said
    .split(/\s+/)
    .filter(
      word =>
        !/@|^[<(]?(?:https?:|www\.)/.test(word) &&
        !/^[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,5}\.(?:be|com|org|net|eu|fr|nl|brussels|example)[/.,;)]?/.test(
          word,
        ),
    )
    .join(' ')
}
