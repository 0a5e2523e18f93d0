import { describe, expect, it } from '@jest/globals'
import { dayWritten, momentWritten } from '../../../src/model/calendar/iso-date.js'
import { isoMeant, localMomentMeant } from '../../../src/model/calendar/iso-meant.js'

describe('a day as people write it', () => {
  it.each([
    ['2026-12-07', '2026-12-07'],
    ['7/12/2026', '2026-12-07'],
    ['07-12-2026', '2026-12-07'],
    ['7.12.2026', '2026-12-07'],
    ['2026/12/7', '2026-12-07'],
    ['7 décembre 2026', '2026-12-07'],
    ['7 De\u0301cembre 2026', '2026-12-07'],
    ['le 1er déc. 2026', '2026-12-01'],
    ['1 août 2026', '2026-08-01'],
    ['lundi 7 décembre 2026', '2026-12-07'],
    ['maandag, 7 december 2026', '2026-12-07'],
    ['op 7 mrt 2026', '2026-03-07'],
    ['7\u00a0décembre\u00a02026', '2026-12-07'],
    ['mardi 7 décembre 2026', null],
    ['12/25/2026', null],
    ['30/2/2026', null],
    ['7/12/26', null],
    ['7/12', null],
    ['7 décembre', null],
    ['7/12-2026', null],
    ['décembre 2026', null],
    ['7 décembre 2026 ou 2027', null],
    ['', null],
  ])('%s', (text, iso) => {
    expect(dayWritten(text)).toBe(iso)
  })

  it.each([
    ['2026-12-07T18:00', '2026-12-07T18:00'],
    ['2026-12-07 18:00', '2026-12-07T18:00'],
    ['7/12/2026 18h', '2026-12-07T18:00'],
    ['7/12/2026, 18 h 30', '2026-12-07T18:30'],
    ['lundi 7 décembre 2026 à 9 heures', '2026-12-07T09:00'],
    ['7 december 2026 om 18u30', '2026-12-07T18:30'],
    ['7 december 2026, 18.30 u', '2026-12-07T18:30'],
    ['7/12/2026 18 uur', '2026-12-07T18:00'],
    ['7/12/2026 18', null],
    ['7/12/2026', null],
    ['7/12/2026 24h', null],
    ['7/12 18h', null],
    ['18h', null],
  ])('and at %s', (text, moment) => {
    expect(momentWritten(text)).toBe(moment)
  })
})

describe('the day that somebody meant', () => {
  it.each([
    ['8/4/2027', '2027-04-08'],
    ['08-04-2027', '2027-04-08'],
    ['8.4.27', '2027-04-08'],
    ['8 / 4 / 2027', '2027-04-08'],
    ['2027/4/8', '2027-04-08'],
    ['2027-4-8', '2027-04-08'],
    ['2027-02-30', '2027-02-28'],
    ['31/6/2027', '2027-06-30'],
    ['4/13/2027', '2027-04-13'],
    ['30 février 2027', '2027-02-28'],
    ['13/14/2027', null],
    ['40/4/2027', null],
    ['avril 2027', null],
    ['8/4', null],
    ['1/1/3027', null],
    ['', null],
  ])('%s', (text, iso) => {
    expect(isoMeant(text)).toBe(iso)
  })

  it.each([
    ['2027-04-08', '2027-04-08T14:00'],
    ['2027-04-08 9:30', '2027-04-08T09:30'],
    ['8/4/2027 14h', '2027-04-08T14:00'],
    ['8/4/2027 à 14 h 30', '2027-04-08T14:30'],
    ['8/4/2027 om 14.30', '2027-04-08T14:30'],
    ['2027-04-08T9:00', '2027-04-08T09:00'],
    ['2027-04-08 25:00', null],
    ['demain 14h', null],
  ])('at %s', (text, moment) => {
    expect(localMomentMeant(text)).toBe(moment)
  })
})
