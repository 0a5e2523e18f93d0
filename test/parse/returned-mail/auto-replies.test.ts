import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { absenceUntil } from '../../../src/parse/returned-mail/absence-date.js'
import { classifyReport } from '../../../src/parse/returned-mail/report.js'
import { mail } from './mail.js'

const FOLDER = new URL('../../fixtures/reports/auto-replies/', import.meta.url)

/** File, until when, who stands in. */
const AUTO_REPLIES: [string, string, string][] = [
  ['exchange-fr-range', '2020-04-07', 'cabinet@commune-a.example'],
  ['exchange-fr-until', '2020-04-19', 'directeur.finances@commune-b.example'],
  ['exchange-fr-return-weekday', '2020-04-06', ''],
  ['exchange-fr-health', '', 'premier.echevin@commune-a.example'],
  ['exchange-fr-no-date', '', ''],
  ['m365-fr-html', '2020-04-14', 'secretariat@commune-a.example'],
  ['exchange-nl-including', '2020-04-12', 'kabinet@gemeente-c.example'],
  ['exchange-nl-range', '2020-04-17', 'schepen.plaatsvervanger@gemeente-d.example'],
  ['exchange-nl-back', '2020-04-06', ''],
  ['exchange-nl-no-date', '', ''],
  ['exchange-nl-digits', '2020-04-12', 'secretariaat@gemeente-c.example'],
  ['exchange-de-until', '2020-04-12', 'vertretung@gemeinde-e.example'],
  ['exchange-de-range', '2020-04-07', 'erster.schoeffe@gemeinde-e.example'],
  ['exchange-de-bis-einschliesslich', '2020-04-10', ''],
  ['exchange-de-wieder', '2020-04-06', ''],
  ['exchange-en-back-monday', '2020-04-06', 'clerk@council-f.example'],
  ['exchange-en-from-to', '2020-04-09', ''],
  ['exchange-en-month-first', '2020-04-08', 'deputy@council-f.example'],
  ['exchange-en-th', '2020-04-20', ''],
  ['exchange-2003-fr', '2020-04-08', ''],
  ['exchange-2003-nl', '2020-04-08', ''],
  ['exchange-2003-en', '2020-05-04', ''],
  ['exchange-2003-de', '2020-04-08', ''],
  ['outlook-rule-no-headers', '', ''],
  ['gmail-fr', '2020-04-30', 'chef.cabinet@commune-a.example'],
  ['gmail-nl', '2020-04-20', ''],
  ['gmail-en', '2020-04-14', ''],
  ['gmail-de', '2020-04-20', ''],
  ['sieve-fr', '2020-04-10', 'adjointe@commune-b.example'],
  ['sieve-nl', '2020-04-06', 'collega@gemeente-d.example'],
  ['sieve-en', '2020-04-03', ''],
  ['sieve-de', '2020-04-06', ''],
  ['dovecot-minimal', '', ''],
  ['roundcube-fr', '2021-01-04', 'permanence@commune-a.example'],
  ['roundcube-nl', '2021-01-01', 'permanentie@gemeente-c.example'],
  ['zimbra-fr', '2020-07-31', 'remplacant@commune-b.example'],
  ['zimbra-nl', '2020-07-31', 'vervanger@gemeente-d.example'],
  ['zimbra-en', '2020-07-31', ''],
  ['notes-fr', '2020-04-14', ''],
  ['notes-nl', '2020-04-14', ''],
  ['notes-en', '2020-04-14', ''],
  ['notes-de', '2020-04-14', ''],
  ['notes-subject-date', '2020-04-06', 'town.clerk@council-f.example'],
  ['icloud-en', '2020-04-12', ''],
  ['yahoo-fr', '2020-04-20', ''],
  ['thunderbird-filter', '2020-04-15', ''],
  ['vacation-unix', '', ''],
  ['procmail-x-loop', '2020-04-07', ''],
  ['cpanel-autorespond', '2020-04-17', ''],
  ['plesk-auto-reply', '2020-04-17', ''],
  ['groupwise', '2020-04-09', ''],
  ['kerio-de', '2020-04-08', ''],
  ['mimecast', '', 'new.alderman@council-f.example'],
  ['otrs-nl', '', ''],
  ['zendesk-en', '', ''],
  ['glpi-fr', '', ''],
  ['commune-acknowledgement-fr', '', ''],
  ['gemeente-acknowledgement-nl', '', ''],
  ['bilingual-html', '2020-04-10', 'kabinet@gemeente-c.example'],
  ['latin1-8bit-no-charset', '2021-02-24', 'interim@commune-b.example'],
]

describe('An automatic reply', () => {
  it('has a fixture for each line of the table', () => {
    expect(AUTO_REPLIES.map(([name]) => `${name}.eml`).sort()).toEqual(readdirSync(FOLDER).sort())
    expect(AUTO_REPLIES).toHaveLength(60)
  })

  it.each(AUTO_REPLIES)('%s is one, until "%s", deputy "%s"', (name, until, deputy) => {
    const report = classifyReport(readFileSync(new URL(`${name}.eml`, FOLDER)))
    expect(report.kind).toBe('auto-reply')
    expect([report.until ?? '', report.deputy ?? '']).toEqual([until, deputy])
  })

  it('gives away nothing of its text, which may be about health', () => {
    const report = classifyReport(readFileSync(new URL('exchange-fr-health.eml', FOLDER)))
    expect(JSON.stringify(report)).not.toMatch(/hospitalis|opération/i)
  })

  it.each([
    ['Auto-Submitted: no', 'reply'],
    ['Auto-Submitted: auto-replied; owner-email="x@y.example"', 'auto-reply'],
    ['Precedence: bulk', 'auto-reply'],
    ['Return-Path: <>', 'auto-reply'],
    ['Return-Path: <bourgmestre@commune-a.example>', 'reply'],
    ['X-Auto-Response-Suppress: All', 'reply'],
    ['X-MS-Exchange-Inbox-Rules-Loop: bourgmestre@commune-a.example', 'auto-reply'],
  ])('with %s under a subject Re: is %s', (field, kind) => {
    const headers = `From: bourgmestre@commune-a.example\nSubject: Re: Mesures\nIn-Reply-To: <17@region.example>\n${field}`
    expect(classifyReport(mail(headers, 'Bien reçu.')).kind).toBe(kind)
  })
})

/** Text, ISO date; the mail is of Thursday 2 April 2020. */
const ABSENCES: [string, string][] = [
  ["Je suis absent jusqu'au vendredi 10 avril inclus.", '2020-04-10'],
  ["Absente jusqu'au 17 inclus.", '2020-04-17'],
  ["Absente jusqu'au 1er.", '2020-05-01'],
  ['En congé du lundi 6 au vendredi 10 avril.', '2020-04-10'],
  ['En congé du 30/03/2020 au 03/04/2020.', '2020-04-03'],
  ['De retour le 1er mai.', '2020-05-01'],
  ['Je serai de retour au bureau le mardi 14 avril 2020.', '2020-04-14'],
  ['Je reviens demain.', '2020-04-03'],
  ["Absent jusqu'à la fin de la semaine.", '2020-04-05'],
  ["Absent jusqu'à nouvel ordre.", ''],
  ["Je suis joignable jusqu'à 17 h.", ''],
  ['À partir du 6 avril, je serai en vacances.', ''],
  ['Afwezig tot en met woensdag 15/4.', '2020-04-15'],
  ['Ik ben terug op vrijdag.', '2020-04-03'],
  ['Ik ben terug op donderdag.', '2020-04-09'],
  ['Met verlof van 30 maart t.e.m. 10 april 2020.', '2020-04-10'],
  ['Bereikbaar tot 12.30 u.', ''],
  ['Vanaf maandag ben ik met verlof.', ''],
  ['Max. tot 20 personen.', ''],
  ['Ich bin vom 6. bis 17.04.2020 im Urlaub.', '2020-04-17'],
  ['Zurück am Montag, dem 20. April.', '2020-04-20'],
  ['Bis Ende April abwesend.', '2020-04-30'],
  ['Out until 2020-04-12.', '2020-04-12'],
  ['Out until 04/15/2020.', '2020-04-15'],
  ['Back on the 14th of April.', '2020-04-14'],
  ['Returning Monday, April 6th.', '2020-04-06'],
  ['Call +32 2 204-10.11.12 or 0475/12.10.11.', ''],
  ['I am away until 31 February.', ''],
  ['Je reprendrai le travail le 20 avril prochain.', '2020-04-20'],
  ["En congé de maternité jusqu'en septembre 2020.", '2020-09-30'],
  ['Absent le vendredi 3 avril.', '2020-04-03'],
  ['Notre service est fermé du 6/4 au 17/4.', '2020-04-17'],
  ['Vanaf 14 april ben ik terug bereikbaar.', '2020-04-14'],
  ['Ich bin am 14.04.2020 wieder erreichbar.', '2020-04-14'],
  ['Ich bin am 3. April nicht im Büro.', '2020-04-03'],
  ['I am out of the office starting 04/02/2020 and will not return until 20 April.', '2020-04-20'],
]

describe('The end of an absence', () => {
  it.each(ABSENCES)('in %j is %j', (text, until) => {
    expect(absenceUntil(text, '2020-04-02')).toBe(until)
  })

  it('falls in the next year when the date has long passed', () => {
    expect(absenceUntil("Jusqu'au 4 janvier", '2020-12-18')).toBe('2021-01-04')
  })

  it('stays open when neither text nor mail tells the year', () => {
    expect([absenceUntil("Jusqu'au 4 janvier", ''), absenceUntil('Back on Monday', '')]).toEqual(['', ''])
  })
})
