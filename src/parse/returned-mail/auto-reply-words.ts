import { compilePhrases } from '../../model/delivery/saying.js'

/** Subjects that automatic replies begin with and people don't: enough even without a header. */
const SUBJECTS = `
  automatic reply | auto reply | auto-reply | autoreply | automatic response | auto response | auto-response | autoresponse |
  automated response | automated reply | autoresponder | auto: | [auto |  out of office: | out of the office: |
  out-of-office: | out of office autoreply | out of office auto | out of office reply | out of office notification |
  out of office message | out-of-office autoreply | out-of-office reply | out of office ( | out of office - | vacation reply |
  vacation response | vacation message | vacation: | vacation notice | automatic acknowledgement | away from my mail |
  [out of office] | ooo: | reponse automatique | reponse auto | reply automatique | message automatique | autoreponse |
  repondeur automatique | notification d'absence | message d'absence | avis d'absence | absence du bureau | absent du bureau |
  accuse de reception automatique | en dehors du bureau | hors du bureau | [absence] | reponse d'absence |
  automatisch antwoord | automatisch bericht | automatische reactie | automatische beantwoording | automatisch: |
  afwezigheidsmelding | afwezigheidsbericht | afwezig: | afwezigheid: | niet aanwezig: | niet op kantoor | afwezigheidsassistent |
  automatische ontvangstbevestiging | autom. antwoord | automatische afwezigheid |
  automatische antwort | automatische ruckantwort | abwesenheitsnotiz | abwesenheitsnachricht | abwesenheitsmeldung | abwesenheit: |
  abwesend: | auto-antwort | autom. antwort | abwesenheitsbenachrichtigung | abwesenheitsassistent | urlaubsbenachrichtigung |
  automatische eingangsbestatigung | respuesta automatica | risposta automatica | resposta automatica | fuera de oficina | fuori sede`

/** Subjects that a person could write too: they need a weak field, and no `Re:` before them. */
const SOFT_SUBJECTS = `
  out of office | out of the office | absent | absence | en conge | conges | vacances | afwezig | met vakantie | met verlof |
  buiten kantoor | verlof | abwesend | abwesenheit | im urlaub | nicht im buro | ausser haus | on vacation | on leave |
  on holiday | i'm out of | i am out of | away | i am away | i'm away | vacation | accuse de reception | ontvangstbevestiging | eingangsbestatigung |
  acknowledgement | thank you for your e | merci pour votre | bedankt voor uw | votre demande | uw vraag | ticket | your request`

/** Notes and others put the person first: "X est absent(e)", "X is out of the office". */
export const NAMED_SUBJECT =
  /\b(?:is (?:currently )?out of (?:the )?office|est absente?|est absent\(e\)|est en conges?|is (?:momenteel )?afwezig|is met verlof|ist (?:ausser haus|nicht im (?:haus|buro)|abwesend)|is on (?:vacation|leave|holiday))\b/

/** How the text of an automatic reply introduces itself, within its first lines. */
const OPENINGS = `
  this is an automat | this is an auto-generated | this is an auto-reply | this message is automat | this e-mail is automat |
  this is a system generated | ceci est une reponse automatique | ceci est un message automatique | ceci est un mail automatique |
  reponse automatique | message automatique | ce message est genere automatiquement | ce message est automatique |
  dit is een automatisch | dit bericht is automatisch | dit is een autom | automatisch gegenereerd | automatisch antwoord |
  dies ist eine automatische | diese nachricht wurde automatisch | dies ist eine automatisch | automatische antwort |
  automatisch generierte | automated reply | automatic reply | autoreply`

export const SUBJECT = new RegExp(`^${compilePhrases(SUBJECTS).source}`)
export const SOFT_SUBJECT = new RegExp(`^${compilePhrases(SOFT_SUBJECTS).source}`)
export const OPENING = new RegExp(`^[\\s>*=_#-]*${compilePhrases(OPENINGS).source}`)
