import { compilePhrases, fold } from '../../model/delivery/phrase.js'
import type { Holder } from '../../model/returned-mail/report.js'
import { type Field, headerText } from './header.js'

const QUARANTINE = compilePhrases(`
  mis en quarantaine | mise en quarantaine | place en quarantaine | placee en quarantaine | est en quarantaine | retenu en quarantaine |
  retenu par notre filtre | retenu par le filtre | retenu par la passerelle | bloque par notre filtre | ne sera remis que si | ne sera remise que si |
  ne sera delivre que si | ne sera distribue que si | en attente d'approbation | en attente de moderation | en attente de liberation |
  zit in quarantaine | in quarantaine geplaatst | in quarantaine gezet | in quarantaine gehouden | bericht werd tegengehouden | bericht is tegengehouden |
  mail werd tegengehouden | mail is tegengehouden | wacht op goedkeuring | in afwachting van goedkeuring | wacht op vrijgave | wordt pas afgeleverd |
  was quarantined | been quarantined | is quarantined | in quarantine | held in quarantine | quarantined by | has been held for | is being held for | is held for |
  was held for | awaits moderator | awaiting moderator | awaiting approval | held for approval | held for review | waiting for approval | pending approval |
  in quarantane | quarantane verschoben | wurde zuruckgehalten | wird zuruckgehalten | wartet auf freigabe | wartet auf genehmigung`)

const CHALLENGE = compilePhrases(`
  confirmez … que vous etes | confirmer que vous etes | prouvez que vous etes | en attente de votre confirmation | attend votre confirmation |
  avant que votre message ne | sans confirmation, votre message | sans confirmation de votre part | pour que votre message me parvienne |
  pour que votre message … soit remis | pour que votre message … soit delivre | pour que votre message … soit distribue | sans cette authentification |
  vous authentifier comme | authentifiez-vous comme | pour authentifier votre adresse | verification de l'expediteur |
  bevestig … dat u | bevestigen dat u een mens | bevestigen dat u geen robot | wacht op uw bevestiging | voordat uw bericht wordt | zonder bevestiging |
  om uw bericht af te leveren … klik | verificatie van de afzender | zonder deze bevestiging | zonder deze verificatie |
  waiting for your confirmation | awaiting your confirmation | requires your confirmation | requires confirmation | to deliver your message … click | to deliver your message … confirm | to have your message delivered |
  before your message can be delivered | before your message is delivered | confirm that you are | confirm you are | prove that you are | prove you are | verify that you are |
  verify you are | sender verification | sender confirmation | your mail is held until | your message is held until | your email is held until |
  bestatigen sie, dass sie | bestatigen sie … dass sie | wartet auf ihre bestatigung | bevor ihre nachricht | ohne bestatigung | absenderbestatigung | absenderprufung`)

const ANSWER = /^(?:re|aw|antw|sv|ref?|r|tr|fw|fwd|wg)\s?:/
const READ = 8_000

/**
 * Who holds the mail that this one is about; null when no words say so. A quarantine counts in a machine's mail (`isMachine`) or in the subject. A
 * challenge counts beside a link: people never write both.
 */
export function holderIn(fields: Field[], ownText: string, isMachine: boolean): Holder | null {
  const subject = fold(headerText(fields, 'subject').slice(0, READ))
  const text = fold(ownText.slice(0, READ))
  const hasLink = /https?:\/\/\S/.test(text)
  if (hasLink && (CHALLENGE.test(text) || CHALLENGE.test(subject))) return 'challenge'
  const isInSubject = !ANSWER.test(subject) && QUARANTINE.test(subject)
  return isInSubject || (isMachine && QUARANTINE.test(text)) ? 'quarantine' : null
}
