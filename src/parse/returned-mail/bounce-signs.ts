import { compilePhrases, fold } from '../../model/delivery/phrase.js'
import { fieldAddress, isMailSystem } from './address.js'
import { type Field, headerText, headerValues } from './header.js'

/** Subjects with which mail systems begin a bounce or delay notice, in English, French, Dutch, German and related languages. */
const SUBJECTS = `
  undeliver | undelivered mail | mail delivery fail | mail delivery system | mail delivery problem | mail delivery status |
  delivery status notification | delivery failure | delivery failed | delivery has failed | delivery report |
  delivery notification | delivery error | delivery status | email bounce | processing error | mail error | delivery delay | delivery problem | delivery incomplete | delivery unsuccessful |
  failure notice | failed mail | failed delivery | failure delivery | fail to deliver | returned mail | returned to sender |
  return to sender | returned email | returning message | message delivery | message could not be delivered | message status |
  message undeliver | message not delivered | message you sent blocked | mail system error | mail error | mail failure |
  mail undeliver | mail returned | mail could not be delivered | could not deliver | couldn't deliver | unable to deliver |
  unable to send | nondeliverable | non-deliver | non deliver | ndn: | ndr: | nondelivery | warning: could not send |
  warning: message | warning - delayed mail | warning: delayed | delayed mail | delayed: | delay: | user unknown |
  unknown user | bounced mail | bounce: | undelivered | rejected: | rejected mail | considered unsolicited | recipient unknown |
  email error | email delivery failure | problem delivering | notification d'etat de remise | notification de l'etat |
  echec de la remise | echec de remise | echec d'envoi | echec de distribution | echec de la distribution | non remis |
  non distribuable | non delivre | message non remis | message non distribue | message non delivre | avis de non-remise |
  avis de non remise | avis de non-distribution | rapport de non-remise | rapport de non remise | retour de courrier |
  courrier retourne | courrier non | impossible de remettre | remise impossible | remise retardee | remise differee |
  distribution du courrier | votre message n'a pas | mail non remis | retour a l'expediteur |
  onbestelbaar | niet bezorgd | niet afgeleverd | bezorging mislukt | bezorging vertraagd | bezorgstatus | niet bestelbaar |
  bericht niet | mail niet bezorgd | kan niet worden bezorgd | statusmelding bezorging | afleverstatus |
  unzustellbar | nicht zustellbar | nachricht nicht | mail nicht zugestellt | zustellung | zustellungsfehl | zustellfehler |
  zustellbenachrichtigung | mailzustellung | benachrichtigung zum ubermittlungsstatus | nachricht konnte nicht |
  ubermittlung | rucklaufer | ubermittlungsfehler | verzogerte zustellung |
  no entregado | no se puede entregar | notificacion de estado | non recapitabile | mancata consegna | nao entregue |
  impossibile recapitare | olevererbart | niedostarcz | ikke leveret | ikke levert`

/** Sentences with which the text of a bounce begins. They count outside quotations only. */
const SENTENCES = `
  could not be delivered | couldn't be delivered | cannot be delivered | can not be delivered | can't be delivered |
  not be delivered | was not delivered | were not delivered | not delivered to | not been delivered | wasn't delivered |
  unable to deliver | wasn't able to deliver | not able to deliver | was unable to deliver | could not deliver |
  failed to deliver | couldn't deliver | delivery to the following | delivery failed | delivery has failed | delivery of … failed |
  delivery attempts | failed permanently | did not reach | has been delayed | been returned to | being returned |
  returned to sender | undeliverable | undelivered | permanent fatal errors | transient non-fatal errors | permanent error |
  following addresses | following address | following recipient | following destination | delivery failure |
  delivery status notification | delivery report | mail delivery | your message was rejected | message was rejected |
  was rejected | has been rejected | has been blocked | was blocked | not accepted | nondeliverable | not a valid user | has been postponed | returned because | error has occurred while | failed address |
  user unknown | unknown user | no such user | does not exist | mailbox is full | mailbox full | problem delivering |
  reason for the problem | failed recipient | email address you entered | can't accept messages | no longer exists |
  n'a pas pu etre | n'ont pas pu etre | n'a pas ete remis | n'a pas ete delivre | n'a pas ete distribue | echec de la remise |
  impossible de remettre | impossible de delivrer | impossible de distribuer | n'est pas parvenu | ne peut etre remis |
  ne peut pas etre | n'a pu etre | retourne a l'expediteur | remise a echoue | echec de l'envoi | adresse … est introuvable |
  kon niet worden | kan niet worden bezorgd | kan niet worden afgeleverd | konden niet worden | niet worden bezorgd |
  bezorging mislukt | bezorging … mislukt | niet afgeleverd | niet bezorgd | is niet aangekomen | niet besteld |
  konnte nicht zugestellt | konnte nicht ausgeliefert | konnten nicht zugestellt | kann nicht zugestellt | nicht zugestellt werden |
  fehler bei der nachrichtenzustellung | zustellung … fehlgeschlagen | nicht zustellbar | unzustellbar | nicht ubermittelt |
  folgende empfanger | folgenden empfanger | nicht erreicht |
  no pudo ser entregado | no se pudo entregar | nao pode ser entregue | nao pode ser enviada | no ha podido ser entregado |
  impossibile consegnare | non e stato possibile`

const SUBJECT = new RegExp(`^[\\s*!"'(<[-]*${compilePhrases(SUBJECTS).source}`)
const SENTENCE = compilePhrases(SENTENCES)
/** A list's or forwarder's prefix before a subject: `[list]`, `Fwd:`; not `Re:`, which people write. */
const PREFIX = /^(?:\s*(?:\[[^\]]{1,40}\]|\{[^}]{1,40}\}|\*{2,}[^*]{1,30}\*{2,}(?!\*)))*\s*/

/** Whole names of mail systems: "Administrateur général" is a person's office. */
const SENDER_NAME =
  /^["'\s]*(?:(?:internet |e-?)?mail delivery (?:sub)?(?:system|service)|delivery (?:sub)?system|mailer[- ]?daemon|postmaster|(?:mail|system) ?administrator|administrateur syst.me|systeembeheerder|systemadministrator|mail (?:system|router)|maildaemon|mmsc ndr administrator|microsoft outlook|microsoft exchange)["'\s]*$/i

/** Names without a domain, garbled addresses, and the null address, as author. */
const SYSTEM_FROM = /^[\s"<]*(?:mailer-daemon|postmaster)\b|^\s*<\s*>\s*$/i

const NOBODY = /\bmailer-?daemon\b|^\s*<\s*>\s*$/i

/** Signs in a mail's header and text that a mail system wrote it. */
export type BounceSigns = {
  /** By its address, which is a mail system's or empty. */
  isSystem: boolean
  /** By an address without a person: mailer-daemon, or none. A postmaster may be a person. */
  isNobody: boolean
  /** By the name beside the address. */
  isNamed: boolean
  hasNullPath: boolean
  isAutomatic: boolean
  isSubject: boolean
  isText: boolean
  /** The subject is an answer's or a forward's, or the mail names the one that it answers. */
  isAnswer: boolean
}

export function bounceSigns(fields: Field[], ownText: string): BounceSigns {
  const from = headerText(fields, 'from')
  const subject = fold(headerText(fields, 'subject')).replace(PREFIX, '')
  const path = headerValues(fields, 'return-path')[0] ?? ''
  const answered = headerValues(fields, 'in-reply-to', 'references').some(value => value.trim() !== '')
  return {
    isSystem: isMailSystem(fieldAddress(from)) || SYSTEM_FROM.test(from),
    isNobody: NOBODY.test(from),
    isNamed: SENDER_NAME.test(nameIn(from)),
    hasNullPath: /^<\s*>$/.test(path.trim()) || /^<?mailer-daemon\b/i.test(path),
    isAutomatic: headerValues(fields, 'auto-submitted').some(value => !/^\s*no\b/i.test(value)),
    isSubject: SUBJECT.test(subject),
    isText: SENTENCE.test(fold(ownText.slice(0, 6000))),
    isAnswer: answered || /^\s*(re|aw|antw|sv|tr|fw|fwd|wg|doorst)\s*(?:\[\d+\]\s*)?:/i.test(subject),
  }
}

/** The name in `Name <address>` or `address (Name)`. */
function nameIn(from: string): string {
  const bracket = from.indexOf('<')
  return /\(([^()]{1,80})\)$/.exec(from.trimEnd().slice(-82))?.[1] ?? from.slice(0, Math.max(0, bracket))
}
