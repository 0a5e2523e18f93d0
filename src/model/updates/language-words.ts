/** The languages that a text may be in. */
export type Spoken = 'fr' | 'nl' | 'en' | 'de'

/** Function words that only one of the four languages has: `de`, `en`, `in`, `met` and `on` are in two. Before an apostrophe: `l’`, `qu’`. */
const FUNCTION_WORDS: Record<Spoken, string> = {
  fr: `le la les des du une et est sont aux au à pour dans sur avec par qui que cette ces leur leurs ne pas ou où ils elles
    nous vous votre vos notre nos sa ses été être ont peut peuvent entre afin ainsi aussi mais jusque depuis lors lorsque chaque
    tout toute toutes tous dont sans sous celui celle ceux fait sera seront doit doivent selon avant après ici ce il elle si
    l' d' qu' n' s' c' j' jusqu' lorsqu' aujourd'`,
  nl: `het een van voor op aan bij naar uit door deze dit niet ook zijn wordt worden werd werden kan kunnen moet moeten om
    tot als dan nog geen hun uw onze wie waar wanneer tijdens vanaf tussen onder zonder tegen alle elke meer haar hij zij ze heeft
    hebben zal zullen wil wat hier daar alleen maar omdat zodat vóór sinds volgens zowel eigen andere iedere ieder binnen
    waarop waarvoor hiervoor hierbij daarvoor ervan`,
  en: `the and to for with from this that these those by are been were have has will not which their its your our you at
    into about should would because`,
  de: `und ist nicht ein eine einer einem für mit von zu dem auf im werden wird sind oder auch nach aus über durch zum zur
    das sich bis beim`,
}

/** Words of announcements and their titles that only one of the two languages has. */
const CONTENT_WORDS: Record<'fr' | 'nl', string> = {
  fr: `prime primes aide aides mesure mesures soutien entreprise entreprises commerce commerces commerçants commerçant
    commune communes région bruxelles ville travaux réunion séance fermeture réouverture ouverture prolongation nouveau
    nouvelle nouveaux nouvelles appel projets demande demandes habitants rue rues salle maison communale service services
    emploi économie énergie mobilité logement santé jeunesse enseignement propreté public publics publique bourgmestre
    échevin échevins unique gratuite gratuit hiver été marché marchés dossier indépendants chômage droit ligne paiement`,
  nl: `premie premies steun maatregel maatregelen onderneming ondernemingen handel handelaars handelaar handelszaken gemeente
    gemeenten gewest brussel brusselse stad werken vergadering zitting sluiting heropening opening verlenging verlengd nieuwe
    nieuw oproep projecten aanvraag aanvragen inwoners straat straten zaal gemeentehuis dienst diensten werk werkgelegenheid
    economie energie mobiliteit huisvesting gezondheid jeugd onderwijs netheid openbare openbaar burgemeester schepen schepenen
    eenmalige gratis winter zomer markt markten zelfstandigen werkloosheid recht betaling voor aan`,
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

export const SENTENCE_WORDS: Record<Spoken, ReadonlySet<string>> = {
  fr: setOf(FUNCTION_WORDS.fr),
  nl: setOf(FUNCTION_WORDS.nl),
  en: setOf(FUNCTION_WORDS.en),
  de: setOf(FUNCTION_WORDS.de),
}
export const TITLE_WORDS = { fr: setOf(CONTENT_WORDS.fr), nl: setOf(CONTENT_WORDS.nl) }
