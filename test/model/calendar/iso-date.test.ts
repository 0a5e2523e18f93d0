import { describe, expect, it } from '@jest/globals'
import { isoMeant, localMomentMeant } from '../../../src/model/calendar/iso-date.js'

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
    ['4/13/2027', null],
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
