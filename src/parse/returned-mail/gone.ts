import { compilePhrases, fold } from '../../model/delivery/phrase.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { findAddresses, isMailSystem, withoutAddresses } from './address.js'

/** The author has left office or the job, or has retired. */
const LEFT = new RegExp(
  compilePhrases(`
  n'est plus echevin | n'est plus bourgmestre | n'est plus en fonction | n'est plus en charge | n'est plus conseill | n'est plus membre | n'est plus employe |
  n'est plus a la commune | n'est plus au service | n'est plus au sein | n'est plus active au | n'est plus actif au | n'est plus mandataire | n'est plus titulaire |
  ne suis plus echevin | ne suis plus bourgmestre | ne suis plus en fonction | ne suis plus en charge | ne suis plus conseill | ne suis plus membre |
  ne suis plus a la commune | ne suis plus au service | ne suis plus mandataire | ne suis plus employe | ne suis plus titulaire |
  n'exerce plus | n'occupe plus | ne travaille plus | ne fait plus partie | ne fais plus partie | n'assume plus |
  a quitte ses fonctions | a quitte la commune | a quitte le college | a quitte l'administration | a quitte son poste | a quitte notre | ai quitte mes fonctions | ai quitte la commune |
  ai quitte le college | ai quitte l'administration | ai quitte mon poste | pris ma retraite | pris sa retraite | pris ma pension | pris sa pension | partie a la retraite | parti a la retraite |
  partie a la pension | parti a la pension | suis a la retraite | est a la retraite | suis retraite |
  suis pensionne | est pensionne | admis a la pension | suis en pension | est en pension | fin de mon mandat | mandat … a pris fin | mandat … s'est termine | mandat … est termine |
  a demissionne | ai demissionne | est decede | est decedee |
  geen schepen meer | geen burgemeester meer | geen mandataris meer | geen raadslid meer | niet langer schepen | niet langer burgemeester | niet meer schepen | niet meer burgemeester |
  niet langer in functie | niet meer in functie | niet langer in dienst | niet meer in dienst | niet langer werkzaam | niet meer werkzaam | niet langer actief | niet meer actief |
  niet langer bevoegd | niet meer bevoegd | werkt niet meer | werk niet meer | werkt niet langer | werk niet langer | geen deel meer uit | met pensioen | gepensioneerd |
  op rust gesteld | mandaat … is beeindigd | mandaat is afgelopen | einde van mijn mandaat | mandaat loopt af | heeft de gemeente verlaten | heb de gemeente verlaten | heeft ons verlaten |
  uit dienst | ontslag genomen | is overleden |
  nicht mehr schoffe | nicht mehr burgermeister | nicht mehr im amt | nicht mehr im dienst | nicht mehr tatig | nicht mehr fur … tatig | nicht mehr bei der | im ruhestand | in rente |
  in pension gegangen | aus dem amt geschieden | ausgeschieden | ist verstorben |
  no longer the mayor | no longer mayor | no longer an alderman | no longer alderman | no longer in office | no longer with | no longer work | no longer employed | no longer hold |
  no longer a member | no longer part of | no longer in this role | no longer in post | have retired | has retired | am retired | is retired | left the council | left the municipality |
  left the organisation | left the organization | left office | my term has ended | passed away`),
  'g',
)

/** "Je ne travaille plus le vendredi", "ik werk niet meer op woensdag": still there on other days. */
const PART_OF_THE_WEEK =
  /^(?:s|en|e)? (?:(?:que|les?|du|l'|op|de|des|am|an|den|in|the|on|from|a|temps|tous|alle|elke|every|chaque) ?){0,2}(?:[a-z]{2,8}(?:di|dag|day|tag)(?:s|en|e)?\b|dimanche|mittwoch|matin|apres-midi|soir|week-?end|domicile|maison|plein|thuis|voltijds|halftijds|morgens?|nachmittags?|ochtend|namiddag|mornings?|afternoons?|home|full[ -]?time)/

/** The mailbox is closed for good; or the author has another office, perhaps with a part of the old one. */
const CLOSED = compilePhrases(`
  ne m'occupe plus | ne s'occupe plus | n'est plus responsable | ne suis plus responsable | change de fonction | niet langer verantwoordelijk |
  niet meer verantwoordelijk | van functie veranderd | nicht mehr zustandig | nicht mehr verantwortlich | no longer handle | no longer responsible |
  moved to a new role | moved to another role | moved to another position | moved to another department |
  boite n'est plus | boite mail n'est plus | boite aux lettres n'est plus | adresse n'est plus | messagerie n'est plus | compte n'est plus | adresse … n'existe plus | adresse courriel n'est plus | adresse mail n'est plus | adresse e-mail n'est plus | adresse electronique n'est plus | boite … n'existe plus | compte n'existe plus |
  mails ne sont plus | messages ne sont plus |
  courriels ne sont plus | adresse sera supprimee | adresse sera fermee | adresse sera desactivee | boite sera supprimee | boite sera fermee | boite sera desactivee | boite est fermee |
  mailbox wordt niet meer | mailbox wordt niet langer | postvak wordt niet meer | postvak wordt niet langer | adres wordt niet meer | adres wordt niet langer | adres is niet meer | adres bestaat niet | mailbox bestaat niet | postvak bestaat niet |
  adres is niet langer | mailadres is niet meer | mailadres wordt niet meer | adres wordt binnenkort | mailbox wordt binnenkort | adres wordt afgesloten | adres wordt gesloten |
  mailbox wordt afgesloten | mailbox wordt gesloten | mails worden niet meer | berichten worden niet meer | e-mails worden niet meer |
  postfach wird nicht mehr | adresse wird nicht mehr | postfach ist nicht mehr | adresse ist nicht mehr | mailadresse wird nicht mehr | postfach wird geschlossen | adresse wird geloscht |
  nachrichten werden nicht mehr | adresse existiert nicht | postfach existiert nicht |
  mailbox is no longer | mailbox no longer | address is no longer | address no longer | account is no longer | inbox is no longer | mailbox will be closed | address will be closed |
  account will be closed | mails are no longer | messages are no longer | emails are no longer | mailbox does not exist | address does not exist any | mailbox no longer exists`)

/** Words before the successor's address. */
const SUCCEEDS = compilePhrases(`
  success | succede | remplac | desormais | dorenavant | a present | nouvelle echevine | nouvel echevin | nouveau bourgmestre | nouvelle bourgmestre | mandat est repris |
  opvolg | vervang | voortaan | nieuwe schepen | nieuwe burgemeester | neemt … over | nachfolg | neue schoffin | neuer schoffe | kunftig | ab sofort |
  succeed | replac | new mayor | new alderman | taken over | from now on`)

const READ = 16_000

/**
 * Whether an automatic reply says that its author left or the mailbox is no longer read, for good. With a day (`until`, '' for none) it is an
 * absence. With the author's new address (`newAddress`, '' for none) it is a move.
 */
export function isGone(ownText: string, until: string, newAddress: string): boolean {
  const text = fold(ownText.slice(0, READ))
  return hasLeft(text) || (until === '' && newAddress === '' && CLOSED.test(text))
}

function hasLeft(text: string): boolean {
  for (const { index, 0: said } of text.matchAll(LEFT))
    if (!PART_OF_THE_WEEK.test(text.slice(index + said.length, index + said.length + 40))) return true
  return false
}

/** The successor's address, in the sentence that says so or right below it; '' when none is given. A person must confirm it. */
export function successorIn(ownText: string, own: string[]): string {
  const sentences = ownText.slice(0, READ).split(/\n|(?<=[.!?;])\s+/)
  for (const [index, sentence] of sentences.entries()) {
    const address = findAddresses(sentence).find(
      one => !isMailSystem(one) && !own.some(mine => sameAddress(mine, one)),
    )
    if (!address) continue
    const said = fold(
      withoutAddresses(`${(sentences[index - 1] ?? '').slice(-300)} ${sentence.slice(0, 1000)}`),
    )
    if (SUCCEEDS.test(said)) return address.toLowerCase()
  }
  return ''
}
