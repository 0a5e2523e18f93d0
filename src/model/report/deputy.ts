import { findAddresses, isMailSystem, localPart, sameAddress } from './address.js'
import { compilePhrases, fold } from './saying.js'

/** Words by which somebody who is away names who stands in. */
const STANDS_IN = compilePhrases(`
  contact | joindre | adress | en mon absence | pendant mon absence | durant mon absence | remplac | urgen | en cas de | ecrire |
  ecrivez | envoyer | renvoyer | transmettre | secretariat | cabinet | suppleance | collegue | a votre disposition | priere de |
  bereik | neem contact | tijdens mijn afwezigheid | bij afwezigheid | in mijn afwezigheid | vervang | dringend | richten | mailen |
  terecht bij | terecht op | wenden | collega | medewerk | stuur | doorgestuurd | plaatsvervang |
  vertret | dringende | in meiner abwesenheit | wahrend meiner abwesenheit | notfall | ansprechpartner | kollege | richten sie |
  reach | in my absence | during my absence | while i am away | meantime | assist | please write | please email | please e-mail |
  forward | toute question | voor vragen | bei fragen | any question | for questions | vragen kan | stand-in | deputy | covering | cover for | colleague | immediate`)
/** Not a stand-in: where the author will read later, or where to complain about the mail itself. */
const NOT_A_DEPUTY = /^(no-?reply|ne-?pas-?repondre|donotreply|privacy|dpo|unsubscribe|abuse|security)/

/**
 * The e-mail address that an out-of-office names as stand-in; '' when it names none. The first address that isn't the
 * author's (`own`: From, Reply-To, Sender, and us), after a word about contact or replacement in the same paragraph or
 * the line before. The same name part at another domain is the author's other mailbox.
 */
export function deputyIn(text: string, own: string[]): string {
  const lines = text.slice(0, 16_000).split('\n')
  for (const [index, line] of lines.entries()) {
    const address = findAddresses(line).find(candidate => isSomebodyElse(candidate, own))
    if (!address) continue
    const context = lines
      .slice(Math.max(0, index - 3), index + 1)
      .join(' ')
      .slice(-600)
    if (
      STANDS_IN.test(fold(context)) ||
      STANDS_IN.test(
        fold(
          lines
            .slice(index, index + 2)
            .join(' ')
            .slice(0, 400),
        ),
      )
    )
      return address.toLowerCase()
  }
  return ''
}

function isSomebodyElse(address: string, own: string[]): boolean {
  if (isMailSystem(address) || NOT_A_DEPUTY.test(localPart(address))) return false
  return !own.some(
    mine =>
      sameAddress(mine, address) || (localPart(mine) === localPart(address) && localPart(mine).length > 4),
  )
}
