import { compilePhrases } from '../../model/delivery/phrase.js'

/** Subjects that people write too: they need a weak field and no `Re:` before them. */
const SOFT_SUBJECTS = `
  out of office | out of the office | absent | absence | en conge | conges | vacances | afwezig | met vakantie | met verlof |
  buiten kantoor | verlof | abwesend | abwesenheit | im urlaub | nicht im buro | ausser haus | on vacation | on leave |
  on holiday | i'm out of | i am out of | away | i am away | i'm away | vacation | accuse de reception | ontvangstbevestiging | eingangsbestatigung |
  acknowledgement | thank you for your e | merci pour votre | bedankt voor uw | votre demande | uw vraag | ticket | your request`

/** Phrases in the first lines of an automatic reply's text. */
const OPENINGS = `
  this is an automat | this is an auto-generated | this is an auto-reply | this message is automat | this e-mail is automat |
  this is a system generated | ceci est une reponse automatique | ceci est un message automatique | ceci est un mail automatique |
  reponse automatique | message automatique | ce message est genere automatiquement | ce message est automatique |
  dit is een automatisch | dit bericht is automatisch | dit is een autom | automatisch gegenereerd | automatisch antwoord |
  dies ist eine automatische | diese nachricht wurde automatisch | dies ist eine automatisch | automatische antwort |
  automatisch generierte | automated reply | automatic reply | autoreply`
export const SOFT_SUBJECT = new RegExp(`^${compilePhrases(SOFT_SUBJECTS).source}`)
export const OPENING = new RegExp(`^[\\s>*=_#-]*${compilePhrases(OPENINGS).source}`)
