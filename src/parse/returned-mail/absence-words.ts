import { WEEKDAY } from './written-date.js'

/** Says that the author is away or will be back; a denied "reachable" needs such words before it. */
const AWAY = [
  "(?:n'est|ne suis|ne serai|ne serons|ne sommes|ne sera|suis|serai|sera) pas (?:joignable|disponible|presente?|accessible|au bureau|atteignable)",
  '(?:pas |peu |plus |difficilement |in)(?:joignable|disponible|accessible)s?',
  '(?:a|de) nouveau (?:joignable|disponible|presente?|accessible|au bureau|parmi|a votre)',
  '(?:joignable|disponible|presente?)s? a nouveau',
  "absente?s?|absence|conges?|vacances|en (?:deplacement|mission|formation|recuperation|reunion|arret|teletravail|voyage|repos)|maladie|malade|hors (?:du )?bureau|a l'etranger",
  "(?:ne sont|ne seront|n'est|ne sera) (?:pas|plus) (?:lue?s?|relevee?s?|consultee?s?)|(?:ne lis|ne lirai|ne consulte|ne consulterai) pas",
  'retour|reviens|reviendrai|rentre|rentrerai|rentree|reprends|reprendrai|reprise',
  '(?:niet|moeilijk|minder|beperkt|slecht|weer|opnieuw|terug|nauwelijks) (?:bereikbaar|beschikbaar|aanwezig|op kantoor|op het werk|in het land|open)',
  '(?:bereikbaar|beschikbaar|aanwezig) (?:weer|terug)|afwezig(?:heid)?|onbereikbaar|niet (?:meer )?gelezen|verlof|vakantie|met ziekte|ziek|buitenland|buiten kantoor|er niet|terug|hervat|herneem|lees|lezen|thuiswerk|telewerk',
  '(?:nicht|schwer|kaum|schlecht|wieder) (?:erreichbar|verfugbar|anwesend|da|im (?:buro|haus|hause|dienst|amt)|fur sie)',
  'abwesen(?:d|heit)|urlaub|ferien|zuruck|wieder|nicht (?:mehr )?gelesen|krank|ausser haus|dienstreise|homeoffice|auf reisen',
  "(?:not|un|barely|hardly) ?(?:available|reachable)|(?:available|reachable) again|away|absent|on (?:annual |sick |parental |maternity )?leave|leave|holidays?|vacation|out of (?:the )?office|out until|ooo|travell?ing|abroad|off sick|sick|back|return(?:ing)?|(?:not|n't) (?:be )?(?:reading|read|monitored)|no access",
]

/** The end of something else: a deadline, a campaign, a building, opening hours. */
const ELSE = [
  '(?:call|ring|write|feed|pay) ?back|rappel(?:er|ez)',
  "dossiers?|demandes?|candidatures?|inscri[a-z]{1,12}|depos(?:e|er|es|ee|ees|ez)|introdui[a-z]{1,6}|introduction|campagne|appel a projets?|enquete|guichets?|maison communale|hotel de ville|administration communale|batiment|bibliotheque|piscine|parc|musee|ecoles?|commerces?|magasins?|horeca|marche|rue|travaux|chantier|primes?|subsides?|aides?|mesures?|formulaires?|delais?|date limite|valables?|valide|en vigueur|prolonge(?:e|es)?|reporte(?:e|es)?|exposition|soldes?|foire|vaccination|consultation|votre (?:message|mail|courriel)|permanences?|horaires?|heures? d'ouverture|ouvert(?:e|es|s)?|ouverture|joignables?|disponibles?|accessibles?",
  'dossier|aanvra(?:ag|gen)|kandidatu[a-z]{1,6}|inschrij[a-z]{1,8}|indien(?:en|ing)?|ingediend|campagnes?|oproep|onderzoek|loket(?:ten)?|gemeentehuis|stadhuis|gebouw|bibliotheek|zwembad|park|museum|scholen|school|winkels?|handelszaken|markt|straat|werken|werf|premies?|subsidies?|steun|maatregel(?:en)?|formulier|termijn|uiterste datum|geldig|van kracht|verlengd|uitgesteld|tentoonstelling|vaccinatie|uw (?:bericht|mail|e-mail)|openingsuren|open|geopend|bereikbaar|beschikbaar|kantooruren',
  'antrage?|ausstellung|bewerbung[a-z]{0,3}|anmeld[a-z]{1,6}|einreich[a-z]{1,6}|kampagne|gemeindehaus|rathaus|gebaude|schalter|schwimmbad|schulen?|geschafte|baustelle|pramien?|massnahmen?|frist|gultig|in kraft|verlangert|offnungszeiten|geoffnet|erreichbar|verfugbar|sprechstunden?',
  'applications?|registrations?|register|submi[a-z]{1,6}|campaign|town hall|city hall|building|counter|library|pool|museum|schools?|shops?|market|street|works|grants?|subsid(?:y|ies)|measures?|forms?|deadline|valid|in force|extended|postponed|exhibition|your (?:message|mail|e-?mail)|opening hours|office hours|open|opens|reachable|available',
]

/** Longer words first in each list; at the same place, the first list wins. */
const WORDS = new RegExp(`\\b(?:(${AWAY.join('|')})|(?:${ELSE.join('|')}))\\b`, 'g')
/** "Je", "ik", "notre service": the author. "Closed" may be the author's office or a building. */
const OF_SELF =
  /\b(?:je|j'|moi|mon|ma|mes|nous|notre|nos|ik|mijn|wij|we|ons|onze|ich|meine?|wir|unsere?|i|i'm|i'll|my|our|(?:le|ce|de|der|das|the|het) (?:service|cabinet|secretariat|secretariaat|dienst|kabinet|bureau|office|sekretariat)|^(?:fermeture|fermes?|sluiting|gesloten|geschlossen|closed))(?![a-z])/
/** What repeats each week. */
const RHYTHM =
  /\b(?:temps partiel|mi-temps|(?:4|quatre) cinquiemes|chaque|tous les|deeltijds|halftijds|parttime|part-time|elke|iedere|telkens|teilzeit|jeden|immer|every|always|toujours|altijd|steeds)\b/
const FRAGMENT_WORDS = 1
const WEEKDAY_BEFORE = new RegExp(`${WEEKDAY}\\.?(?:\\s(?:matin|morgen))?\\s$`)

/** A word that may end an absence, and the sentence around it. */
export type Place = { before: string; word: string; after: string }

/** Whether an absence ends here, by the last word before the place, else the first after it; null: no word tells. */
export function speaksOfAbsence({ before, word, after }: Place): boolean | null {
  return lastKind(before + word) ?? firstKind(after)
}

/** Whether a text is about its author. */
export const isOfSelf = (text: string): boolean => OF_SELF.test(text)

/** True where the author is the subject, or too few words precede the place for another subject. */
export function isOfAuthor({ before }: Place): boolean {
  return OF_SELF.test(before) || (before.match(/[a-z]{2,}/g) ?? []).length <= FRAGMENT_WORDS
}

/** "Du lundi au vendredi", "deeltijds": a weekly rhythm, unless words of an absence precede it. */
export function isOpeningDays({ before, after }: Place): boolean {
  if (RHYTHM.test(before) || RHYTHM.test(after)) return true
  return WEEKDAY_BEFORE.test(before.slice(-24)) && lastKind(before) !== true
}

/** Whether a text is about something other than an absence. */
export const speaksOfElse = (text: string): boolean => firstKind(text) === false

function lastKind(text: string): boolean | null {
  let last: boolean | null = null
  for (const match of text.matchAll(WORDS)) last = match[1] !== undefined
  return last
}

function firstKind(text: string): boolean | null {
  for (const match of text.matchAll(WORDS)) return match[1] !== undefined
  return null
}
