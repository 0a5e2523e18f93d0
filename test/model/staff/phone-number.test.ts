import { describe, expect, it } from '@jest/globals'
import {
  isMobile,
  phoneCell,
  phoneLink,
  phoneText,
  readPhone,
} from '../../../src/model/staff/phone-number.js'
import { COMMUNES, parse, problems, withColumns } from '../../support/roster-files.js'

const number = (text: string) => {
  const read = readPhone(text)
  return 'number' in read ? read.number : read
}

describe('a telephone number', () => {
  it.each([
    '02/000.21.10',
    '02 000 21 10',
    '020002110',
    '02-000-21-10',
    '02 / 000 21 10',
    '(02) 000 21 10',
    '+32 (0)2 000 21 10',
    '+32 2 000 21 10',
    '+3220002110',
    '0032 2 000 21 10',
    '0032(0)2/000.21.10',
    '+32 02 000 21 10',
    '\u00a002\u202f000\u00a021\u00a010 ',
    '\u202a+32\u200b2 000 21 10\u202c',
    '02 000 21‑10',
    '０２ ０００ ２１ １０',
    "'+32 2 000 21 10",
  ])('written %j is the same', text => {
    expect(number(text)).toBe('+3220002110')
  })

  it.each([
    ['0400/00.00.01', '+32400000001'],
    ['+32 (0)400 00 00 01', '+32400000001'],
    ['+33 1 99 00 00 01', '+33199000001'],
    ['00 33 1 99 00 00 01', '+33199000001'],
    ['+352 26 20 21', '+352262021'],
    ['0800 12 345', '+3280012345'],
    ['02 000 21 10 poste 12', '+3220002110;ext=12'],
    ['02 000 21 10 ext. 12', '+3220002110;ext=12'],
    ['02/000.21.10 toestel 12', '+3220002110;ext=12'],
    ['02 000 21 10, Poste : 12', '+3220002110;ext=12'],
    ['02 000 21 10 tst. 12', '+3220002110;ext=12'],
    ['02 000 21 10 x12', '+3220002110;ext=12'],
    ['02 000 21 10x12', '+3220002110;ext=12'],
    ['02 000 21 10 ext12', '+3220002110;ext=12'],
    ['02 000 21 10 #12', '+3220002110;ext=12'],
    ['+3220002110;ext=12', '+3220002110;ext=12'],
  ])('%j is %s', (text, kept) => {
    expect(number(text)).toBe(kept)
  })

  it.each([
    ['20002110', '02 000 21 10'],
    ['400000001', '0400 00 00 01'],
    ['3220002110', '02 000 21 10'],
    ['32400000001', '0400 00 00 01'],
    ['Tél. : 02 000 21 10', '02 000 21 10'],
    ['GSM 0400 00 00 01', '0400 00 00 01'],
    ['02 000 21 10 (bureau)', '02 000 21 10'],
    ['=HYPERLINK("x")', null],
    ['=2+2', null],
    ['+1+cmd|calc', null],
    ['@02 000 21 10', '02 000 21 10'],
    ['le secrétariat', null],
    ['112', null],
    ['1819', null],
    ['02 000 21', null],
    ['02 000 21 10 11', null],
    ['2,0002E+07', null],
    ['2020-12-01', null],
    ['+', null],
    ['0', null],
    [`0${'2'.repeat(5000)}`, null],
  ])('%j is none; what is meant: %s', (text, suggestion) => {
    expect(readPhone(text)).toEqual({ fault: 'wrong', suggestion })
  })

  it.each(['02 000 21 10 / 02 000 21 11', '02 000 21 10 ou 0400 00 00 01', '020002110, 020002111'])(
    'two in %j are not one',
    text => {
      expect(readPhone(text)).toEqual({ fault: 'several', suggestion: '02 000 21 10' })
    },
  )

  it('is shown as people here write it, of another country with its code, and never as a formula in a cell', () => {
    expect(['+3220002110', '+32400000001', '+33199000001', '+3220002110;ext=12'].map(phoneText)).toEqual([
      '02 000 21 10',
      '0400 00 00 01',
      '+33 1 99 00 00 01',
      '02 000 21 10 ext. 12',
    ])
    expect(phoneCell('+33199000001')).toBe('00 33 1 99 00 00 01')
    for (const kept of ['+3220002110', '+33199000001', '+3220002110;ext=12'])
      expect(number(phoneCell(kept))).toBe(kept)
    expect(phoneLink('+3220002110;ext=12')).toBe('tel:+3220002110;ext=12')
    expect([isMobile('+32400000001'), isMobile('+3220002110')]).toEqual([true, false])
  })

  it('takes time that grows with its length alone', () => {
    const start = performance.now()
    for (const part of ['0', ' ', '(', '+', 'x1', ' / ', 'poste ']) readPhone(part.repeat(20_000))
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('the columns of phones', () => {
  it('may be missing, stand anywhere, and bear any case', () => {
    expect(parse({}).roster.mandateHolders[0]).not.toHaveProperty('phones')
    const mandates = withColumns({ PHONE: '02/000.21.10', Phone_Secretariat: '' })
    const { roster, problems: found } = parse({ mandates })
    expect(found).toEqual([])
    expect(roster.mandateHolders[0]?.phones).toEqual({ own: '+3220002110', secretariat: null })
  })

  it('say what is wrong where, with what was meant', () => {
    expect(problems({ mandates: withColumns({ phone: '20002110' }) })).toEqual([
      expect.stringMatching(
        /^m\.csv:2:\d+ phone "20002110" is not a telephone number\. Write it as 02 000 21 10, if that is meant\.$/,
      ),
    ])
    expect(
      problems({ mandates: withColumns({ phone_secretariat: '02 000 21 10 / 02 000 21 11' }) }, 'fr'),
    ).toEqual([expect.stringContaining('contient plusieurs numéros. N’en gardez qu’un, comme 02 000 21 10')])
    expect(problems({ mandates: withColumns({ phne: '1' }) })[0]).toContain('Did you mean phone?')
  })

  it('of a commune: quoted or not, as it is written', () => {
    for (const written of ['02 000 21 10', '"02 000 21 10"', '020002110', '+3220002110', "'02/000.21.10'"]) {
      const { roster, problems: found } = parse({
        communes: COMMUNES.replace(/(spoc: \S+)/, `$1\n    phone: ${written}`),
      })
      expect([written, found]).toEqual([written, []])
      expect(roster.communes[0]?.phone).toBe('+3220002110')
    }
    const wrong = COMMUNES.replace(/(spoc: \S+)/, '$1\n    phone: 20002110')
    expect(problems({ communes: wrong })[0]).toContain('Write it as 02 000 21 10, if that is meant.')
  })
})
