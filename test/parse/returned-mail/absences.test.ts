import { describe, expect, it } from '@jest/globals'
import { absenceUntil } from '../../../src/parse/returned-mail/absence-date.js'
import { deputyIn } from '../../../src/parse/returned-mail/deputy.js'

/** Text, ISO date; the mail is of Thursday 26 November 2026. Opening hours and the end of something else are none. */
const MEANT: [string, string][] = [
  ["Je suis absente jusqu'au vendredi 4 décembre inclus.", '2026-12-04'],
  ['Le guichet est ouvert du lundi au vendredi de 9h à 12h.', ''],
  ['Ons loket is open van maandag tot donderdag.', ''],
  ['lundi au vendredi, 9h-12h', ''],
  ['Nous sommes joignables du lundi au jeudi.', ''],
  ['Je suis absent du lundi au mercredi.', '2026-12-02'],
  ['Ik ben afwezig van maandag tot woensdag.', '2026-12-02'],
  ["La maison communale est fermée jusqu'au 4 janvier.", ''],
  ['De campagne loopt tot 15 januari.', ''],
  ['Het gemeentehuis is gesloten van 24/12 tot 3/1.', ''],
  ['The town hall is closed until 4 January.', ''],
  ['Until 15 January applications can be submitted online.', ''],
  ['Das Rathaus ist bis zum 4. Januar geschlossen.', ''],
  ['Anträge können bis 15. Januar eingereicht werden. Ich bin ab 7. Dezember wieder im Büro.', '2026-12-07'],
  ['Inschrijven kan tot 15 december. Zelf ben ik terug op 7 december.', '2026-12-07'],
  [
    "Les inscriptions sont ouvertes jusqu'au 15 janvier, je suis quant à moi absent jusqu'au 4 décembre.",
    '2026-12-04',
  ],
  ['Votre message sera lu à mon retour le 7 décembre.', '2026-12-07'],
  ['Je suis en congé pour deux semaines.', '2026-12-10'],
  ['Ik ben nog een week met verlof.', '2026-12-03'],
  ['Ik ben met verlof voor 2 weken.', '2026-12-10'],
  ['Terug over een week.', '2026-12-03'],
  ['De retour dans quinze jours.', '2026-12-10'],
  ['Back in two weeks.', '2026-12-10'],
  ['I am out of the office for three days.', '2026-11-29'],
  ['Ich bin für eine Woche im Urlaub.', '2026-12-03'],
  ["Absent jusqu'à la rentrée.", ''],
  ["Absent jusqu'à la rentrée du 7 décembre.", '2026-12-07'],
  ['Je rentre le 7 décembre.', '2026-12-07'],
  ['Lundi 7 décembre, je serai de retour.', '2026-12-07'],
  ['Am Montag bin ich wieder da.', '2026-11-30'],
  ['On Monday 7 December I will be back.', '2026-12-07'],
  ['Dinsdag ben ik terug.', '2026-12-01'],
  ['Afwezig t/m vr 4/12', '2026-12-04'],
  ['Afwezig tem 4/12/26.', '2026-12-04'],
  ['Absent du 24/12/26 au 3/1/27', '2027-01-03'],
  ['Absent 24.12.-3.1.', '2027-01-03'],
  ['Out Dec 24 - Jan 3', '2027-01-03'],
  ["Je suis absent jusqu'au\n4 décembre.", '2026-12-04'],
  ['Je suis absent lundi et mardi.', '2026-12-01'],
  ['Je serai absente lundi.', '2026-11-30'],
  ["Absent jusqu'à lundi de la semaine prochaine.", '2026-11-30'],
  ['Away until next week Friday.', '2026-12-04'],
  ['Ik ben afwezig tot vrijdag volgende week.', '2026-12-04'],
  ['De retour la semaine prochaine.', '2026-11-30'],
  ['Abwesend bis Ende der Woche.', '2026-11-29'],
  ["Absent jusqu'à la fin de l'année.", '2026-12-31'],
  ['Je reprends mes fonctions le 7 décembre 2026.', '2026-12-07'],
  ['Ik hervat het werk op 7 december.', '2026-12-07'],
  ['Vanaf maandag 7 december ben ik opnieuw bereikbaar.', '2026-12-07'],
  ['Vanaf 7 december opent het nieuwe loket.', ''],
  ['À partir du 1er janvier, la prime est disponible.', ''],
  ['Please call back on Monday.', ''],
  ["La prime est valable jusqu'au 31 mars.", ''],
  ["Le questionnaire reste en ligne jusqu'au 31 mars.", ''],
  ['Ik ben niet bereikbaar tot en met 4 december', '2026-12-04'],
  ["Mes messages ne sont pas lus jusqu'au 4 décembre.", '2026-12-04'],
  ['Wij zijn bereikbaar tot 18 december.', ''],
  ["Je suis joignable jusqu'au 18 décembre.", ''],
  ['Ik ben met verlof van 30/11 tot en met 4/12', '2026-12-04'],
  ['En congé du 30 novembre au 4 décembre inclus, de retour le 7.', '2026-12-04'],
  ['Out of office: 30 Nov – 4 Dec', '2026-12-04'],
  ["Du 24/12 au 3/1 la piscine est fermée. Je suis absent jusqu'au 4/12.", '2026-12-04'],
  ['Nos bureaux sont fermés du 24 décembre au 3 janvier inclus.', '2027-01-03'],
  ["Heures d'ouverture : lundi à vendredi 9h-16h, mercredi jusqu'à 19h", ''],
  ['Ich bin vom 30.11. bis 4.12. nicht im Büro.', '2026-12-04'],
  ['Ich kehre am 7. Dezember zurück.', '2026-12-07'],
  ['Sprechstunden: Montag bis Donnerstag 9-12 Uhr', ''],
  ["Le service est ouvert jusqu'à vendredi.", ''],
  ["Je serai de retour le lundi 7 décembre. Le guichet reste ouvert jusqu'au 23 décembre.", '2026-12-07'],
  ['Ik werk niet op woensdag.', ''],
  ['Terug: ma 7/12', '2026-12-07'],
  ['Ik ben afwezig tot 4 december 2026 en terug op maandag 7 december.', '2026-12-04'],
  ['I am away and back on 7 December.', '2026-12-07'],
  ['Je suis absente jusque et y compris vendredi', '2026-11-27'],
  ["Absent jusqu'au 4/12 y compris.", '2026-12-04'],
  ['afwezig tot maandag (7/12)', '2026-12-07'],
  ['Je serai disponible à partir du 7 décembre.', '2026-12-07'],
  ['La prime sera disponible à partir du 1er janvier.', ''],
  ["Le service est fermé jusqu'au 4 janvier.", '2027-01-04'],
  ["Congé annuel jusqu'au 4 décembre", '2026-12-04'],
  ['Our office is closed until 4 January.', '2027-01-04'],
  [
    "Le formulaire peut être rendu jusqu'au 15 janvier et l'échevine est absente jusqu'au 4 décembre",
    '2026-12-04',
  ],
  ['Je ne suis pas disponible avant le 7 décembre', '2026-12-07'],
  ['Ik ben niet bereikbaar voor 7 december', '2026-12-07'],
  ['I am unavailable before 7 December', '2026-12-07'],
  ['Mevrouw X is afwezig wegens ziekte tot nader order. Dossiers: indienen tot 15/12.', ''],
  ['Abwesend vom 30. November bis einschließlich 4. Dezember 2026', '2026-12-04'],
  ['Vom 3. Dezember bis 7. Dezember nicht erreichbar', '2026-12-07'],
  ['Fermeture annuelle du 24 décembre au 3 janvier.', '2027-01-03'],
  ["La bibliothèque reste fermée jusqu'au 10 janvier pour travaux.", ''],
  ["Soldes jusqu'au 31 janvier", ''],
  ["Enquête publique jusqu'au 15 janvier", ''],
  ['Die Ausstellung läuft bis 31. Januar.', ''],
]

describe('The end of an absence as it is meant', () => {
  it.each(MEANT)('in %j is %j', (text, until) => {
    expect(absenceUntil(text, '2026-11-26')).toBe(until)
  })
})

/** Text, who stands in. */
const DEPUTIES: [string, string][] = [
  ["Je suis absent.\n\nBien à vous,\nL'échevin\nRue Haute 1\ninfo@commune.example", ''],
  [
    'Ik ben afwezig tot 4 december.\n\nMet vriendelijke groeten\nKabinet van de schepen\nkabinet@gemeente.example',
    '',
  ],
  [
    'Deze e-mail is vertrouwelijk. Is hij niet voor u bestemd, neem dan contact op met helpdesk@it.example.',
    '',
  ],
  ['If you are not the intended recipient, please contact postmaster2@it.example.', ''],
  [
    'Journalisten kunnen terecht bij pers@gemeente.example. Dringend? adjointe@commune.example',
    'adjointe@commune.example',
  ],
  [
    "Pour le site web : webmaster@commune.example ; en cas d'urgence : adjointe@commune.example",
    'adjointe@commune.example',
  ],
  [
    'En mon absence, vous pouvez contacter\nMme Dupont\n02 123 45 67\nadjointe@commune.example',
    'adjointe@commune.example',
  ],
  ['Mon adjointe me remplace.\nadjointe@commune.example', 'adjointe@commune.example'],
  [
    "Absent jusqu'au 20 mai 2020. En mon absence :\n\nPermanence\tadjointe@commune.example\tTel",
    'adjointe@commune.example',
  ],
  [
    "Absent jusqu'au 20 mai 2020. En mon absence :\n\nPermanence\nadjointe@commune.example\nTel",
    'adjointe@commune.example',
  ],
  ['Absent. Mijn collega (adjointe@commune.example) helpt u verder.', 'adjointe@commune.example'],
  ['adjointe@commune.example assure mon remplacement.', 'adjointe@commune.example'],
  ['Pour toute question relative au RGPD, contactez dpo2@commune.example', ''],
  ['Presse : presse@commune.example, urgences : adjointe@commune.example', 'adjointe@commune.example'],
  ['Volg ons op facebook. Schrijf u in op onze nieuwsbrief via nieuws@gemeente.example', ''],
  [
    'Je suis absente. En mon absence, adressez-vous à «adjointe@commune.example».',
    'adjointe@commune.example',
  ],
  ['In dringenden Fällen: adjointe@commune.example', 'adjointe@commune.example'],
  [
    'For urgent matters: adjointe@commune.example; press enquiries: media@town.example',
    'adjointe@commune.example',
  ],
  [
    "Ce message est destiné à son seul destinataire. En cas d'erreur, merci de prévenir info@commune.example",
    '',
  ],
  [
    "Service informatique : helpdesk@commune.example\nEn cas d'urgence, écrivez à adjointe@commune.example",
    'adjointe@commune.example',
  ],
]

describe('The deputy of somebody away', () => {
  it.each(DEPUTIES)('in %j is %j', (text, deputy) => {
    expect(deputyIn(text, ['echevine@commune.example'])).toBe(deputy)
  })
})
