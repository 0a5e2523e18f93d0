import type { ReplyTopic } from '../../model/returned-mail/report.js'
import { authorsWords } from './authors-words.js'

/**
 * A reply's topic, by its author's words only: not by signature, disclaimer, address or link. A person can change it. The order is objection,
 * unsubscribe, correction, question, by the care needed: "pouvez-vous retirer mon adresse ?" is an unsubscribe.
 */
export function replyTopic(ownText: string): ReplyTopic {
  const said = authorsWords(ownText)
  if (OBJECTION.test(said)) return 'objection'
  if (UNSUBSCRIBE.test(said) || BARE_STOP.test(said)) return 'unsubscribe'
  if (CORRECTION.test(said)) return 'correction'
  return isQuestion(said) ? 'question' : 'other'
}

/** Only that word. */
const BARE_STOP = /^stop[ .!¶]{0,20}$/

/** A question mark after a word, words that want an answer, or a sentence such as "Wanneer komt de premie". */
function isQuestion(said: string): boolean {
  if (/[^\s/?&=]\s?\?(?=[\s!?)\]"'»”.…*_]|$)/.test(said) || QUESTION.test(said)) return true
  return said.split(/[.!;:¶]/).some(sentence => INTERROGATIVES.test(sentence) && !sentence.includes(','))
}

/**
 * Whole folded words with single spaces. `*` at a word's end is any ending; `…` is anything within 60 characters of the paragraph; `(a, b)` is one of
 * several.
 */
function words(phrases: string): RegExp {
  const alternatives = phrases
    .replace(/\s+/g, ' ')
    .split('|')
    .map(phrase => patternOf(phrase.trim()))
  return new RegExp(`(?<![a-z])(?:${alternatives.join('|')})(?![a-z])`)
}

function patternOf(phrase: string): string {
  return phrase
    .replace(/\(([^()]*)\)/g, (_, list: string) => `(?:${list.split(', ').join('|')})`)
    .replaceAll('*', '[a-z]{0,20}')
    .replace(/ ?… ?/g, '[^¶]{0,60}?')
}

/** Invokes the right to object or to erasure (GDPR art. 17 and 21). Only naming a privacy law doesn't. */
const OBJECTION = words(`
  (supprimer, supprimez, supprime, effacer, effacez, efface, retirer, retirez) (mes, nos) (donnees, coordonnees) |
  suppression de (mes, nos) donnees | (supprim*, effac*) toutes (mes, nos) (donnees, coordonnees) | droit d'opposition | droit a l'(effacement, oubli) | m'oppose | m'y oppose |
  nous opposons | nous y opposons | (rgpd, gdpr, avg) … (supprim*, effac*, oppos*, retir*, verwijder*, wis, wissen, bezwaar) |
  (supprim*, effac*, oppos*, verwijder*, wis, wissen, bezwaar) … (rgpd, gdpr, avg) |
  (mijn, onze) (gegevens, persoonsgegevens, persoonlijke gegevens) … (verwijder*, wissen) | gegevens te (verwijderen, wissen) |
  (verwijder, verwijdert, wis) (mijn, onze) gegevens | (maak, maken, teken, tekenen) … bezwaar |
  recht (van, op, tot) bezwaar |
  widerspre* … (verarbeitung, daten) | widerspruch gegen | (losch*, entfern*) … (meine, unsere) (daten, personlichen daten, personenbezogenen daten) | (dsgvo, datenschutz*) … (losch*, widerspr*) |
  (delete, erase, remove) all … data | (gdpr, data protection) … (delete, erase) | recht om vergeten te worden | right to (object, erasure) | object to the processing |
  (delete, erase, remove) my (personal data, data)`)

/** Asks for no more mails, without invoking a right. */
const UNSUBSCRIBE = words(`
  desinscri* | desabonn* | plus recevoir | ne (souhaite, souhaitons, veux, voulons, desire, desirons) plus (ces, cette, vos, votre) |
  ne plus (m'envoyer, nous envoyer, m'adresser, nous adresser, m'ecrire, nous ecrire) |
  adresse … (supprimez, retirez, effacez, enlevez)-la | (supprimez, retirez, effacez, enlevez)-la de |
  (cessez, cesser, arretez, arreter) (de m'*, de nous, vos, ces, cet, cette) |
  (retirez, retirer, enlevez, enlever, supprimez, supprimer) (mon, notre, cette) (adresse, e-mail, email, mail, nom) |
  (retirez, enlevez, otez, supprimez)-(moi, nous) | (retirer, retirez, enlever, enlevez) … (liste, mailing, diffusion) |
  me (retirer, desinscrire, desabonner) de | liste de diffusion … retir* |
  uitschrij* | uit te schrijven | schrijf (mij, me, ons) uit | uitgeschreven … worden | afmelden | af te melden |
  niet (meer, langer) (te ontvangen, ontvangen) | (wens, wensen, wil, willen) geen … (mails, e-mails, berichten, nieuwsbrieven) |
  geen (mails, e-mails, berichten) meer | stop met (mailen, sturen, het sturen, deze, die, uw) | haal (mij, me, ons) van | (uit, van) (de, uw, deze) (mailinglijst, mailinglist, maillijst, verzendlijst) | van (de, uw, deze) lijst (halen, te halen) |
  (verwijder, verwijdert) (mij, me, ons) | (verwijder, verwijdert) (mijn, ons, dit) (adres, mailadres, e-mailadres, e-mail, naam) |
  (mijn, ons) (adres, mailadres, e-mailadres) … te verwijderen |
  unsubscribe | remove (me, us, my address) | opt out | opt-out | stop sending | take (me, us) off | no longer (wish, want) to receive |
  abmelden | abbestell* | austragen | abzumelden | aus (dem, ihrem) (verteiler, mailverteiler) | (mich, uns, meine*) … (aus, von) (der, ihrer) (mailingliste, liste) |
  (mochte*, will, wollen, wunsche*) keine (weiteren, mails, e-mails, newsletter) | keine (mails, e-mails, newsletter) mehr |
  (schicken, senden) sie (mir, uns) (keine, nichts)`)

const OFFICES = 'bourgmestre, echevin*, conseill*, president*, secretaire, direct*, ministre'
const AMBTEN = 'burgemeester, schepen, raadslid, voorzitter, secretaris, directeur'

/** Says that our data about the person is wrong or has changed: address, office, name, language. */
const CORRECTION = words(`
  (nouvelle, nouvelles, mauvaise, bonne, autre) (adresse, adresses, coordonnees) | nouveau (mail, courriel, email) |
  nouvel (e-mail, email) | adresse … (a change, est desormais, sera desormais, n'est plus) |
  (change, changer, changement, changeons) d'adresse | adresse (correcte, exacte) |
  mon adresse (e-mail, email, mail, electronique) (est, devient) |
  (n'est, ne suis, ne sommes) plus (en fonction*, en charge, en poste, competent*, responsable, membre, titulaire, joignable) |
  (n'est, ne suis, ne sommes) plus (parmi nous, a la commune, au college, a l'administration, au cabinet) |
  (n'est, ne suis) plus (${OFFICES}) | (n'est, ne suis) plus (notre, le, la, votre) (${OFFICES}) |
  (n'est, ne suis) plus l'echevin* | ne (travaille, fait, fais) plus (a la, pour la, partie) | plus en charge |
  (mon, son, notre) successeur | (mon, son) mandat … (prend fin, a pris fin, se termine, s'acheve, est termine) | le nom (de notre, du, de la) (${OFFICES}) (est, s'ecrit) | (a, ai) succede | remplace desormais | desormais remplace* |
  (mettre, mettez) a jour (vos, votre, mes, mon, ma, notre, nos, la liste, le fichier, les coordonnees, l'adresse) |
  mise a jour de (mes, nos, vos, la liste) | (corriger, corrigez, rectifi*) | mal orthographie* | (mon, notre, son) (nom, prenom) (s'ecrit, s'orthographie, est mal, n'est pas) |
  (desormais, plutot, dorenavant, a l'avenir) en (francais, neerlandais, anglais, allemand) |
  erreur dans (mon, mes, notre, le nom, l'adresse, la liste, vos donnees, votre liste) | a l'avenir … adresse |
  (envoyer, adresser, ecrire, envoyez, adressez, ecrivez) desormais | desormais a | (veuillez, merci d') (utiliser, adresser) |
  merci d'(utiliser, adresser) | prenez note … adresse | changer (ma, notre, la) (langue, fonction, adresse) |
  nieuw adres | (nieuwe, nieuw) (mailadres, e-mailadres, emailadres) | adres … (gewijzigd, veranderd) |
  (verkeerd, juiste, ander, correct, correcte) (adres, mailadres, e-mailadres) | adreswijziging |
  (niet langer, niet meer) (${AMBTEN}, bevoegd, verantwoordelijk, in dienst, in functie, werkzaam, actief, bereikbaar) |
  (niet langer, niet meer) (de, onze, uw) (${AMBTEN}) | (mijn, onze, zijn, haar) opvolg* | is opgevolgd | (mijn, zijn, haar) mandaat … (eindigt, loopt af, afgelopen, ten einde) | de naam van (onze, de) (${AMBTEN}) is | opgevolgd door |
  aan te passen | te (wijzigen, verbeteren, corrigeren) | rechtzet* | recht te zetten | foutief | foutieve |
  (graag, liever, voortaan) … in het (nederlands, frans, engels, duits) | in plaats van (mezelf, mij, ondergetekende) |
  mijn (naam, achternaam, voornaam) (is verkeerd, schrijf, wordt geschreven) | (fout, fouten) in (mijn, onze, het adres, de naam, uw, de lijst) | verkeerd gespeld |
  voortaan … (adres, mailadres, e-mailadres) | voortaan (naar, op) | in het vervolg | gelieve … te gebruiken | bijwerken |
  bij te werken | new (address, e-mail address, email address) | address has changed | no longer (the mayor, mayor, in office) |
  (neue, falsche, richtige) (adresse, e-mail-adresse, mailadresse) | nicht mehr (burgermeister*, schoff*, im amt, zustandig) | (mein, meine) nachfolge*`)

/** Wants an answer. */
const QUESTION = words(`
  (pourriez, pouvez)-vous | (pouvons, pourrions)-nous | (puis, pourrais)-je | est-ce que | qu'en est-il |
  *-(il, elle, on, ils, elles) | *-t-(il, elle, on, ils, elles) |
  (aimerais, aimerions, voudrais, voudrions, souhaiterais, souhaiterions, souhaite, souhaitons) (savoir, connaitre) |
  est-ce possible | (une, ma, notre, mes, nos, deux, trois) (question, questions) | merci de (me dire, nous dire, preciser, confirmer) |
  merci de (me, nous, nous le, me le, bien vouloir) (preciser, indiquer, confirmer, dire) | clarifi* |
  (kunt, kan, wilt, zou) u | (kunnen, zouden) (we, wij) | (kan, mag) ik | zou het mogelijk | is het mogelijk |
  graag weten | (vraag, vragen) (me, mij, ons) af | (een, mijn, onze, twee, drie) (vraag, vragen) |
  graag (verduidelijking, uitleg, meer info, meer informatie, meer uitleg, een antwoord) | (konnen, konnten, wurden) sie | (plus d'infos, plus d'informations) | (could, can, would) you | would like to know`)

/** Beginnings of sentences that are questions even without a mark. */
const INTERROGATIVES =
  /^ ?(?:et |mais |en |maar )?(?:comment|quand|pourquoi|combien|qui|quel|quelle|quels|quelles|a qui|hoe|hoeveel|wanneer|waarom|wie|waar|welk|welke) [a-z]/
