import { compilePhrases, fold } from './saying.js'

export const REPLY_TOPICS = ['objection', 'unsubscribe', 'correction', 'question', 'other'] as const
export type ReplyTopic = (typeof REPLY_TOPICS)[number]

/** Invokes the right to object or to be erased (GDPR art. 17 and 21). */
const OBJECTION = compilePhrases(`
  supprimer mes donnees | supprimez mes | effacer mes donnees | effacez mes | droit d'opposition | je m'oppose | rgpd | gdpr |
  mijn gegevens verwijder | gegevens te verwijder | verwijder mijn gegevens | maak bezwaar | teken bezwaar | recht van bezwaar |
  recht op bezwaar | avg`)

/** Asks to get the mails no more, without invoking a right. */
const UNSUBSCRIBE = compilePhrases(`
  desinscri | desabonn | ne plus recevoir | plus recevoir | ne souhaite plus | cessez de | arretez de | retirez-moi | retirer mon adresse |
  retirez mon | supprimez mon | liste de diffusion … retir | uitschrijv | uit te schrijven | schrijf mij uit | afmelden |
  niet meer ontvangen | niet meer te ontvangen | niet langer ontvangen | wens geen | geen mails meer | geen e-mails meer | stop met | haal mij van |
  verwijder mij | verwijder mijn | unsubscribe | remove me | opt out`)

/** Says that what we hold about somebody is wrong or has changed: address, function, name, language. */
const CORRECTION = compilePhrases(`
  nouvelle adresse | adresse a change | change d'adresse | changement d'adresse | mauvaise adresse | adresse correcte | autre adresse |
  adresse … est desormais | mon adresse e | mon adresse mail est | n'est plus bourgmestre | n'est plus echevin | n'est plus en fonction |
  ne suis plus | n'est plus | plus en charge | mon successeur | a succede | remplace desormais | mettre a jour | mettez a jour |
  mise a jour de | corriger | rectifi | erreur dans mon | erreur dans le nom | erreur dans vos donnees | mal orthographie | a l'avenir … adresse |
  envoyer desormais | desormais a | veuillez utiliser | merci d'utiliser | merci d'adresser | prenez note … adresse |
  nieuw adres | nieuwe mailadres | nieuw mailadres | nieuw e-mailadres | adres is gewijzigd | adres gewijzigd | verkeerd adres | juiste adres | ander adres |
  adreswijziging | niet langer burgemeester | niet meer burgemeester | niet langer schepen | niet meer schepen | niet langer bevoegd |
  niet meer bevoegd | ben niet langer | ben niet meer | mijn opvolg | is opgevolgd | gelieve … aan te passen | aan te passen | wijzigen | verbeter |
  rechtzet | fout in mijn | foutief | verkeerd gespeld | voortaan | in het vervolg | gelieve … te gebruiken | bijwerken`)

/** Wants an answer. */
const QUESTION = compilePhrases(`
  pourriez-vous | pouvez-vous | peut-on | pouvons-nous | est-ce que | qu'en est-il | j'aimerais savoir | je voudrais savoir |
  nous aimerions savoir | souhaiterais savoir | pourrais-je | puis-je | serait-il possible | est-il possible | comment | quand | a qui |
  une question | ma question | merci de me dire | merci de preciser | clarifi | kunt u | kan u | kunnen we | kunnen wij | kan ik |
  zou u | zou het mogelijk | is het mogelijk | ik zou graag weten | graag weten | wij vragen ons af | ik vraag me af | een vraag |
  mijn vraag | hoe kunnen | hoe moet | wanneer | wie kan | waar kan | graag verduidelijking | graag uitleg`)

/**
 * What a reply wants, by its own text; a first guess that a person can change. An objection before an unsubscribe before a
 * correction before a question, since each asks for more care than the next: "pouvez-vous retirer mon adresse ?" is an
 * unsubscribe. A question mark at the end of a sentence is a question.
 */
export function replyTopic(ownText: string): ReplyTopic {
  const text = fold(ownText.slice(0, 20_000))
  if (OBJECTION.test(text)) return 'objection'
  if (UNSUBSCRIBE.test(text)) return 'unsubscribe'
  if (CORRECTION.test(text)) return 'correction'
  if (/[^\s/?&=]\s?\?(?=\s|$)/.test(text.replace(/https?:\S+/g, '')) || QUESTION.test(text)) return 'question'
  return 'other'
}
