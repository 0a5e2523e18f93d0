import { compilePhrases, fold } from '../../model/delivery/phrase.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { findAddresses, isMailSystem } from './address.js'

/** Words with which a person gives their own new address, not a deputy's. */
const MOVED = compilePhrases(`
  nouvelle adresse | nouvel e-mail | nouveau mail | adresse a change | change d'adresse | changement d'adresse | adresse … est desormais |
  mon adresse e-mail est | mon adresse mail est | mon adresse electronique est | adresse correcte | bonne adresse | desormais a l'adresse |
  mettre a jour … adresse | a l'avenir … adresse | utiliser desormais | desormais utiliser | remplacer … adresse |
  nieuw adres | nieuw e-mailadres | nieuw mailadres | nieuwe mailadres | nieuwe e-mailadres | nieuwe emailadres | nieuw emailadres | adres is gewijzigd | adres gewijzigd | adreswijziging | juiste adres |
  mijn e-mailadres is | mijn mailadres is | voortaan … adres | voortaan op | voortaan naar |
  neue adresse | neue e-mail-adresse | neue mailadresse | adresse hat sich geandert | meine e-mail-adresse lautet |
  new address | new e-mail address | new email address | address has changed | changed my address | change of address | my email address is now |
  update your records | update your address book | please use … address`)

/**
 * The author's new address; '' when none is given. It is in a sentence that says so, or in the line after; `known` are our addresses and the one we
 * wrote to. A person must confirm it.
 */
export function newAddressIn(text: string, known: string[]): string {
  const lines = text.slice(0, 16_000).split('\n')
  for (const [index, line] of lines.entries()) {
    const said = fold(`${lines[index - 1] ?? ''} ${line}`.slice(-600))
    const address = findAddresses(line).find(
      one => !isMailSystem(one) && !known.some(mine => sameAddress(mine, one)),
    )
    if (address && MOVED.test(said)) return address
  }
  return ''
}
