import { compilePhrases, fold } from '../../model/delivery/phrase.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { findAddresses, isMailSystem, localPart, withoutAddresses } from './address.js'

/** Phrases that name the deputy, anywhere in the text. */
const STANDS_IN = compilePhrases(`
  en mon absence | pendant mon absence | durant mon absence | en son absence | pendant cette absence | durant cette periode | remplac | urgen |
  suppleance | assure l'interim | interim | peut vous aider | pourra vous aider | me seconde | mon adjoint | ma collaboratrice | mon collaborateur |
  ma collegue | mon collegue | mes collegues |
  tijdens mijn afwezigheid | bij afwezigheid | in mijn afwezigheid | tijdens deze periode | vervang | dringend | mijn collega | plaatsvervang |
  neemt mijn taken over | neemt waar | mijn medewerk |
  vertret | dringende | in meiner abwesenheit | wahrend meiner abwesenheit | notfall | notfalle | meine kollegin | mein kollege |
  in my absence | during my absence | while i am away | in the meantime | my colleague | stand-in | stands in | back-up | backup | deputy | covering | cover for |
  can assist | can help | for urgent`)

/** Phrases for a contact: the deputy, unless the sentence is about something else. */
const TURN_TO = compilePhrases(`
  contacter | contactez | joindre | joignable | adresser | adressez | ecrire | ecrivez | envoyer | envoyez | renvoyer | transmettre | transmettez | transfere | transmis | redirige |
  tout le reste | toute autre | toutes les autres |
  a votre disposition | s'adresser | toute question | vos questions |
  bereik | neem contact | contacteer | contacteren | contact opnemen | richten | mailen | mail naar | mail dan | terecht bij | terecht op | terecht via |
  wenden | stuur | sturen | doorgestuurd | doorgezonden | voor vragen | vragen kan |
  al het andere | al het overige | andere vragen |
  richten sie | schreiben sie | kontaktieren | ansprechpartner | bei fragen | weitergeleitet | alles andere |
  please contact | contact me | reach | please write | please email | please e-mail | please mail | forward | any question | for questions |
  get in touch | redirected | anything else | everything else`)

/** A label before an address: signatures have it too, so it counts only within the absence notice. */
const LABEL = compilePhrases(
  'contact : | contact: | secretariat | secretariaat | sekretariat | permanence | permanentie | questions | vragen',
)
const AWAY = compilePhrases(`
  absen | conge | vacances | indisponible | afwezig | verlof | vakantie | gesloten | niet aanwezig | abwesen | urlaub | out of | away | holiday | leave`)

/** Contacts for something else: press, web site, complaints, bills, this mail itself. */
const ELSE = compilePhrases(`
  presse | journalist | media | press | pers | persdienst | perscontact | webmaster | site web | site internet | website | webmestre | internetseite |
  technique | technisch | technical | informatique | it-dienst | helpdesk | vie privee | donnees personnelles | rgpd | gdpr | avg | privacy |
  persoonsgegevens | datenschutz | desinscri | uitschrijv | unsubscribe | newsletter | nieuwsbrief | lettre d'information |
  plainte | mediateur | ombud | klacht | beschwerde | complaint | facture | facturatie | factuur | rechnung | invoice |
  candidature | sollicit | bewerbung | job application`)
const DISCLAIMER = compilePhrases(`
  confidentiel | destinataire | destine | par erreur | vertrouwelijk | bestemd | bestemmeling | geadresseerde | ten onrechte | per vergissing |
  confidential | intended | in error | by mistake | vertraulich | empfanger | irrtumlich | disclaimer | virus | imprimer ce | avant d'imprimer`)
/** No deputy: an address that the author reads later, or one for complaints about the mail. */
const NOT_A_DEPUTY =
  /^(no-?reply|ne-?pas-?repondre|donotreply|privacy|dpo|rgpd|gdpr|unsubscribe|abuse|security|webmaster|webmestre|presse?|pers|persdienst|servicepresse|newsletter|nieuwsbrief)(?![a-z])/

const READ = 16_000
const LINES_ABOVE = 3
const BARE_WORDS = 5
/** Characters that are examined above and after an address. */
const ABOVE = 600
const BESIDE = 200

/** A paragraph's kind: about an absence, or a disclaimer about the intended reader. */
type Kind = { isNotice: boolean; isDisclaimer: boolean }

/**
 * The deputy's address in an out-of-office; '' when it names none. Its sentence, or the words leading to it, must say so: addresses of signatures,
 * disclaimers, press offices and web sites don't count. Never the author's or ours (`own`: From, Reply-To, Sender, our addresses). The same local
 * part at another domain is the author's other mailbox.
 */
export function deputyIn(text: string, own: string[]): string {
  const blocks = text
    .slice(0, READ)
    .split(/\n[ \t]*\n/)
    .map(block => block.trim())
    .filter(block => block !== '')
  for (const [index, block] of blocks.entries()) {
    if (!block.includes('@')) continue
    const lead = /:$/.test(blocks[index - 1] ?? '') ? `${blocks[index - 1]}\n` : ''
    const words = fold(withoutAddresses(lead + block))
    const kind = { isNotice: AWAY.test(words), isDisclaimer: DISCLAIMER.test(words) }
    for (const { address, said } of namedIn(lead + block))
      if (isSomebodyElse(address, own) && standsIn(said, kind)) return address.toLowerCase()
  }
  return ''
}

/** The folded words beside an address: since the previous one, after it, and the lines above. */
type Said = { before: string; after: string; above: string[] }

function namedIn(block: string): { address: string; said: Said }[] {
  const sentences = block.split(/\n|(?<=[.!?;])\s+/)
  return sentences.flatMap((sentence, index) => {
    const above = sentences
      .slice(Math.max(0, index - LINES_ABOVE), index)
      .map(line => fold(withoutAddresses(line.slice(-ABOVE))))
    let start = 0
    return findAddresses(sentence).map(address => {
      const at = sentence.indexOf(address, start)
      const before = fold(sentence.slice(start, at))
      start = at + address.length
      const after = fold(withoutAddresses(sentence.slice(start, start + BESIDE).split(/[,/]/)[0] ?? ''))
      return { address, said: { before, after, above } }
    })
  })
}

function standsIn({ before, after, above }: Said, { isNotice, isDisclaimer }: Kind): boolean {
  const here = `${before} ${after}`
  if (ELSE.test(here)) return false
  if (STANDS_IN.test(here)) return true
  if (isDisclaimer) return false
  if (TURN_TO.test(here) || (isNotice && LABEL.test(here))) return true
  // Only a name, phone number or nothing beside the address: the line above tells who it is.
  const isBare = (here.match(/[a-z]{2,}/g) ?? []).length <= BARE_WORDS
  return isBare && leadsTo(above)
}

/** The nearest line above that has words. */
function leadsTo(above: string[]): boolean {
  const telling = above.findLast(line => ELSE.test(line) || STANDS_IN.test(line) || TURN_TO.test(line))
  return telling !== undefined && !ELSE.test(telling)
}

function isSomebodyElse(address: string, own: string[]): boolean {
  if (isMailSystem(address) || NOT_A_DEPUTY.test(localPart(address))) return false
  return !own.some(
    mine =>
      sameAddress(mine, address) || (localPart(mine) === localPart(address) && localPart(mine).length > 4),
  )
}
